/**
 * A schedule to the bytes of one WebAssembly module.
 *
 * Every phase of every kernel is a function `p0`, `p1`, … of (frame, thread, threads), exported so
 * that it can be timed. `run(frame, thread, threads, steps)` calls them in order, with barriers
 * where threads need one another's results, and moves the frame on between steps: behind its slots
 * lies a table of what each address gains. With ticks, the first thread calls the import `tick`
 * with −1 where a step begins, and with the phase's number at its end.
 *
 * @since 0.1.0
 */
import type { Plan, ValueId } from '../../../ir/Plan.ts'
import { barrier } from '../threads/Barrier.ts'
import {
  type Address,
  addFunction,
  type Code,
  type Emitter,
  type Features,
  i32,
  makeModule,
  moduleBytes,
  none,
  type Phase
} from './Emit.ts'
import { replacedInputs } from '../memory/InPlace.ts'
import type { Kernel, Schedule } from '../Kernel.ts'
import { loopPhases } from '../loop/LoopCode.ts'
import { normalsPhases } from '../noise/Normals.ts'
import { productPhases, productScratchBytes } from '../product/Product.ts'
import { frameSlots, makeStorage, type Place, type Storage } from '../memory/Storage.ts'
import { windowPhases } from '../loop/WindowCode.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** Of which kernel, by its index in the schedule; undefined: copies. */
export interface GeneratedPhase {
  readonly kernel: number | undefined
  readonly parallel: boolean
}

export interface Generated {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly storage: Storage
  readonly schedule: Schedule
  /** Streams of noise in the order of their keys. */
  readonly streams: ReadonlyArray<string>
  /** By the number in its function's name. */
  readonly phases: ReadonlyArray<GeneratedPhase>
}

// ---------------------------------------------------------------------------
// addresses
// ---------------------------------------------------------------------------

/**
 * The functions of a module have the frame's address as their first parameter, then the thread, how
 * many there are, and how many steps.
 */
const parameter = { frame: 0, thread: 1, threads: 2, steps: 3 } as const
const get = ({ m }: Emitter, name: keyof typeof parameter): Code =>
  m.local.get(parameter[name], i32)

const inSlot =
  (slot: number): Address =>
  (e) =>
    e.m.i32.load(4 * slot, 4, get(e, 'frame'))

const address = (place: Place): Address => {
  switch (place._tag) {
    case 'Slot':
      return inSlot(place.slot)
    case 'Workspace':
      return (e) => e.m.i32.add(inSlot(frameSlots.workspace)(e), e.i32(place.offset))
    case 'Constant':
      return (e) => e.m.i32.add(inSlot(frameSlots.constants)(e), e.i32(place.offset))
    case 'Number':
      throw new Error('internal: a number has no address')
  }
}

// ---------------------------------------------------------------------------
// phases
// ---------------------------------------------------------------------------

/** Streams of noise in the order of their keys in a frame's table. */
const noiseNames = (schedule: Schedule): ReadonlyArray<string> => [
  ...new Set(schedule.kernels.flatMap((k) => (k._tag === 'Noise' ? [k.name] : [])))
]

const phasesOf = (
  schedule: Schedule,
  storage: Storage,
  streams: ReadonlyArray<string>,
  kernel: Kernel,
  index: number
): ReadonlyArray<Phase> => {
  const { views } = schedule
  const at = (id: ValueId): Address => address(storage.place(id))
  switch (kernel._tag) {
    case 'Loop': {
      const numberOf = (id: ValueId): number | undefined => {
        if (!views.constant(id)) return undefined
        const place = storage.place(id)
        return place._tag === 'Number' ? place.value : undefined
      }
      return loopPhases(views, kernel, { address: at, numberOf, stored: storage.stored })
    }
    case 'Product': {
      const { batch, m, k, n, x, y } = kernel
      return productPhases(
        {
          batch,
          m,
          k,
          n,
          x: { ...x, base: at(x.value) },
          y: { ...y, base: at(y.value) },
          out: at(kernel.id)
        },
        address(storage.scratch(index))
      )
    }
    case 'Noise':
      return normalsPhases({
        count: kernel.count,
        out: at(kernel.id),
        tables: inSlot(frameSlots.normalTables),
        key: (e) => e.m.i32.add(inSlot(frameSlots.keys)(e), e.i32(8 * streams.indexOf(kernel.name)))
      })
    case 'Window':
      return windowPhases(
        kernel.operation,
        views.at(kernel.x).shape,
        views.at(kernel.id).shape,
        at(kernel.x),
        at(kernel.id)
      )
  }
}

const copyPhases = ({ copies }: Storage): ReadonlyArray<Phase> =>
  copies.length === 0
    ? []
    : [
        {
          parallel: false,
          emit: (e) =>
            e.block(
              copies.map((c) =>
                e.m.memory.copy(address(c.to)(e), address(c.from)(e), e.i32(c.bytes))
              )
            )
        }
      ]

/**
 * Between two steps: every address goes on by its gain, and state that was not written in place
 * changes sides with what it was made from.
 */
const advance =
  (plan: Plan, storage: Storage) =>
  (e: Emitter): Code => {
    const { m } = e
    const load = (slot: number): Code => inSlot(slot)(e)
    const store = (slot: number, value: Code): Code =>
      m.i32.store(4 * slot, 4, get(e, 'frame'), value)
    const moving = [
      frameSlots.keys,
      ...plan.inputs.map((_, k) => storage.inputSlot(k)),
      ...plan.outputs.map((_, k) => storage.outputSlot(k))
    ]
    const held = e.local(i32)
    const swaps = replacedInputs(plan).flatMap((input, k) => {
      if (input === undefined || storage.inPlace.has(plan.outputs[k]?.name ?? '')) return []
      const [from, to] = [storage.inputSlot(input), storage.outputSlot(k)]
      return [held.set(load(from)), store(from, load(to)), store(to, held.get())]
    })
    return e.block([
      ...moving.map((slot) => store(slot, m.i32.add(load(slot), load(storage.slots + slot)))),
      ...swaps
    ])
  }

// ---------------------------------------------------------------------------
// the module
// ---------------------------------------------------------------------------

const tickName = 'tick'

const scratchBytes = (k: Kernel): number => (k._tag === 'Product' ? productScratchBytes(k) : 0)

/** The same bytes for the same plan, features and choice of ticks. */
export const generate = (schedule: Schedule, features: Features, ticks = false): Generated => {
  const { plan, kernels } = schedule
  const storage = makeStorage(schedule, scratchBytes)
  const streams = noiseNames(schedule)
  const m = makeModule(features)
  if (ticks) m.addFunctionImport(tickName, 'env', tickName, i32, none)
  const phases = [
    ...kernels.flatMap((kernel, index) =>
      phasesOf(schedule, storage, streams, kernel, index).map((phase) => ({ kernel: index, phase }))
    ),
    ...copyPhases(storage).map((phase) => ({ kernel: undefined, phase }))
  ]
  phases.forEach(({ phase }, k) =>
    addFunction(m, features, {
      name: `p${k}`,
      parameters: [i32, i32, i32],
      body: (e) => [
        phase.emit(e, { index: () => get(e, 'thread'), count: () => get(e, 'threads') })
      ]
    })
  )
  if (features.threads) addFunction(m, features, barrier)
  addFunction(m, features, {
    name: 'run',
    parameters: [i32, i32, i32, i32],
    body: (e) => {
      const call = (k: number): Code =>
        m.call(`p${k}`, [get(e, 'frame'), get(e, 'thread'), get(e, 'threads')], none)
      const first = (codes: ReadonlyArray<Code>): Code =>
        m.if(m.i32.eqz(get(e, 'thread')), e.block(codes))
      const wait = (): ReadonlyArray<Code> =>
        features.threads
          ? [m.call(barrier.name, [inSlot(frameSlots.barrier)(e), get(e, 'threads')], none)]
          : []
      const tick = (k: number): ReadonlyArray<Code> =>
        ticks ? [m.call(tickName, [e.i32(k)], none)] : []
      const firstTick = (k: number): ReadonlyArray<Code> => tick(k).map((code) => first([code]))
      const step: Array<Code> = [...firstTick(-1)]
      let serial: Array<Code> = []
      /** What one thread does alone; the others wait for it. */
      const alone = (): void => {
        if (serial.length > 0) step.push(first(serial), ...wait())
        serial = []
      }
      phases.forEach(({ phase }, k) => {
        if (!phase.parallel) {
          serial.push(call(k), ...tick(k))
          return
        }
        alone()
        step.push(call(k), ...wait(), ...firstTick(k))
      })
      serial.push(advance(plan, storage)(e))
      alone()
      return [e.loop(e.local(i32), e.i32(0), () => get(e, 'steps'), 1, step)]
    }
  })
  return {
    bytes: moduleBytes(m),
    storage,
    schedule,
    streams,
    phases: phases.map(({ kernel, phase }) => ({ kernel, parallel: phase.parallel }))
  }
}
