/**
 * One call of a prepared plan: arrays for its results, the frame, the run, and who owns which array
 * afterwards.
 *
 * @since 0.1.0
 */
import type { Plan } from '../../../ir/Plan.ts'
import { elements } from '../../../lower/AxisLayout.ts'
import type { Buffers, NoiseKey, Runnable } from '../../Executor.ts'
import { stateOf } from '../../Repeat.ts'
import type { Arrays, WasmBuffer } from '../memory/Arrays.ts'
import {
  addressIn,
  type FixedPlaces,
  type Moving,
  stepKeysBytes,
  writeFrame,
  writeKeys
} from '../memory/Frame.ts'
import type { Heap } from '../memory/Heap.ts'
import { replacedInputs } from '../memory/InPlace.ts'
import type { Storage } from '../memory/Storage.ts'
import type { Loaded } from '../threads/Team.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** A plan with its module, and the memory that all of its runs share. */
export interface Prepared {
  readonly plan: Plan
  readonly storage: Storage
  /** Streams of noise in the order of their keys. */
  readonly streams: ReadonlyArray<string>
  readonly loaded: Loaded
  readonly frame: number
  /** Asked for at every run: the workspace may move. */
  readonly fixed: () => FixedPlaces
}

type Runs = Pick<Runnable<WasmBuffer>, 'run'> & Required<Pick<Runnable<WasmBuffer>, 'repeat'>>

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const missing = (): never => {
  throw new Error('internal: an array is missing')
}

const bytesOf = (shape: ReadonlyArray<number>): number => 4 * elements(shape)

const noSeries: ReadonlySet<string> = new Set()

export const runsOf = (
  heap: Heap,
  arrays: Arrays,
  { plan, storage, streams, loaded, frame, fixed }: Prepared
): Runs => {
  const replaced = replacedInputs(plan)
  const lost = plan.inputs.flatMap((i, k) => (i.consumed && !replaced.includes(k) ? [k] : []))

  /** `steps` is undefined for a single run, whose results have no extent of steps. */
  const call = (
    inputs: Buffers<WasmBuffer>,
    key: NoiseKey,
    steps: number | undefined,
    series: ReadonlySet<string>
  ): Buffers<WasmBuffer> => {
    const count = steps ?? 1
    const given = plan.inputs.map((i) =>
      arrays.given(inputs, i.name, (series.has(i.name) ? count : 1) * elements(i.shape))
    )
    plan.inputs.forEach((i, k) => {
      if (
        i.consumed &&
        given.indexOf(given[k] ?? missing()) !== given.lastIndexOf(given[k] ?? missing())
      )
        throw new Error(`internal: input ${i.name} is consumed, and given under another name too`)
    })
    // whatever is taken may let the memory grow, so it is written to afterwards
    const places = fixed()
    const keysBytes = stepKeysBytes(streams)
    const keys = heap.take(keysBytes * count)
    const made = plan.outputs.map((o, k) => {
      if (storage.inPlace.has(o.name)) return undefined
      return arrays.hold(
        steps === undefined || replaced[k] !== undefined ? o.shape : [steps, ...o.shape]
      )
    })
    writeKeys(heap, keys, streams, key, count)
    writeFrame(
      heap,
      frame,
      storage,
      places,
      { address: keys, gain: keysBytes },
      plan.inputs.map((i, k): Moving => ({
        address: given[k]?.address ?? 0,
        gain: series.has(i.name) ? bytesOf(i.shape) : 0
      })),
      plan.outputs.map((o, k): Moving => ({
        address: (made[k] ?? given[replaced[k] ?? -1])?.address ?? 0,
        gain: replaced[k] === undefined ? bytesOf(o.shape) : 0
      }))
    )
    loaded.run(frame, count)
    heap.give(keys, keysBytes * count)
    const results = new Map(
      plan.outputs.map((o, k) => {
        const input = replaced[k],
          fresh = made[k],
          old = given[input ?? -1]
        if (input === undefined || old === undefined) return [o.name, fresh ?? missing()] as const
        if (fresh === undefined) return [o.name, arrays.renew(old, o.shape)] as const
        // the state and the array it was made from have changed places at every step
        const isFresh = addressIn(heap, frame, storage, storage.inputSlot(input)) === fresh.address
        arrays.release(isFresh ? old : fresh)
        return [o.name, isFresh ? fresh : arrays.renew(old, o.shape)] as const
      })
    )
    for (const k of lost) arrays.release(given[k] ?? missing())
    return results
  }

  return {
    run: (inputs, key) => call(inputs, key, undefined, noSeries),
    repeat: (inputs, key, steps, series) => {
      if (!(steps >= 1)) throw new Error(`internal: ${steps} runs`)
      for (const name of stateOf(plan)) {
        if (series.has(name)) throw new Error(`internal: ${name} cannot be both state and series`)
        const [before, after] = [plan.inputs, plan.outputs].map(
          (list) => list.find((x) => x.name === name)?.shape ?? []
        )
        if (before === undefined || after === undefined || elements(before) !== elements(after))
          throw new Error(`internal: ${name} changes its size from run to run`)
      }
      return call(inputs, key, steps, series)
    }
  }
}
