/**
 * Values that an observation may lack: NaN where they are bound. What programs are given has a number in each
 * place, one that is there elsewhere, and beside it which there are (`seenOf`): no factor of the likelihood reads
 * the others. What people are shown has NaN again, or nothing.
 *
 * @since 0.2.0
 */
import { type Derived, seenOf } from '../../ir/Derived.ts'
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
export const seenNames = (program: Derived): ReadonlyArray<string> =>
  mayLack(program).map((s) => seenOf(s.name))

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
      return [
        [slot.name, whole],
        [seenOf(slot.name), seen]
      ]
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
