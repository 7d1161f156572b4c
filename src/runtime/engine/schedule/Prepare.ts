/**
 * From plans to what can be run, once for equal plans.
 *
 * @since 0.1.0
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Plan } from '../../../ir/Plan.ts'
import { problem, type Problem } from '../../../ir/Problem.ts'
import { messageOf } from '../../Packages.ts'
import { type Compiled, compiler } from '../emit/CompileModule.ts'
import { writeConstants } from '../memory/Constants.ts'
import type { Probe } from '../../ExplainedPlan.ts'
import type { Features } from '../emit/Emit.ts'
import { frameBytes } from '../memory/Frame.ts'
import type { Heap } from '../memory/Heap.ts'
import type { Prepared } from './Runs.ts'
import type { Team } from '../threads/Team.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** What all plans of an executor share. */
export interface Shared {
  readonly heap: Heap
  readonly team: Team
  readonly features: Features
  readonly barrier: number
  readonly normalTables: number
  readonly onWarning: (p: Problem) => void
  readonly threadsWanted: number
  readonly probe: Probe | undefined
}

/** A prepared plan, and how many have it in use. */
interface Entry {
  readonly prepared: Prepared
  readonly compiled: Compiled
  readonly drop: () => void
  users: number
}

/** A plan with what was made of it, for as long as `dispose` has not been called. */
export interface InUse {
  readonly prepared: Prepared
  readonly compiled: Compiled
  readonly dispose: () => void
}

/** How many plans that nobody uses are kept, in case they come again. */
const keptPlans = 16

// ---------------------------------------------------------------------------
// pieces
// ---------------------------------------------------------------------------

/** JSON has no such numbers. */
const numberText = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    ? { number: Object.is(value, -0) ? '-0' : String(value) }
    : value

/** Plans of one text are one plan. */
export const planText = ({ instructions, inputs, outputs }: Plan): string =>
  JSON.stringify([instructions, inputs, outputs], numberText)

/** Scratch memory that all plans share: nothing lives there between runs. It only grows. */
const openWorkspace = (heap: Heap): ((bytes: number) => number) => {
  let address = 0,
    size = 0
  return (bytes) => {
    if (bytes > size) {
      const larger = heap.take(bytes)
      if (size > 0) heap.give(address, size)
      address = larger
      size = bytes
    }
    return address
  }
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/**
 * `dispose` is called once; the plan is then kept for a while. Refuses what the engine does not
 * compile, and what has no room.
 */
export const preparations = (shared: Shared): ((plan: Plan) => Either<Problem, InUse>) => {
  const { heap, team, barrier, normalTables } = shared
  const compile = compiler(team, shared.features, shared)
  const workspace = openWorkspace(heap)
  const entries = new Map<string, Entry>()

  /** Throws where there is no room. */
  const placed = (plan: Plan, compiled: Compiled): Entry => {
    const {
      generated: { storage, streams },
      loaded
    } = compiled
    const taken: Array<readonly [address: number, bytes: number]> = []
    const take = (bytes: number): number => {
      const address = heap.take(bytes)
      taken.push([address, bytes])
      return address
    }
    const drop = (): void => {
      for (const [address, bytes] of taken) heap.give(address, bytes)
      loaded.dispose()
    }
    try {
      const constants = take(storage.constantBytes),
        frame = take(frameBytes(storage))
      workspace(storage.workspaceBytes)
      writeConstants(heap, constants, plan, storage)
      const fixed = () => ({
        workspace: workspace(storage.workspaceBytes),
        constants,
        normalTables,
        barrier
      })
      return {
        prepared: { plan, storage, streams, loaded, frame, fixed },
        compiled,
        drop,
        users: 0
      }
    } catch (e) {
      drop()
      throw e
    }
  }

  /** The oldest of those that nobody uses go. */
  const forget = (): void => {
    const unused = [...entries].filter(([, entry]) => entry.users === 0)
    for (const [text, entry] of unused.slice(0, Math.max(0, unused.length - keptPlans))) {
      entries.delete(text)
      entry.drop()
    }
  }

  const use = (text: string, entry: Entry): InUse => {
    let inUse = true
    entry.users++
    // last in the order of use
    entries.delete(text)
    entries.set(text, entry)
    return {
      prepared: entry.prepared,
      compiled: entry.compiled,
      dispose: () => {
        if (!inUse) throw new Error('internal: a plan is disposed of twice')
        inUse = false
        entry.users--
        forget()
      }
    }
  }

  return (plan) => {
    const text = planText(plan)
    const found = entries.get(text)
    if (found !== undefined) return right(use(text, found))
    const compiled = compile(plan)
    if (compiled._tag === 'Left') return compiled
    try {
      return right(use(text, placed(plan, compiled.right)))
    } catch (e) {
      return left(
        problem(
          'wasm',
          messageOf(e),
          'constants and intermediate results of the plan lie there',
          'use smaller batches, or --backend tfjs-wasm'
        )
      )
    }
  }
}
