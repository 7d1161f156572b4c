/**
 * A schedule to the bytes of one WebAssembly module.
 *
 * Every phase of every kernel is a function `p0`, `p1`, … of (frame, thread, threads), exported so that it can be timed. `run(frame,
 * thread, threads, steps)` calls them in order, with barriers where threads need one another's results, and moves the frame on
 * between steps: behind its slots lies a table of what each address gains.
 *
 * @since 0.1.0
 */
import type { Plan, ValueId } from '../../ir/Plan.ts'
import { barrier } from './Barrier.ts'
import { type Address, addFunction, type Code, type Emitter, type Features, i32, type Local, makeModule, moduleBytes, none, type Phase } from './Emit.ts'
import type { Kernel, Schedule } from './Kernel.ts'
import { loopPhases } from './LoopCode.ts'
import { normalsPhases } from './Normals.ts'
import { productPhases, productScratchBytes } from './Product.ts'
import { frameSlots, makeStorage, type Place, type Storage } from './Storage.ts'
import { windowPhases } from './WindowCode.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export interface Generated {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly storage: Storage
  readonly schedule: Schedule
  /** The kernel of each phase, by the number in its function's name; undefined: copies. */
  readonly phaseKernels: ReadonlyArray<Kernel | undefined>
}

// ---------------------------------------------------------------------------
// addresses
// ---------------------------------------------------------------------------

/** Addresses as code, once the frame is known. */
const addressOf = (frame: Local) => (place: Place): Address => ({ m, i32: integer }) => {
  const slot = (k: number): Code => m.i32.load(4 * k, 4, frame.get())
  switch (place._tag) {
    case 'Slot': return slot(place.slot)
    case 'Workspace': return m.i32.add(slot(frameSlots.workspace), integer(place.offset))
    case 'Constant': return m.i32.add(slot(frameSlots.constants), integer(place.offset))
    case 'Number': throw new Error('internal: a number has no address')
  }
}

const unset: Local = (() => {
  const missing = (): never => { throw new Error('internal: a parameter is missing') }
  return { type: i32, get: missing, set: missing, tee: missing }
})()

// ---------------------------------------------------------------------------
// phases
// ---------------------------------------------------------------------------

/** Streams of noise in the order of their keys in a frame's table. */
export const noiseNames = (schedule: Schedule): ReadonlyArray<string> => [...new Set(schedule.kernels.flatMap((k) => (k._tag === 'Noise' ? [k.name] : [])))]

type PhasesOf = (kernel: Kernel, index: number, address: (place: Place) => Address) => ReadonlyArray<Phase>

const phasesOf = (schedule: Schedule, storage: Storage, streams: ReadonlyArray<string>): PhasesOf => (kernel, index, address) => {
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
      return productPhases({ batch, m, k, n, x: { ...x, base: at(x.value) }, y: { ...y, base: at(y.value) }, out: at(kernel.id) }, address(storage.scratch(index)))
    }
    case 'Noise': return normalsPhases({
      count: kernel.count, out: at(kernel.id), tables: address({ _tag: 'Slot', slot: frameSlots.normalTables }),
      key: (e) => e.m.i32.add(address({ _tag: 'Slot', slot: frameSlots.keys })(e), e.i32(8 * streams.indexOf(kernel.name)))
    })
    case 'Window': return windowPhases(kernel.operation, views.at(kernel.x).shape, views.at(kernel.id).shape, at(kernel.x), at(kernel.id))
  }
}

const copyPhase = (storage: Storage, address: (place: Place) => Address): ReadonlyArray<Phase> =>
  storage.copies.length === 0 ? [] : [{ parallel: false, emit: (e) => e.block(storage.copies.map((c) => e.m.memory.copy(address(c.to)(e), address(c.from)(e), e.i32(c.bytes)))) }]

/** Between two steps: every address goes on by its gain, and state that was not written in place changes sides with what it was made from. */
const advance = (plan: Plan, storage: Storage, frame: Local) => (e: Emitter): Code => {
  const { m } = e
  const load = (slot: number): Code => m.i32.load(4 * slot, 4, frame.get())
  const store = (slot: number, value: Code): Code => m.i32.store(4 * slot, 4, frame.get(), value)
  const moving = [frameSlots.keys, ...plan.inputs.map((_, k) => storage.inputSlot(k)), ...plan.outputs.map((_, k) => storage.outputSlot(k))]
  const held = e.local(i32)
  const swaps = plan.outputs.flatMap((o, k) => {
    const input = plan.inputs.findIndex((i) => i.consumed && i.name === o.name)
    if (input < 0 || storage.inPlace.has(o.name)) return []
    const [from, to] = [storage.inputSlot(input), storage.outputSlot(k)]
    return [held.set(load(from)), store(from, load(to)), store(to, held.get())]
  })
  return e.block([...moving.map((slot) => store(slot, m.i32.add(load(slot), load(storage.slots + slot)))), ...swaps])
}

// ---------------------------------------------------------------------------
// the module
// ---------------------------------------------------------------------------

const scratchBytes = (k: Kernel): number => (k._tag === 'Product' ? productScratchBytes(k) : 0)

/** The same bytes for the same plan and features. */
export const generate = (schedule: Schedule, features: Features): Generated => {
  const { plan, kernels } = schedule
  const storage = makeStorage(schedule, scratchBytes)
  const streams = noiseNames(schedule)
  const m = makeModule(features)
  const phaseKernels: Array<Kernel | undefined> = []
  const parallel: Array<boolean> = []
  const add = (kernel: Kernel | undefined, phasesFor: (address: (place: Place) => Address) => ReadonlyArray<Phase>): void => {
    // addresses come from the frame, which each function has as its own parameter
    const count = phasesFor(addressOf(unset)).length
    for (let k = 0; k < count; k++) {
      addFunction(m, features, {
        name: `p${phaseKernels.length}`, parameters: [i32, i32, i32],
        body: (e, [frame = unset, thread = unset, threads = unset]) => {
          const phase = phasesFor(addressOf(frame))[k]
          if (phase === undefined) throw new Error('internal: a phase is missing')
          parallel.push(phase.parallel)
          return [phase.emit(e, { index: thread.get, count: threads.get })]
        }
      })
      phaseKernels.push(kernel)
    }
  }
  kernels.forEach((kernel, index) => add(kernel, (address) => phasesOf(schedule, storage, streams)(kernel, index, address)))
  add(undefined, (address) => copyPhase(storage, address))

  if (features.threads) addFunction(m, features, barrier)
  addFunction(m, features, {
    name: 'run', parameters: [i32, i32, i32, i32],
    body: (e, [frame = unset, thread = unset, threads = unset, steps = unset]) => {
      const call = (k: number): Code => m.call(`p${k}`, [frame.get(), thread.get(), threads.get()], none)
      const first = (codes: ReadonlyArray<Code>): Code => m.if(m.i32.eqz(thread.get()), e.block(codes))
      const wait = (): ReadonlyArray<Code> => (features.threads ? [m.call(barrier.name, [m.i32.load(4 * frameSlots.barrier, 4, frame.get()), threads.get()], none)] : [])
      const step: Array<Code> = []
      let serial: Array<Code> = []
      /** What one thread does alone; the others wait for it. */
      const alone = (): void => {
        if (serial.length > 0) step.push(first(serial), ...wait())
        serial = []
      }
      parallel.forEach((isParallel, k) => {
        if (!isParallel) { serial.push(call(k)); return }
        alone()
        step.push(call(k), ...wait())
      })
      serial.push(advance(plan, storage, frame)(e))
      alone()
      const i = e.local(i32)
      return [e.loop(i, e.i32(0), steps.get, 1, step)]
    }
  })
  return { bytes: moduleBytes(m), storage, schedule, phaseKernels }
}

/** Bytes of a frame: its slots and what each gains from step to step. */
export const frameBytes = (storage: Storage): number => 8 * storage.slots
