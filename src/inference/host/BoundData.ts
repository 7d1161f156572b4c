/**
 * Data bound to a program: by name of the data slot or observed site, and by axes.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { factsOf } from '../../distributions/supports/Support.ts'
import type { DataSlot, ObservedSlot } from '../../ir/Graph.ts'
import { tensors } from '../../ir/Fields.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { type Derived, isMade, type Prediction, totalOf } from '../../ir/Derived.ts'
import { dataEnds } from '../../lower/ends/OnData.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { isDiscrete, outcomeCount } from '../../lower/PredictPlan.ts'
import { completed, gapCounts, gapProblems, isMissing, madeNames } from './MissingValues.ts'
import { arrange, elements, isFinite, scalar, type Tensors } from './Tensors.ts'

/** Arrays by the name of the slot or observed site they fill. */
export type BoundData = Tensors

/** Data that were found to fit a program, with the size of every axis of the full data set. */
export interface Bound {
  readonly data: BoundData
  readonly sizes: AxisSizes
  readonly plates: ReadonlyArray<string>
  /** Of plates of which these data have some rows only, how many there are. */
  readonly totals?: ReadonlyMap<string, number>
  /** Arrays that were given and that the model has no place for. */
  readonly unused?: ReadonlyArray<string>
}

/** What a program wants bound: its data slots and its observed sites. */
export const slots = (program: Derived): ReadonlyArray<ObservedSlot> => [
  ...program.data,
  ...program.observed
]

const show = (axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>): string =>
  `[${axes.map((a, i) => `${a} ${sizes[i] ?? '?'}`).join(', ')}]`
const wanted = (program: Derived, slot: DataSlot): string =>
  `[${slot.axes
    .map((a) => {
      const size = program.axes.find((x) => x.name === a)?.size
      return typeof size === 'number' ? `${a} ${size}` : a
    })
    .join(', ')}]`

const sameAxes = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): boolean =>
  a.length === b.length && a.every((x) => b.includes(x))

/** Where in an array the value number `at` stands, as its rows are counted by people. */
export const rowOf = ({ sizes, values }: NamedTensor, at: number): number =>
  1 + Math.floor((at * (sizes[0] ?? 1)) / values.length)

/**
 * Is a number a value of the slot? None where every number will do: there may be many millions. The
 * outcomes of a discrete observation are counted below, against their number.
 */
const holdsIn = (program: Derived, slot: ObservedSlot): ((v: number) => boolean) | undefined => {
  const { proof, holds, values } = factsOf(slot.support ?? 'Real')
  const isCounted = program.predictions.some((p) => p.site === slot.name && isDiscrete(p))
  if (isCounted || proof === undefined) return undefined
  // an end that is none of the values is the next number: as data have it, it is itself
  const [low, high] = [Math.fround(values.low), Math.fround(values.high)]
  return slot.holdsEnds === true ? (v) => holds(v) || v === low || v === high : holds
}

/** Other axes than the slot has: mostly a plate that the site was not declared over. */
const axesProblem = (slot: ObservedSlot, needs: string, { axes, sizes }: NamedTensor): Problem => {
  const more = axes.filter((a) => !slot.axes.includes(a))
  const isMissing = axes.length === slot.axes.length + more.length
  return problem(
    slot.name,
    `${needs}, and the data have ${show(axes, sizes)}`,
    isMissing
      ? `the model has one value for all of ${more.join(' and ')}, the data have one for each`
      : 'data are bound by the names of their axes',
    isMissing
      ? `declare it over ${more.join(', ')} too: over(${more.join(', ')})(…) of an observation`
      : 'name the axes of the data as the model does'
  )
}

const slotProblems =
  (program: Derived, data: BoundData) =>
  (slot: ObservedSlot): ReadonlyArray<Problem> => {
    const found = data.get(slot.name)
    const needs = `the model needs ${slot.name} over ${wanted(program, slot)}`
    if (found === undefined) {
      return [
        problem(
          slot.name,
          `${needs}, and the data have only ${[...data.keys()].join(', ') || 'nothing'}`,
          'nothing is bound to it',
          'bind an array to this name'
        )
      ]
    }
    const shown = show(found.axes, found.sizes)
    if (!sameAxes(found.axes, slot.axes)) return [axesProblem(slot, needs, found)]
    if (found.values.length !== elements(found.sizes)) {
      return [
        problem(
          slot.name,
          `${found.values.length} values for ${shown}`,
          'an array has as many values as the product of its sizes',
          'check how the array was made'
        )
      ]
    }
    const sizes = found.axes.flatMap((axis, i) => {
      const size = program.axes.find((a) => a.name === axis)?.size
      return typeof size === 'number' && size !== found.sizes[i]
        ? [`${axis} has ${size} in the model and ${found.sizes[i]} in the data`]
        : []
    })
    if (sizes.length > 0)
      return [
        problem(
          slot.name,
          sizes.join('; '),
          'these axes have fixed sizes',
          'change the size in the model or bind other data'
        )
      ]
    const isGap = isMissing(slot)
    const isRight = (v: number): boolean => Number.isFinite(v) || isGap(v)
    const first = isFinite(found) ? -1 : found.values.findIndex((v) => !isRight(v))
    if (first >= 0) {
      const count = found.values.reduce((n, v) => (isRight(v) ? n : n + 1), 0)
      return [
        problem(
          slot.name,
          `a value in row ${rowOf(found, first)} is ${found.values[first]}; ` +
            `${count} of ${found.values.length} are not finite numbers`,
          'every loss and gradient would be NaN',
          Number.isNaN(found.values[first]) && program.observed.some((o) => o.name === slot.name)
            ? "clean the data before they are bound; where values may be missing, say so: { missing: 'mask' }"
            : 'clean the data before they are bound'
        )
      ]
    }
    const inside = holdsIn(program, slot)
    const at = inside === undefined ? -1 : found.values.findIndex((v) => !isGap(v) && !inside(v))
    const outside = found.values[at]
    return outside === undefined
      ? []
      : [
          problem(
            slot.name,
            `a value is ${outside}, and the model takes these data for ${factsOf(slot.support ?? 'Real').many}`,
            'outside its support a density or a scale means nothing',
            `correct row ${rowOf(found, at)} of the data, or declare them otherwise in the model`
          )
        ]
  }

/** Sizes that the data give to a plate, each with the names that say so. */
const plateSizes = (
  data: BoundData,
  program: Derived,
  plate: string
): ReadonlyMap<number, ReadonlyArray<string>> => {
  const found = new Map<number, ReadonlyArray<string>>()
  const add = (name: string, t: NamedTensor): void => {
    const size = t.sizes[t.axes.indexOf(plate)]
    if (size !== undefined) found.set(size, [...(found.get(size) ?? []), name])
  }
  for (const slot of slots(program)) {
    const t = data.get(slot.name)
    if (t !== undefined) add(slot.name, t)
  }
  return found
}

const plateProblems =
  (data: BoundData, program: Derived) =>
  (plate: string): ReadonlyArray<Problem> => {
    const found = plateSizes(data, program, plate)
    const listed = [...found].map(([size, names]) => `${size} in ${names.join(', ')}`).join('; ')
    if (found.size > 1)
      return [
        problem(
          plate,
          `this plate has ${listed}`,
          'every array over a plate has one row for each of its members',
          'bind arrays of one data set'
        )
      ]
    if (found.size === 0)
      return [
        problem(
          plate,
          'no data are over this plate',
          'the size of a plate comes from the data',
          'give the axis a fixed size in the model'
        )
      ]
    return found.has(0)
      ? [
          problem(
            plate,
            'the data have no rows',
            'there is nothing to learn from',
            'bind data with at least one row'
          )
        ]
      : []
  }

/** Values of a discrete observation are the numbers of its outcomes. */
const outcomeProblems =
  (data: BoundData, sizes: AxisSizes) =>
  (p: Prediction): ReadonlyArray<Problem> => {
    const outcomes = outcomeCount(p, sizes)
    const found = data.get(p.site)
    // what may not be missing was refused before
    const isWrong = (y: number): boolean =>
      !Number.isNaN(y) && (!Number.isInteger(y) || y < 0 || y >= outcomes)
    const at = isDiscrete(p) ? (found?.values.findIndex(isWrong) ?? -1) : -1
    const isFrom1 = found?.values.every((y) => !isWrong(y - 1)) === true
    return found === undefined || at < 0
      ? []
      : [
          problem(
            p.site,
            `an observed value is ${found.values[at]}, and the outcomes are 0 to ${outcomes - 1}`,
            'no other value has a probability',
            isFrom1
              ? 'subtract 1 from all of them: outcomes are numbered from 0; or write words in their place, ' +
                  'which a table numbers by itself'
              : `correct row ${rowOf(found, at)} of the data, or number the outcomes from 0`
          )
        ]
  }

/** Values of a slot that indexes an axis are positions on it. */
const indexProblems =
  (data: BoundData, sizes: AxisSizes) =>
  ({ name, indexes }: DataSlot): ReadonlyArray<Problem> => {
    const size = indexes === undefined ? undefined : sizes.get(indexes)
    const found = data.get(name)
    if (size === undefined || found === undefined) return []
    const at = found.values.findIndex((k) => !Number.isInteger(k) || k < 0 || k >= size)
    const isFrom1 = at >= 0 && found.values.every((k) => Number.isInteger(k) && k >= 1 && k <= size)
    return at < 0
      ? []
      : [
          problem(
            name,
            `a value is ${found.values[at]}, and ${indexes} has the indices 0 to ${size - 1}`,
            'no other value names a member of that axis',
            isFrom1
              ? 'subtract 1 from all of them: members are numbered from 0'
              : `correct row ${rowOf(found, at)} of the data, number the members from 0, or give the axis its size`
          )
        ]
  }

/** Observed values lie within the ends that data alone set. */
const endProblems =
  (data: BoundData, sizes: AxisSizes) =>
  (slot: ObservedSlot): ReadonlyArray<Problem> => {
    const found = data.get(slot.name)
    if (found === undefined || slot.within === undefined) return []
    return dataEnds(slot, data, sizes).flatMap(({ isBeyond, end, words }) => {
      const ends = arrange(found.axes, found.sizes)(end).values
      const at = found.values.findIndex((y, i) => isBeyond(y, ends[i] ?? NaN))
      return at < 0
        ? []
        : [
            problem(
              slot.name,
              `a value is ${found.values[at]}, ${words}`,
              'it has no density there',
              `correct row ${rowOf(found, at)} of the data, or widen the interval in the model`
            )
          ]
    })
  }

/**
 * Checks names, axes, sizes and values, and lists everything that does not fit. Arrays that the
 * program does not ask for are left out, and named.
 */
export const bindData = (
  program: Derived,
  data: BoundData
): Either<NonEmptyArray<Problem>, Bound> => {
  const [misshapen, ...more] = tensors('data', data)
  if (misshapen !== undefined) return left([misshapen, ...more])
  const gaps = gapCounts(program, data)
  const plates = program.axes.flatMap((a) =>
    a.size === 'data' && !gaps.has(a.name) ? [a.name] : []
  )
  const sizes = new Map(
    program.axes.map(
      (a) =>
        [
          a.name,
          a.size === 'data'
            ? (gaps.get(a.name) ?? [...plateSizes(data, program, a.name).keys()][0] ?? 0)
            : a.size
        ] as const
    )
  )
  const bySlot = slots(program).flatMap(slotProblems(program, data))
  const byPlate = bySlot.length > 0 ? bySlot : plates.flatMap(plateProblems(data, program))
  const [first, ...others] =
    byPlate.length > 0
      ? byPlate
      : [
          ...program.predictions.flatMap(outcomeProblems(data, sizes)),
          ...program.data.flatMap(indexProblems(data, sizes)),
          ...program.observed.flatMap(endProblems(data, sizes)),
          ...program.observed.flatMap(gapProblems(data))
        ]
  if (first !== undefined) return left([first, ...others])
  const names = new Set([...slots(program).map((s) => s.name), ...madeNames(program)])
  const unused = [...data.keys()].filter((name) => !names.has(name) && !isMade(name))
  const own = new Map([...data].filter(([name]) => names.has(name)))
  return right({
    data: completed(program, own, sizes),
    sizes,
    plates,
    ...(unused.length === 0 ? {} : { unused })
  })
}

/** Data of a model, bound to another program of it: one that is written otherwise has axes of its own. */
export const boundFor =
  ({ axes }: Pick<Derived, 'axes'>) =>
  (bound: Bound): Bound => ({
    ...bound,
    sizes: new Map([
      ...bound.sizes,
      ...axes.flatMap(({ name, size }) => (size === 'data' ? [] : [[name, size] as const]))
    ])
  })

/** The inputs `total:<plate>`: how many members each plate has in the full data set. */
export const totals = (bound: Bound): Tensors =>
  new Map(
    bound.plates.map(
      (p) => [totalOf(p), scalar(bound.totals?.get(p) ?? bound.sizes.get(p) ?? 0)] as const
    )
  )
