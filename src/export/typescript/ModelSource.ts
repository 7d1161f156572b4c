/**
 * The lines of a model as source, in generator notation.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { drawAxes, family } from '../../distributions/Distribution.ts'
import { factsOf, type SupportTag } from '../../distributions/supports/Support.ts'
import { bounds, type Expr, postorder, refs, union } from '../../expr/index.ts'
import type { DataSlot, Graph, Site } from '../../ir/Graph.ts'
import { expressionSource, type Writing } from './ExpressionSource.ts'
import type { Line, ModelLines } from './ModelTree.ts'
import { neededOutside, type Place, placesOf, type SharedPart, sharedParts } from './SharedParts.ts'
import { namesOf, sightOf } from './SourceNames.ts'
import { call, layOut, list, row, type SourceText, text } from './SourceText.ts'

const supportWords: { readonly [T in SupportTag]?: string } = {
  Positive: 'positives',
  Counts: 'counts'
}

/** `{ mean: ` in front of `mean` is `{ `. */
const shorthand = (before: string, argument: SourceText | undefined): string =>
  argument?.kind === 'text' && new RegExp(`\\b${argument.text}: $`).test(before)
    ? before.slice(0, -argument.text.length - 2)
    : before

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

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
    inSight = sightOf(tree, names)
  const places = placesOf(tree),
    parts = sharedParts(places, inSight),
    needed = neededOutside(places, inSight)
  const words = new Set<string>(),
    lacking = new Set<string>(),
    usedAxes = new Set<string>()
  const partNames = new Map<Expr, string>()
  const sizes = new Map(graph.axes.map((a) => [a.name, a.size] as const))
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
    named: (e) => inSight(scope).get(e) ?? partNames.get(e),
    symbol,
    axis,
    sizeOf: (a) => sizes.get(a),
    valuesOf,
    word,
    lacks
  })

  const used = new Set(places.flatMap(({ roots }) => refsIn(roots)))
  const indexed = indexedIn(graph, places)

  const distText = ({ dist, axes }: Site, scope: string): SourceText => {
    const f = family(dist),
      source = expressionSource(writing(scope))
    const given = f.arguments.map((a) => source.argument(a.value))
    const shown = f
      .show(given.map((_, i) => `\u0000${i}\u0000`))
      .replace(/(along|cuts): ([\w-]+)/g, (_, key: string, name: string) => `${key}: ${axis(name)}`)
      .replace(
        /jointly: \[([^\]]*)\]/g,
        (_, names_: string) => `jointly: [${names_.split(', ').map(axis).join(', ')}]`
      )
    for (const [, called = ''] of shown.matchAll(/(?:^|[ [])([a-z]\w*)(?=\(|$)/gi)) word(called)
    // a constant of the argument's own name is written once
    const pieces = shown.split('\u0000').map((piece, i, all) => {
      const argument = i % 2 === 1 ? given[Number(piece)] : undefined
      const next = given[Number(all[i + 1] ?? NaN)]
      return argument ?? text(shorthand(piece, next))
    })
    const own = drawAxes(dist)
    const count = axes.findIndex((_, k) => union(axes.slice(0, k), own).join() === axes.join())
    const over = axes.slice(0, count < 0 ? axes.length : count)
    return over.length === 0
      ? row(...pieces)
      : row(`${word('over')}(${over.map(axis).join(', ')})(`, ...pieces, ')')
  }

  const dataText = (slot: DataSlot): SourceText => {
    const support = slot.support ?? 'Real'
    const values =
      support === 'Real'
        ? []
        : support === 'Categories'
          ? [text(`${word('indicesOf')}(${axis(indexed.get(slot.name) ?? '')})`)]
          : [text(word(supportWords[support] ?? ''))]
    if (support === 'Categories' && !indexed.has(slot.name)) lacks('indices of no axis')
    if (support !== 'Real' && support !== 'Categories' && supportWords[support] === undefined)
      lacks(`data of ${factsOf(support).many}`)
    return call(
      word('data'),
      text(`'${lastOf(slot.name)}'`),
      list(
        '[',
        slot.axes.map((a) => text(axis(a))),
        ']'
      ),
      ...values
    )
  }

  const optionText = ({ options }: Site): ReadonlyArray<SourceText> => {
    const given = Object.entries(options).filter(([, value]) => value !== undefined)
    return given.length === 0
      ? []
      : [
          text(
            `{ ${given.map(([k, v]) => `${k}: ${typeof v === 'string' ? `'${v}'` : String(v)}`).join(', ')} }`
          )
        ]
  }

  const siteText = (site: Site, unnamed: boolean, scope: string): SourceText => {
    const dist = distText(site, scope),
      options = optionText(site)
    return unnamed
      ? call(word('yields'), dist, ...options)
      : call(
          word(site.role === 'observed' ? 'observe' : 'draw'),
          text(`'${lastOf(site.name)}'`),
          dist,
          ...options
        )
  }

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

  /** What a model gives to the one around it: its value, or sites that are used there, by name. */
  const givenBy = (m: ModelLines): ReadonlyArray<string> =>
    [...(needed.get(m.path) ?? [])].map(symbol).toSorted()
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
    if (m.value !== undefined && given.length > 0)
      lacks(`a model that gives a value and ${given.join(', ')} (${m.path})`)
    return m.value !== undefined
      ? [
          ...constants,
          statement(indent, 'return ', expressionSource(writing(m.path)).argument(m.value))
        ]
      : given.length > 0
        ? [...constants, `${' '.repeat(indent)}return { ${given.join(', ')} }`]
        : constants
  }

  /** `const mu = yield* …`; without a constant where nothing uses it. */
  const lead = (path: string, isEnd: boolean): string =>
    isEnd ? 'return yield* ' : used.has(path) ? `const ${symbol(path)} = yield* ` : 'yield* '

  const lineOf = (line: Line, scope: string, indent: number, isEnd: boolean): string => {
    switch (line.kind) {
      case 'data':
        place += 1
        return statement(indent, lead(line.path, false), dataText(line.slot))
      case 'site': {
        const site = siteText(line.site, line.unnamed, scope)
        place += 1
        return statement(indent, lead(line.path, isEnd), site)
      }
      case 'model': {
        const inner = linesOf(line, indent + 2),
          given = givenBy(line),
          pad = ' '.repeat(indent)
        const result =
          line.value !== undefined || endsWithOwn(line)
            ? `const ${symbol(line.path)} = yield* `
            : given.length > 0
              ? `const { ${given.join(', ')} } = yield* `
              : 'yield* '
        const begin = `${word('include')}('${lastOf(line.path)}', ${word('model')}(function* () {`
        return [`${pad}${result}${begin}`, ...inner, `${pad}}))`].join('\n')
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
