/**
 * A network: what a model predicts, with the values of its declared sites.
 *
 * Expressions name axes without sizes, so a pruned network is the same expression with smaller
 * tensors. Only the data cannot shrink by themselves: `kept` says which positions of an axis of the
 * data the network still reads.
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, map } from 'fp-ts/lib/Either.js'
import { type Axes, type Expr, postorder, refs } from '../expr/index.ts'
import { inferSizes } from '../expr/Sizes.ts'
import { aTensor } from '../ir/Fields.ts'
import { isMade } from '../ir/Derived.ts'
import type { KeptByAxis, KeptIndices } from '../ir/Kept.ts'
import type { Bindings, NamedTensor } from '../ir/Posterior.ts'
import { type Problem, problem } from '../ir/Problem.ts'
import type { Prediction, Variational } from '../ir/Variational.ts'
import { rows } from '../lower/Slices.ts'
import { LARGEST } from './quantise/Quantise.ts'

/**
 * - `sizes` of every axis but plates, whose sizes come with the data
 * - `tensors` by declared site, and constants that pruning has left
 * - `kept` for each axis of the data of which not every index is read
 */
export interface Network {
  readonly predictions: ReadonlyArray<Prediction>
  readonly sizes: ReadonlyMap<string, number>
  readonly tensors: Bindings
  readonly kept: KeptByAxis
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const showShape = (axes: Axes, sizeOf: (axis: string, i: number) => unknown): string =>
  `[${axes.map((a, i) => `${a} ${String(sizeOf(a, i))}`).join(', ')}]`

/** A value that does not fill its site. */
const misshapen = (
  program: Variational,
  name: string,
  axes: Axes,
  value: NamedTensor
): Problem | undefined => {
  const [wrong] = aTensor(name, value)
  if (wrong !== undefined) return wrong
  const sizes = new Map(program.axes.map((a) => [a.name, a.size] as const))
  const fits =
    axes.length === value.axes.length &&
    axes.every((a) => {
      const size = sizes.get(a)
      const found = value.sizes[value.axes.indexOf(a)]
      return found !== undefined && (typeof size !== 'number' || size === found)
    }) &&
    value.values.length === value.sizes.reduce((n, s) => n * s, 1)
  return fits
    ? undefined
    : problem(
        name,
        `expected values over ${showShape(axes, (a) => sizes.get(a))}, ` +
          `found ${value.values.length} over ${showShape(value.axes, (_, i) => value.sizes[i])}`,
        'a network computes with one value for each element of a site',
        'take the values from the posterior of this model'
      )
}

/** The first number that is not finite, or too large to be quantised; −1 where there is none. */
const firstBeyond = (values: Float32Array): number => {
  for (let i = 0; i < values.length; i++) if (!(Math.abs(values[i] ?? NaN) <= LARGEST)) return i
  return -1
}

/**
 * The network of a program at given values of its declared sites (posterior means: the plug-in
 * network).
 *
 * Errors: a declared site without value, or with one that is no finite number or too large to be
 * quantised; a site over a plate, whose values belong to the training data; windows along a plate.
 */
export const networkOf =
  (program: Variational) =>
  (values: Bindings): Either<Problem, Network> => {
    const plates = program.axes.flatMap((a) => (a.size === 'data' ? [a.name] : []))
    const data = [...program.data, ...program.observed].map((d) => d.name)
    const wanted = [...refs(program.predictions.flatMap(rootsOf)).values()].filter(
      (r) => !data.includes(r.name) && !isMade(r.name)
    )
    const tensors = new Map<string, NamedTensor>()
    for (const { name, axes } of wanted) {
      const value = values.get(name)
      const plate = axes.find((a) => plates.includes(a))
      if (value === undefined)
        return left(
          problem(
            name,
            'the prediction needs this site, and it has no value',
            'a network holds a value for each of its sites',
            'take the values from the posterior of this model'
          )
        )
      if (plate !== undefined)
        return left(
          problem(
            name,
            `this site runs along the plate ${plate}`,
            'its values belong to the members of the training data, so they predict nothing else',
            'press a model whose prediction does not use it'
          )
        )
      const found = misshapen(program, name, axes, value)
      if (found !== undefined) return left(found)
      const at = firstBeyond(value.values)
      if (at >= 0)
        return left(
          problem(
            name,
            `expected numbers within ±${LARGEST.toPrecision(3)}, found ${value.values[at]} at position ${at}`,
            'a pressed network holds whole multiples of powers of two, and those of float32 end there',
            'look at what the training left there: farrier explain, and the metrics of the run'
          )
        )
      tensors.set(name, value)
    }
    const sizes = new Map(
      program.axes.flatMap((a) => (a.size === 'data' ? [] : [[a.name, a.size] as const]))
    )
    const network: Network = { predictions: program.predictions, sizes, tensors, kept: new Map() }
    const windowed = windowedPlate(network)
    return windowed === undefined
      ? map(() => network)(sizesOf(network))
      : left(
          problem(
            `axis ${windowed}`,
            'the prediction has windows along an axis that comes with the data',
            'the members of a plate are predicted one by one',
            'give the axis a size of its own'
          )
        )
  }

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

/**
 * The network with every expression of its predictions replaced; `f` must share what it makes of
 * shared parts.
 */
export const mapRoots =
  (f: (e: Expr) => Expr) =>
  (n: Network): Network => ({
    ...n,
    predictions: n.predictions.map((p) => ({
      ...p,
      arguments: p.arguments.map((a) => ({ ...a, value: f(a.value) })),
      negativeLogLikelihood: f(p.negativeLogLikelihood)
    }))
  })

/**
 * The data as the network reads them: sliced to the kept indices, into `room` if the result fits
 * there.
 */
export const selectData =
  (n: Network) =>
  (data: NamedTensor, room?: Float32Array): NamedTensor => {
    const cuts = [...n.kept].filter(([axis]) => data.axes.includes(axis))
    return cuts.reduce(
      (t, [axis, { indices }], k) =>
        rows(axis, indices)(t, k === cuts.length - 1 ? room : undefined),
      data
    )
  }

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

const rootsOf = (p: Prediction): ReadonlyArray<Expr> => [
  ...p.arguments.map((a) => a.value),
  p.negativeLogLikelihood
]
export const roots = (n: Network): ReadonlyArray<Expr> => n.predictions.flatMap(rootsOf)

/**
 * What is bound with the data: inputs, and observations, also those that have no part in their
 * density (a uniform one between fixed ends).
 */
export const dataRefs = (
  n: Network
): ReadonlyArray<{ readonly name: string; readonly axes: Axes }> => {
  const read = refs(roots(n))
  return [
    ...[...read.values()].filter((r) => !n.tensors.has(r.name)),
    ...n.predictions
      .filter((p) => !read.has(p.site))
      .map(({ site, axes }) => ({ name: site, axes }))
  ]
}

/**
 * Axes whose size is not the network's own: plates, and what is made of them by renaming, merging
 * and splitting.
 */
export const openAxes = (n: Network): ReadonlySet<string> => {
  const nodes = postorder(roots(n))
  const open = new Set(
    nodes.flatMap((e) =>
      e._tag === 'Ref' || e._tag === 'Iota' ? e.axes.filter((a) => !n.sizes.has(a)) : []
    )
  )
  const madeOf = new Map<string, Array<string>>()
  const make = (from: Axes, to: Axes): void =>
    from.forEach((a) => {
      const before = madeOf.get(a)
      if (before === undefined) madeOf.set(a, [...to])
      else before.push(...to)
    })
  for (const e of nodes) {
    if (e._tag === 'Rename') make([e.from], [e.to])
    if (e._tag === 'Merge') make(e.from, [e.to])
    if (e._tag === 'Split') make([e.from], e.to)
  }
  // a set that grows while it is gone through
  for (const a of open)
    for (const made of madeOf.get(a) ?? []) if (!n.sizes.has(made)) open.add(made)
  return open
}

/** An axis with windows along it whose size is not the network's own. */
const windowedPlate = (n: Network): string | undefined => {
  const open = openAxes(n)
  return postorder(roots(n))
    .flatMap((e) =>
      e._tag === 'Unfold' || e._tag === 'Fold' ? [e.windows.along, e.windows.at] : []
    )
    .find((a) => open.has(a))
}

/**
 * The size of every axis that is the network's own, also of those made by renaming, merging and
 * splitting.
 */
export const fixedSizes = (n: Network): ReadonlyMap<string, number> => {
  const found = sizesOf(n)
  if (isLeft(found)) throw new Error(`internal: ${found.left.what}`)
  const open = openAxes(n)
  return new Map([...found.right].filter(([axis]) => !open.has(axis)))
}

/** Sizes that its tensors, axes and operations agree on, or where they do not. */
const sizesOf = (n: Network): Either<Problem, ReadonlyMap<string, number>> =>
  inferSizes({
    sizes: new Map([...n.sizes, ...[...openAxes(n)].map((a) => [a, 1] as const)]),
    values: n.tensors
  })(roots(n))

const keptProblem = (
  n: Network,
  axis: string,
  { size, indices }: KeptIndices
): Problem | undefined => {
  const wrong = indices.find(
    (k, i) => !Number.isInteger(k) || k >= size || k <= (indices[i - 1] ?? -1)
  )
  return wrong !== undefined
    ? problem(
        `axis ${axis}`,
        `an index that is kept is ${wrong}, of ${size} in ascending order`,
        'kept indices are positions in the data',
        'take them from slim or press'
      )
    : n.sizes.get(axis) === indices.length
      ? undefined
      : problem(
          `axis ${axis}`,
          `${indices.length} indices are kept of an axis that has ${n.sizes.get(axis) ?? 'no size'} in the network`,
          'the network reads the data at the indices that are kept',
          'take them from slim or press'
        )
}

/** A network that somebody put together: its parts must speak of the same sizes. */
export const checkNetwork = (n: Network): Either<Problem, Network> => {
  const [wrong] = [...n.kept].flatMap(([axis, kept]) => keptProblem(n, axis, kept) ?? [])
  return wrong === undefined ? map(() => n)(sizesOf(n)) : left(wrong)
}
