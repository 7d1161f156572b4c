/**
 * Values that an observation may lack: NaN where they are bound. What programs are given has a number in each
 * place, one that is there elsewhere, and beside it which there are (`seenOf`): no factor of the likelihood reads
 * the others. What people are shown has NaN again, or nothing.
 *
 * @since 0.2.0
 */
import { type Derived, gapOf, placeOf, seenOf } from '../../ir/Derived.ts'
import type { ObservedSlot } from '../../ir/Graph.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { dataEnds } from '../../lower/ends/OnData.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { arrange, type Tensors } from './Tensors.ts'

/** Is a number none, in a slot where that may be? */
export const isMissing =
  ({ mayBeMissing }: Pick<ObservedSlot, 'mayBeMissing'>) =>
  (value: number): boolean =>
    mayBeMissing === true && Number.isNaN(value)

const isThere = (value: number): boolean => !Number.isNaN(value)

const mayLack = ({ observed }: Derived): ReadonlyArray<ObservedSlot> =>
  observed.filter((s) => s.mayBeMissing === true)

/** What programs are given beside the data that have names. */
export const madeNames = (program: Derived): ReadonlyArray<string> =>
  mayLack(program).flatMap(({ name, axes, gaps }) => [
    seenOf(name),
    ...(gaps === undefined ? [] : [gapOf(name), ...axes.map((axis) => placeOf(name, axis))])
  ])

/** How many latents stand for missing values, by their axis. */
export const gapCounts = (program: Derived, data: Tensors): AxisSizes =>
  new Map(
    mayLack(program).flatMap(({ name, gaps }) => {
      const seen = data.get(seenOf(name))?.values.map((s) => (s === 0 ? NaN : 1))
      const values = seen ?? data.get(name)?.values
      const count = values?.reduce((n, v) => (isThere(v) ? n : n + 1), 0)
      return gaps === undefined || count === undefined ? [] : [[gaps, count] as const]
    })
  )

/** All values of an observation are missing, or none that is there could stand in a place. */
export const gapProblems =
  (data: Tensors) =>
  (slot: ObservedSlot): ReadonlyArray<Problem> =>
    slot.mayBeMissing === true && data.get(slot.name)?.values.some(isThere) === false
      ? [
          problem(
            slot.name,
            'every value of it is missing',
            'nothing can be learnt from it',
            'bind data with a value at least, or leave the observation out of the model'
          )
        ]
      : []

/** Other data than those of the training have other gaps, and the posterior has no latents for them. */
export const otherGapProblems = (
  { observed }: Pick<Derived, 'observed'>,
  train: Tensors,
  test: Tensors
): ReadonlyArray<Problem> =>
  observed
    .filter(({ name, gaps }) => {
      const [own, there] = [test.get(seenOf(name))?.values, train.get(seenOf(name))?.values]
      const isSame = own?.length === there?.length && own?.every((s, i) => s === there?.[i])
      return gaps !== undefined && own?.includes(0) === true && isSame === false
    })
    .map(({ name }) =>
      problem(
        name,
        'values of it are missing in data that the model was not trained on',
        'what reads them read a latent in the training, and there is none for these',
        'leave out the rows that lack a value, or train on them too'
      )
    )

/** A number for each place: the first that is there and lies within the ends of the place, if any does. */
const filled = (
  slot: ObservedSlot,
  tensor: NamedTensor,
  data: Tensors,
  sizes: AxisSizes
): NamedTensor => {
  const values = Float32Array.from(tensor.values)
  const ends = dataEnds(slot, data, sizes).map(({ isBeyond, end }) => {
    const at = arrange(tensor.axes, tensor.sizes)(end).values
    return (value: number, i: number): boolean => isBeyond(value, at[i] ?? NaN)
  })
  const first = values.find(isThere) ?? 0
  const others = ends.length === 0 ? [] : [...new Set(values.filter(isThere))]
  const fits = (value: number, i: number): boolean => !ends.some((beyond) => beyond(value, i))
  tensor.values.forEach((v, i) => {
    if (!isThere(v)) values[i] = fits(first, i) ? first : (others.find((o) => fits(o, i)) ?? first)
  })
  return { ...tensor, values }
}

/** Where along the axis of the gaps each missing value has its latent, and where along the site's axes that lies. */
const gapTables = (
  { name, axes, gaps }: ObservedSlot,
  seen: NamedTensor
): ReadonlyArray<readonly [string, NamedTensor]> => {
  if (gaps === undefined) return []
  const sizes = axes.map((axis) => seen.sizes[seen.axes.indexOf(axis)] ?? 1)
  const laid = arrange(axes, sizes)(seen).values
  const places = Array.from(laid.keys()).filter((i) => laid[i] === 0)
  const at = new Float32Array(laid.length)
  places.forEach((i, gap) => (at[i] = gap))
  return [
    [gapOf(name), { axes, sizes, values: at }],
    ...axes.map((axis, k) => {
      const behind = sizes.slice(k + 1).reduce((n, size) => n * size, 1)
      const values = Float32Array.from(places, (i) => Math.floor(i / behind) % (sizes[k] ?? 1))
      return [placeOf(name, axis), { axes: [gaps], sizes: [places.length], values }] as const
    })
  ]
}

/** Data without gaps, and which values there are; of data that were bound before, as they were. */
export const completed = (program: Derived, data: Tensors, sizes: AxisSizes): Tensors =>
  new Map([
    ...data,
    ...mayLack(program).flatMap((slot): ReadonlyArray<readonly [string, NamedTensor]> => {
      const tensor = data.get(slot.name)
      const before = data.get(seenOf(slot.name))
      if (tensor === undefined) return []
      const seen = before ?? { ...tensor, values: tensor.values.map((v) => (isThere(v) ? 1 : 0)) }
      const whole = seen.values.includes(0) ? filled(slot, tensor, data, sizes) : tensor
      return [[slot.name, whole], [seenOf(slot.name), seen], ...gapTables(slot, seen)]
    })
  ])

/** The places of the values that there are, in the layout of the data; undefined where none is missing. */
export const seenPlaces = (data: Tensors, site: string): ReadonlyArray<number> | undefined => {
  const seen = data.get(seenOf(site))?.values
  return seen === undefined || !seen.includes(0)
    ? undefined
    : Array.from(seen.keys()).filter((i) => seen[i] === 1)
}

/** What was observed, NaN where nothing was. */
export const withGaps = (data: Tensors, site: string): NamedTensor | undefined => {
  const [tensor, seen] = [data.get(site), data.get(seenOf(site))?.values]
  return tensor === undefined || seen === undefined || !seen.includes(0)
    ? tensor
    : { ...tensor, values: tensor.values.map((v, i) => (seen[i] === 0 ? NaN : v)) }
}
