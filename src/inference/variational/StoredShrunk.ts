/**
 * What has shrunk, as the tensors and numbers of a checkpoint, and back.
 *
 * @since 0.1.0
 */
import { bind, Do, type Either, map, right, traverseArray } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Gate, showGate } from '../../ir/Gate.ts'
import type { KeptIndices } from '../../ir/Kept.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { refuse, type Problem } from '../../ir/Problem.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import type { Shrunk } from './Shrunk.ts'
import type { Tensors } from '../host/Tensors.ts'

const KEPT = 'kept:',
  GONE = 'gone:',
  NOISY = 'noisyEpochs:'

const prefixed = (prefix: string, tensors: Tensors): Tensors =>
  new Map([...tensors].map(([name, t]) => [prefix + name, t] as const))
const under = (prefix: string, tensors: Tensors): Tensors =>
  new Map(
    [...tensors].flatMap(([name, t]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), t] as const] : []
    )
  )

const indicesTensor = (axis: string, { indices }: KeptIndices): NamedTensor => ({
  axes: [axis],
  sizes: [indices.length],
  values: Float32Array.from(indices)
})

export const shrunkTensors = ({ kept, gone, noisyEpochs }: Shrunk): Tensors =>
  new Map([
    ...[...kept].map(([axis, k]) => [KEPT + axis, indicesTensor(axis, k)] as const),
    ...prefixed(GONE, gone),
    ...prefixed(NOISY, noisyEpochs)
  ])

/** In the order of their names, so that equal states have equal files. */
export const shrunkScalars = ({ kept }: Shrunk): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...kept]
      .map(([axis, { size }]) => [KEPT + axis, size] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
  )

// ---------------------------------------------------------------------------
// back
// ---------------------------------------------------------------------------

const STALE = 'it was written by another model, or changed since'
const AGAIN = 'resume it with its own model, or train again'

type Fits = (value: number, before: number) => boolean

const over = (axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>): string =>
  `[${axes.join(', ')}] of sizes [${sizes.join(', ')}]`

/** The tensor, if it lies over these axes and every number of it fits. */
const checked = (
  name: string,
  t: NamedTensor,
  axes: ReadonlyArray<string>,
  shape: ReadonlyArray<number>,
  wanted: string,
  fits: Fits
): Either<Problem, NamedTensor> => {
  if (t.axes.join('\0') !== axes.join('\0') || t.sizes.join() !== shape.join())
    return refuse(
      name,
      `expected an array over ${over(axes, shape)}, found one over ${over(t.axes, t.sizes)}`,
      STALE,
      AGAIN
    )
  const at = t.values.findIndex((v, i) => !fits(v, t.values[i - 1] ?? -1))
  return at < 0
    ? right(t)
    : refuse(name, `expected ${wanted}, found ${t.values[at]} at position ${at}`, STALE, AGAIN)
}

const keptOf =
  (sizes: AxisSizes, scalars: Readonly<Record<string, number>>) =>
  ([axis, t]: readonly [string, NamedTensor]): Either<Problem, readonly [string, KeptIndices]> => {
    const size = sizes.get(axis)
    const stated = scalars[KEPT + axis]
    return size === undefined || size !== stated
      ? refuse(
          KEPT + axis,
          `the model has ${size ?? 'no'} indices there, the checkpoint ${stated ?? 'none'}`,
          STALE,
          AGAIN
        )
      : map((found: NamedTensor) => [axis, { size, indices: Array.from(found.values) }] as const)(
          checked(
            KEPT + axis,
            t,
            [axis],
            [t.values.length],
            `ascending whole numbers below ${size}`,
            (v, before) => Number.isInteger(v) && v > before && v < size
          )
        )
  }

const ofGate =
  (gates: ReadonlyArray<Gate>, sizes: AxisSizes, prefix: string, wanted: string, fits: Fits) =>
  ([name, t]: readonly [string, NamedTensor]): Either<Problem, readonly [string, NamedTensor]> => {
    const gate = gates.find((g) => showGate(g) === name)
    return gate === undefined
      ? refuse(prefix + name, 'the model has no such gate', STALE, AGAIN)
      : map((found: NamedTensor) => [name, found] as const)(
          checked(
            prefix + name,
            t,
            gate.axes,
            gate.axes.map((a) => sizes.get(a) ?? 1),
            wanted,
            fits
          )
        )
  }

/**
 * What a model of these gates and sizes has shrunk to. Errors: axes or gates that it does not have,
 * indices outside their axis or out of order, flags that are neither 0 nor 1, epochs that are no
 * whole numbers.
 */
export const shrunkOf = (
  gates: ReadonlyArray<Gate>,
  sizes: AxisSizes,
  tensors: Tensors,
  scalars: Readonly<Record<string, number>>
): Either<Problem, Shrunk> =>
  pipe(
    Do,
    bind('kept', () => traverseArray(keptOf(sizes, scalars))([...under(KEPT, tensors)])),
    bind('gone', () =>
      traverseArray(ofGate(gates, sizes, GONE, '0 or 1', (v) => v === 0 || v === 1))([
        ...under(GONE, tensors)
      ])
    ),
    bind('noisyEpochs', () =>
      traverseArray(
        ofGate(gates, sizes, NOISY, 'numbers of epochs', (v) => Number.isInteger(v) && v >= 0)
      )([...under(NOISY, tensors)])
    ),
    map(({ kept, gone, noisyEpochs }) => ({
      kept: new Map(kept),
      gone: new Map(gone),
      noisyEpochs: new Map(noisyEpochs)
    }))
  )
