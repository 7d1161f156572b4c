/**
 * Modules for what the engine really takes: where one of the features that were found is refused
 * after all, plainer code for one thread is tried, and if that is refused too, the plan is.
 *
 * @since 0.1.0
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Plan } from '../../../ir/Plan.ts'
import { problem, type Problem } from '../../../ir/Problem.ts'
import { messageOf } from '../../Packages.ts'
import type { Features } from './Emit.ts'
import { schedule } from '../schedule/Fuse.ts'
import type { Probe } from '../../ExplainedPlan.ts'
import { type Setting, explained } from '../ExplainModule.ts'
import { type Generated, generate } from './Generate.ts'
import type { Loaded, Team } from '../threads/Team.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export interface Compiled {
  readonly generated: Generated
  readonly loaded: Loaded
  readonly setting: Setting
}

/** `threadsWanted`: what was asked for. */
export interface CompilerOptions {
  readonly onWarning: (p: Problem) => void
  readonly threadsWanted: number
  readonly probe: Probe | undefined
}

// ---------------------------------------------------------------------------
// problems
// ---------------------------------------------------------------------------

const isPlain = ({ relaxedMadd, wide = false }: Features): boolean => !relaxedMadd && !wide

/** A memory that threads share asks for code that says so, even if one thread runs it. */
const plain = ({ threads }: Features): Features => ({ relaxedMadd: false, threads, wide: false })

const warning = (why: unknown): Problem =>
  problem(
    'wasm',
    `the engine refuses a module: ${messageOf(why)}`,
    'what it took in a trial it does not take here',
    'nothing to do: simpler code for one thread runs instead, slower'
  )

const refusal = (why: unknown): Problem =>
  problem(
    'wasm',
    `the engine refuses the module of this plan: ${messageOf(why)}`,
    'simpler code for one thread is refused as well',
    'use --backend tfjs-wasm or --backend cpu'
  )

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** What was refused once is not tried again. */
export const compiler = (
  team: Team,
  wanted: Features,
  { onWarning, threadsWanted, probe }: CompilerOptions
): ((plan: Plan) => Either<Problem, Compiled>) => {
  let fallen = false
  const load = (plan: Plan, features: Features, alone: boolean): Either<unknown, Compiled> => {
    const generated = generate(schedule(plan), features, probe !== undefined)
    const setting: Setting = {
      features,
      threads: alone ? 1 : team.threads,
      threadsWanted,
      simpler: alone
    }
    try {
      return right({
        generated,
        setting,
        loaded: team.load(generated.bytes, alone, probe?.watch(plan, explained(generated, setting)))
      })
    } catch (e) {
      return left(e)
    }
  }
  return (plan) => {
    const first = fallen ? undefined : load(plan, wanted, false)
    if (first?._tag === 'Right') return first
    if (first !== undefined && team.threads === 1 && isPlain(wanted))
      return left(refusal(first.left))
    const second = load(plan, plain(wanted), true)
    if (second._tag === 'Left') return left(refusal(second.left))
    if (first !== undefined) onWarning(warning(first.left))
    fallen = true
    return second
  }
}
