/**
 * The lines of a model as source, in generator notation.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { family } from '../../distributions/Distribution.ts'
import { factsOf } from '../../distributions/supports/Support.ts'
import { bounds, children, type Expr, postorder, refs } from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import { expressionSource, type Writing } from './ExpressionSource.ts'
import { dataText, lastOf, siteText } from './LineSource.ts'
import { leakingFrom, typeOf } from './Leaking.ts'
import type { Line, ModelLines } from './ModelTree.ts'
import { matrixWords } from './MatrixWords.ts'
import { neededOutside, type Place, placesOf, type SharedPart, sharedParts } from './SharedParts.ts'
import { namesOf, sightOf } from './SourceNames.ts'
import { layOut, list, type SourceText, text } from './SourceText.ts'

const refsIn = (roots: ReadonlyArray<Expr>): ReadonlyArray<string> => [...refs(roots).keys()]

/** By the slots of categories, the axis that each indexes: as it says, or as it is looked up along. */
const indexedIn = (graph: Graph, places: ReadonlyArray<Place>): ReadonlyMap<string, string> =>
  new Map([
    ...postorder(places.flatMap((p) => p.roots)).flatMap((e) =>
      e._tag === 'Gather' && e.index._tag === 'Ref' ? [[e.index.name, e.axis] as const] : []
    ),
    ...graph.data.flatMap(({ name, indexes }) =>
      indexes === undefined ? [] : [[name, indexes] as const]
    )
  ])

/**
 * The source of a model, or what the language has no word for. Its lines are written in order, and
 * note as they go which words they use and which constants stand above them.
 */
export const modelSource = (
  name: string,
  graph: Graph,
  tree: ModelLines
): E.Either<ReadonlyArray<string>, string> => {
  const names = namesOf(graph, tree),
    inSight = sightOf(tree)
  const sizes = new Map(graph.axes.map((a) => [a.name, a.size] as const))
  const matrixWord = matrixWords((a) => sizes.get(a))
  const operandsOf = (e: Expr): ReadonlyArray<Expr> => matrixWord(e)?.given ?? children(e)
  const places = placesOf(tree),
    parts = sharedParts(places, inSight, operandsOf),
    needed = neededOutside(places, inSight, operandsOf)
  const words = new Set<string>(),
    lacking = new Set<string>(),
    usedAxes = new Set<string>()
  const partNames = new Map<Expr, string>()
  const supports = new Map([
    ...graph.data.map((d) => [d.name, d.support ?? 'Real'] as const),
    ...graph.sites.map((s) => [s.name, family(s.dist).support._tag] as const)
  ])
  const valuesOf = bounds((n) => factsOf(supports.get(n) ?? 'Real').values)
  const word = (w: string): string => {
    words.add(w)
    return w
  }
  const axis = (a: string): string => {
    usedAxes.add(a)
    return names.axis.get(a) ?? a
  }
  const lacks = (what: string): void => {
    lacking.add(what)
  }
  const symbol = (path: string): string => names.path.get(path) ?? path
  const writing = (scope: string): Writing => ({
    named: (e) => {
      const path = inSight(scope).get(e)
      return path === undefined ? partNames.get(e) : symbol(path)
    },
    symbol,
    axis,
    sizeOf: (a) => sizes.get(a),
    valuesOf,
    isIndex: (n) => supports.get(n) === 'Categories',
    matrixWord,
    word,
    lacks
  })

  const used = new Set(places.flatMap(({ roots }) => refsIn(roots)))
  const indexed = indexedIn(graph, places)

  const statement = (indent: number, lead: string, s: SourceText): string =>
    `${' '.repeat(indent)}${lead}${layOut(s, indent, indent + lead.length)}`

  let place = 0
  let pending: ReadonlyArray<SharedPart> = parts
  /** Constants that are due in this model before the place that comes next, or those up to `last`. */
  const due = (scope: string, last: number, indent: number): ReadonlyArray<string> => {
    const now = pending.filter((p) => p.scope === scope && p.before < last)
    pending = pending.filter((p) => !now.includes(p))
    return now.map(({ e }) => {
      const value = expressionSource(writing(scope)).definition(e)
      const partName = `t${partNames.size + 1}`
      partNames.set(e, partName)
      return statement(indent, `const ${partName} = `, value)
    })
  }

  const countOf = (line: Line): number =>
    line.kind === 'model' ? 1 + line.lines.reduce((n, l) => n + countOf(l), 0) : 1

  const leaking = leakingFrom(tree, needed)
  /** What a model gives to the one around it: its value, or sites that are used there, by name. */
  const givenBy = (m: ModelLines): ReadonlyArray<string> =>
    [...(needed.get(m.path) ?? [])]
      .filter((path) => !leaking.has(path))
      .map(symbol)
      .toSorted()
  /** Does it end with its unnamed site, which is all that is used of it? */
  const endsWithOwn = (m: ModelLines): boolean => {
    const last = m.lines.at(-1)
    return (
      m.value === undefined &&
      last?.kind === 'site' &&
      last.unnamed &&
      givenBy(m).join() === symbol(m.path)
    )
  }

  /** Is the site that is used outside what the model gives? It goes by the name of the site then. */
  const givesSite = (m: ModelLines): boolean =>
    m.value?._tag === 'Ref' && givenBy(m).join() === symbol(m.value.name)

  const linesOf = (m: ModelLines, indent: number): ReadonlyArray<string> => [
    ...m.lines.flatMap((line) => {
      const constants = due(m.path, place + countOf(line), indent)
      const isEnd = line === m.lines.at(-1) && endsWithOwn(m)
      return [...constants, lineOf(line, m.path, indent, isEnd)]
    }),
    ...lastLine(m, indent)
  ]

  const lastLine = (m: ModelLines, indent: number): ReadonlyArray<string> => {
    if (m.path === '' || endsWithOwn(m)) {
      place += m.path === '' ? 0 : 1
      return []
    }
    const constants = due(m.path, place + 1, indent)
    place += 1
    const given = givenBy(m)
    return m.value !== undefined
      ? [
          ...constants,
          statement(indent, 'return ', expressionSource(writing(m.path)).argument(m.value))
        ]
      : given.length > 0
        ? [...constants, `${' '.repeat(indent)}return { ${given.join(', ')} }`]
        : constants
  }

  /** What leaks is declared around the model, and set by its line. */
  const bound = (path: string): string => `${leaking.has(path) ? '' : 'const '}${symbol(path)}`

  /** `let unit_s!: Tensor<'hidden', Positive>`, before the line of the model that it leaks from. */
  const declared = (line: ModelLines, indent: number): ReadonlyArray<string> =>
    [...leaking].flatMap(([path, from]) => {
      if (from !== line.path) return []
      const { text: said, types } = typeOf(graph, tree, valuesOf, path)
      types.forEach((t) => words.add(`type ${t}`))
      return [`${' '.repeat(indent)}let ${symbol(path)}!: ${said}`]
    })

  /** `const mu = yield* …`; without a constant where nothing uses it. */
  const lead = (path: string, isEnd: boolean): string =>
    isEnd ? 'return yield* ' : used.has(path) ? `${bound(path)} = yield* ` : 'yield* '

  const lineOf = (line: Line, scope: string, indent: number, isEnd: boolean): string => {
    switch (line.kind) {
      case 'data':
        place += 1
        return statement(
          indent,
          lead(line.path, false),
          dataText(line.slot, indexed.get(line.slot.name), writing(scope))
        )
      case 'site': {
        const site = siteText(line.site, line.unnamed, writing(scope))
        place += 1
        return statement(indent, lead(line.path, isEnd), site)
      }
      case 'model': {
        const inner = linesOf(line, indent + 2),
          given = givenBy(line),
          pad = ' '.repeat(indent)
        const result =
          line.value !== undefined || endsWithOwn(line)
            ? `${givesSite(line) ? `const ${given.join('')}` : bound(line.path)} = yield* `
            : given.length > 0
              ? `const { ${given.join(', ')} } = yield* `
              : 'yield* '
        const begin = `${word('include')}('${lastOf(line.path)}', ${word('model')}(function* () {`
        const before = declared(line, indent)
        return [...before, `${pad}${result}${begin}`, ...inner, `${pad}}))`].join('\n')
      }
    }
  }

  const body = linesOf(tree, 2)
  word('model')
  const axes = graph.axes
    .filter((a) => usedAxes.has(a.name))
    .map(
      ({ name: a, size }) =>
        `const ${names.axis.get(a) ?? a} = ` +
        (size === 'data' ? `${word('plate')}('${a}')` : `${word('axis')}('${a}', ${size})`)
    )
  const imported = [...words].filter((w) => w !== 'pipe' && w !== '').toSorted()
  const source = [
    layOut(list('import { ', imported.map(text), " } from 'farrier'"), 0, 0),
    ...(words.has('pipe') ? ["import { pipe } from 'fp-ts/lib/function.js'"] : []),
    '',
    ...axes,
    ...(axes.length === 0 ? [] : ['']),
    `/** ${name.replaceAll('*/', '')} */`,
    'export default model(function* () {',
    ...body,
    '})\n'
  ].join('\n')
  return lacking.size > 0 ? E.left([...lacking]) : E.right(source)
}
