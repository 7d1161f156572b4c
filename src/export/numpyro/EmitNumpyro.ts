/**
 * A model as a module of Python for NumPyro: one function `model(…)`, a `numpyro.sample` a site in
 * order of declaration, axes as plates.
 *
 * A value that is used twice, or that has a name in the model, has a line of its own; the others
 * stand where they are used. Arguments go to distributions by keyword. What has no distribution
 * there, or an end that data set, is an improper flat site with a factor: its log density.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { family } from '../../distributions/Distribution.ts'
import type { SupportTag } from '../../distributions/supports/Support.ts'
import { type Axes, type Expr, meet } from '../../expr/Expr.ts'
import { atNode, children, postorder } from '../../expr/Fold.ts'
import { isPositive } from '../../expr/intervals/Interval.ts'
import { level, type Piece, piece } from '../../expr/print/Notation.ts'
import { seenOf } from '../../ir/Derived.ts'
import type { Problems } from '../../ir/Problem.ts'
import { orderOf } from '../source/AxisOrder.ts'
import { indexesIn, valuesIn } from '../source/GraphFacts.ts'
import { modelNames } from '../source/ModelNames.ts'
import type { EmittedModel, EmittedSlot, ModelToEmit } from '../source/ModelToEmit.ts'
import { type PreparedModel, type PreparedSite, prepared } from '../source/PreparedModel.ts'
import { sizeTexts } from '../source/SizeTexts.ts'
import { isWhole } from '../source/WholeNumbers.ts'
import { numpyroCall, numpyroHas } from './NumpyroDistributions.ts'
import { type Laid, laid } from './NumpyroLayout.ts'
import { comment, moduleText, pythonReserved } from './NumpyroModule.ts'
import { numpyroNode } from './NumpyroNodes.ts'
import { inside, lackedByJax } from './NumpyroOperations.ts'

/** Where an improper flat site lies whose support has no ends of its own. */
const flatOver: { readonly [S in SupportTag]: string | undefined } = {
  Real: 'constraints.real',
  Ordered: undefined,
  Correlation: undefined,
  Simplex: undefined,
  Signed: 'constraints.real',
  Positive: 'constraints.positive',
  Interval: undefined,
  HalfLine: undefined,
  PositiveHalfLine: undefined,
  PositiveInterval: undefined,
  UnitInterval: undefined,
  Binary: undefined,
  Categories: undefined,
  Counts: undefined,
  CountsTo: undefined,
  Unit: 'constraints.unit_interval'
}

/** The longest text of a value without a line of its own. */
const longest = 60

/** Plates are unique by name and place: one axis may stand at several places. */
const plateNames = ({ graph }: ModelToEmit): ((axis: string, place: number) => string) => {
  const taken = new Set(graph.sites.map((s) => s.name))
  const first = new Map<string, number>()
  return (axis, place) => {
    const own = first.get(axis) ?? place
    first.set(axis, own)
    return own === place && !taken.has(axis) ? axis : `${axis} (dim ${place})`
  }
}

const written = (
  model: ModelToEmit,
  { sites, named, uses, roots }: PreparedModel
): EmittedModel => {
  const { graph, ends } = model
  const plates = graph.axes.flatMap((a) => (a.size === 'data' ? [a.name] : []))
  const names = modelNames(model, plates, pythonReserved)
  const inOrder = orderOf(graph),
    plateOf = plateNames(model)
  const declared = new Map(
    graph.axes.map(({ name, size }) => [name, size === 'data' ? names.size(name) : size])
  )
  const sizes = sizeTexts(declared, roots, '//')
  const identifier = (name: string): string => names.value(name)
  const sizeText = (axis: string): string => String(sizes.get(axis) ?? '')
  const node = atNode(numpyroNode({ inOrder, sizeText, identifier, isIndex: indexesIn(graph) }))
  const lies = valuesIn(graph)

  const lines: Array<string> = []
  const known = new Map<Expr, Laid>(),
    done = new Set<Expr>()
  const get = (e: Expr): Laid => known.get(e) ?? { code: piece(''), axes: [] }
  let count = 0
  let block: { readonly head: string; readonly end: number } | undefined
  const lineFor = (e: Expr, { code, axes }: Laid): Laid => {
    const name = named.get(e)
    const isShared = (uses.get(e) ?? 0) > 1 && code.text.includes('(')
    const isLine =
      children(e).length > 0 && (name !== undefined || isShared || code.text.length > longest)
    if (!isLine) return { code, axes }
    count += name === undefined ? 1 : 0
    const own = name === undefined ? `t${count}` : names.named(name)
    lines.push(`${own} = ${code.text}${comment(axes)}`)
    return { code: piece(own), axes }
  }
  const valueOf = (root: Expr): Laid => {
    for (const e of postorder([root], done)) known.set(e, lineFor(e, node(e, get)))
    return get(root)
  }

  const bare = (e: Expr, over: Axes): string => inside(level.compare)(laid(valueOf(e), over))
  const inPlates = (over: Axes, line: string): void => {
    const plates = over.map((axis, i) => {
      const dim = i - over.length
      return `numpyro.plate(${JSON.stringify(plateOf(axis, dim))}, ${sizeText(axis)}, dim=${dim})`
    })
    const head = `with ${plates.join(', ')}:`
    // a block goes on where nothing stands between
    const isOpen = block?.head === head && block.end === lines.length
    lines.push(...(plates.length === 0 ? [line] : [...(isOpen ? [] : [head]), `    ${line}`]))
    block = { head, end: lines.length }
  }
  const flat = ({ site, bounds }: PreparedSite, over: Axes): string => {
    const { low, high } = bounds ?? {}
    const where =
      low !== undefined && high !== undefined
        ? `constraints.interval(${bare(low, over)}, ${bare(high, over)})`
        : low !== undefined
          ? `constraints.greater_than(${bare(low, over)})`
          : high !== undefined
            ? `constraints.less_than(${bare(high, over)})`
            : flatOver[family(site.dist).support._tag]
    return `dist.ImproperUniform(${where}, (), ())`
  }
  const callOf = ({ site, arguments: given }: PreparedSite, over: Axes): string | undefined => {
    const f = family(site.dist)
    return numpyroCall(site.dist, (name): Piece => {
      const value = given.get(name)
      if (value === undefined) throw new Error(`internal: ${f.tag} has no argument ${name}`)
      // what lacks the axes that a draw uses up lies over its own
      const code = laid(valueOf(value), [...over, ...meet(f.consumes, value.axes)])
      // only the square of a signed scale counts
      const isSigned = f.arguments.find((a) => a.name === name)?.support === 'Signed'
      const isPlain = !isSigned || isPositive(lies(value))
      return isPlain ? code : piece(`jnp.abs(${code.text})`)
    })
  }
  const factor = (name: string, nats: string): string =>
    `numpyro.factor(${JSON.stringify(`ln p of ${name}`)}, ${nats})`

  const sample = (p: PreparedSite): void => {
    const { name, role, axes } = p.site
    const own = identifier(name),
      over = inOrder(axes)
    const call = p.density === undefined ? callOf(p, over) : undefined
    const isFlat = call === undefined || p.isNarrowed
    const obs = role === 'observed' ? `, obs=${own}` : ''
    if (role === 'latent' || !isFlat) {
      // what is missing has no term, and a number in its place
      const seen =
        p.site.options.missing === undefined ? '' : `.mask(${identifier(seenOf(name))} == 1)`
      const law = isFlat ? flat(p, over) : `${call}${seen}`
      inPlates(over, `${own} = numpyro.sample(${JSON.stringify(name)}, ${law}${obs})`)
    }
    if (p.density !== undefined) lines.push(factor(name, bare(p.density, [])))
    else if (isFlat) lines.push(factor(name, `jnp.sum(${call}.log_prob(${own}))`))
  }

  for (const s of sites) sample(s)

  const slotOf = (name: string, axes: Axes, support: SupportTag | undefined): EmittedSlot => ({
    name,
    identifier: identifier(name),
    holds: support !== undefined && isWhole[support] ? 'integer' : 'real',
    axes: inOrder(axes),
    shift: 0
  })
  const observed = new Set(graph.sites.flatMap((s) => (s.role === 'observed' ? [s.name] : [])))
  const slots = [
    ...graph.axes.flatMap(({ name, size }): ReadonlyArray<EmittedSlot> =>
      size === 'data'
        ? [{ name, identifier: names.size(name), holds: 'size', axes: [], shift: 0 }]
        : []
    ),
    ...graph.data.map((d) => slotOf(d.name, d.axes, d.support)),
    ...ends.map((e) => slotOf(e.name, e.axes, undefined)),
    ...graph.sites.flatMap((s) =>
      s.role === 'observed' ? [slotOf(s.name, s.axes, family(s.dist).support._tag)] : []
    )
  ]
  return {
    source: moduleText(model.name, slots, observed, lines),
    slots,
    latents: new Map(
      graph.sites.flatMap((s) =>
        s.role === 'latent' ? [[s.name, identifier(s.name)] as const] : []
      )
    )
  }
}

/** Errors: an operation that JAX lacks; a density that several elements have together. */
export const emitNumpyro = (model: ModelToEmit): E.Either<Problems, EmittedModel> =>
  pipe(
    model,
    prepared({ language: 'NumPyro', has: numpyroHas, lacks: lackedByJax, written: (e) => e }),
    E.map((p) => written(model, p))
  )
