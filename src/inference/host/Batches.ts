/**
 * Which rows each step sees: a shuffle of the plate for every epoch, cut into batches, the tail
 * left out.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { right } from 'fp-ts/lib/Either.js'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { refuse, type Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { rowMixing } from '../../lower/RowMixing.ts'
import { rows } from '../../lower/Slices.ts'
import { permutation } from '../../runtime/Noise.ts'
import type { Bound } from './BoundData.ts'
import type { Settings } from '../variational/Settings.ts'
import { arrange, seriesAxis, sizeOf, type Tensors } from './Tensors.ts'

/**
 * How the steps of a fit are cut from the data. `plate` is undefined where every step sees all of
 * them.
 */
export interface Batching {
  readonly plate: string | undefined
  readonly batchSize: number
  readonly stepsPerEpoch: number
  readonly totalSteps: number
  /** Sizes of the axes within one step. */
  readonly sizes: AxisSizes
}

/** Steps that see all data; an epoch is `recordEvery` of them. */
const fullBatch = (bound: Bound, { steps, recordEvery }: Settings): Batching => ({
  plate: undefined,
  batchSize: 0,
  stepsPerEpoch: Math.max(1, Math.min(recordEvery, steps)),
  totalSteps: steps,
  sizes: bound.sizes
})

/** A solver sees all data; its steps are rounds, each an epoch. */
const solverRounds = (bound: Bound, rounds: number): Batching => ({
  plate: undefined,
  batchSize: 0,
  stepsPerEpoch: 1,
  totalSteps: rounds,
  sizes: bound.sizes
})

/** Cuts by the settings, or says what is wrong with them. */
export const batching = (
  program: Variational,
  bound: Bound,
  settings: Settings
): Either<Problem, Batching> => {
  const [first, ...others] = Object.entries(settings.batch)
  if (settings.solve !== undefined) return right(solverRounds(bound, settings.solve.rounds))
  if (first === undefined) return right(fullBatch(bound, settings))
  const [plate, batchSize] = first
  const where = `batch of ${plate}`
  const total = bound.sizes.get(plate) ?? 0
  if (others.length > 0)
    return refuse(
      'batch',
      `batches of ${Object.keys(settings.batch).join(' and ')} at once`,
      'one plate is subsampled, the others are used whole',
      `keep one of them`
    )
  if (!bound.plates.includes(plate))
    return refuse(
      where,
      `there is no such plate; the model has ${bound.plates.join(', ') || 'none'}`,
      'only an axis whose size comes from the data can be subsampled',
      'name a plate of the model'
    )
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > total)
    return refuse(
      where,
      `a batch of ${batchSize} rows out of ${total}`,
      'a batch is a whole number of different rows',
      `choose a number between 1 and ${total}`
    )
  const local = program.parameters.filter((p) => p.axes.includes(plate))
  if (local.length > 0)
    return refuse(
      where,
      `parameters over ${plate}: ${local.map((p) => p.name).join(', ')}`,
      'each row has latent sites of its own, and a batch would move only some of them',
      'fit without batches'
    )
  const [mixing] = rowMixing(program, plate)
  if (mixing !== undefined)
    return refuse(
      where,
      `${mixing.what} reads other rows than its own: ${mixing.expression}`,
      'a batch would put its own rows in their place, and its loss would be no estimate of that of all',
      `fit without batches, or compute it before and bind it as data`
    )
  const stepsPerEpoch = Math.floor(total / batchSize)
  return right({
    plate,
    batchSize,
    stepsPerEpoch,
    totalSteps: stepsPerEpoch * settings.epochs,
    sizes: new Map([...bound.sizes, [plate, batchSize]])
  })
}

/** The epoch that a step belongs to, and its place in it, both from 0. */
export const placeOf = (
  { stepsPerEpoch }: Batching,
  step: number
): { readonly epoch: number; readonly index: number } => ({
  epoch: Math.floor(step / stepsPerEpoch),
  index: step % stepsPerEpoch
})

/** The order of all rows in an epoch. */
export const shuffled = (seed: number, epoch: number, plate: string, total: number): Uint32Array =>
  permutation({ seed, step: epoch }, `shuffle:${plate}`, total)

/** Are these data cut into batches? The others are the same in every step. */
export const isCut =
  ({ plate }: Batching) =>
  (t: NamedTensor): boolean =>
    plate !== undefined && t.axes.includes(plate)

/** The plate's rows as `count` batches, one after the other along `seriesAxis`. */
const asSeries =
  (plate: string, count: number) =>
  (t: NamedTensor): NamedTensor => {
    const at = t.axes.indexOf(plate)
    const split = {
      ...t,
      axes: t.axes.toSpliced(at, 1, seriesAxis, plate),
      sizes: t.sizes.toSpliced(at, 1, count, (t.sizes[at] ?? 0) / count)
    }
    const order = [seriesAxis, ...t.axes]
    return arrange(
      order,
      order.map((a) => sizeOf(a)(split))
    )(split)
  }

/**
 * The data of `count` steps of one epoch, over `seriesAxis`: those that are cut. Asked for steps in
 * order, it shuffles once an epoch; any other order gives the same batches, and so does any other
 * parting of the steps. They are good until it is asked again, since what comes next is written
 * into the same memory.
 */
export const batchesOf = (
  { data, sizes }: Bound,
  cut: Batching,
  seed: number
): ((first: number, count: number) => Tensors) => {
  const { plate, batchSize } = cut
  if (plate === undefined) return () => new Map()
  const whole = [...data].filter(([, t]) => isCut(cut)(t))
  const rooms = new Map<string, Float32Array>()
  let current: { readonly epoch: number; readonly order: Uint32Array } | undefined
  return (first, count) => {
    const { epoch, index } = placeOf(cut, first)
    if (index + count > cut.stepsPerEpoch)
      throw new Error(`internal: ${count} steps from ${first} on are not of one epoch`)
    if (current === undefined || current.epoch !== epoch)
      current = { epoch, order: shuffled(seed, epoch, plate, sizes.get(plate) ?? 0) }
    const chosen = current.order.subarray(index * batchSize, (index + count) * batchSize)
    return new Map(
      whole.map(([name, t]) => {
        const batch = rows(plate, chosen)(t, rooms.get(name))
        if (batch.values.length > (rooms.get(name)?.length ?? 0)) rooms.set(name, batch.values)
        return [name, asSeries(plate, count)(batch)] as const
      })
    )
  }
}
