/**
 * Worlds that a model made: parameters and data of each, and where the parameters lie among the draws of
 * the posterior that is found on the data.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  type BoundData,
  calibrationVerdict,
  type CalibrationVerdict,
  placesIn,
  type RankedSite,
  type TestedSite,
  testRanks
} from '../../inference/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { PosteriorDraws, WideTensor } from '../../ir/Posterior.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { uniforms } from '../../runtime/Noise.ts'
import type { Answer, Answering, CalibratedMethod } from './PosteriorInWorld.ts'

// model

/** A world in which no posterior was found, by its number. */
export interface Unanswered {
  readonly world: number
  readonly problem: Problem
}

/** What worlds have left so far: all that a calibration goes on with. */
export interface Ranked {
  readonly method: CalibratedMethod
  readonly seed: number
  readonly draws: number
  /** Worlds that were drawn; those that were answered have ranks. */
  readonly worlds: number
  readonly unanswered: ReadonlyArray<Unanswered>
  /** Fits that ended short of the optimum. */
  readonly unconverged: number
  readonly ranks: ReadonlyArray<RankedSite>
}

/** Ranks, what they say of each element, and the verdict. */
export interface Calibration extends Ranked {
  readonly outcome: 'finished' | 'stopped'
  readonly sites: ReadonlyArray<TestedSite>
  readonly verdict: CalibrationVerdict
}

/** Everything that can be refused before a world is answered. */
export interface CalibrationTask {
  readonly graph: Graph
  readonly method: CalibratedMethod
  readonly draws: number
  readonly seed: number
  readonly worlds: number
  /** Every site of all worlds. */
  readonly drawn: PosteriorDraws
  readonly latents: ReadonlyArray<string>
  readonly observed: ReadonlyArray<string>
  readonly data: BoundData
}

/** What a caller may give. */
export interface CalibrationHooks {
  /** What was calibrated before: goes on behind its last world. */
  readonly resume?: Ranked
  /** Given what there is after every world, and awaited. */
  readonly keep?: (ranked: Ranked) => TaskEither<Problem, void>
  /** Told after every world. */
  readonly onProgress?: (done: number, of: number) => void
  /** Asked after every world, and within one: the world in hand is left out. */
  readonly shouldStop?: () => boolean
  /** Awaited before it is asked. */
  readonly pause?: () => Promise<void>
}

// combinators

/** So many in a row at the start without a posterior, and the others will have none either. */
const hopeless = 3

/** One world of all, over the axes of the site. */
const worldOf = (
  { axes, sizes, values }: WideTensor,
  world: number
): Pick<WideTensor, 'axes' | 'sizes' | 'values'> => {
  const n = values.length / (sizes[1] ?? 1)
  return {
    axes: axes.slice(2),
    sizes: sizes.slice(2),
    values: values.subarray(world * n, (world + 1) * n)
  }
}

const siteIn = ({ drawn }: CalibrationTask, site: string, world: number) => {
  const found = drawn.sites.get(site)
  if (found === undefined) throw new Error(`internal: ${site} was not drawn`)
  return worldOf(found, world)
}

/** What the model made, in the place of what was observed. */
const dataIn = (task: CalibrationTask, world: number): BoundData =>
  new Map([
    ...task.data,
    ...task.observed.map((site) => {
      const { axes, sizes, values } = siteIn(task, site, world)
      return [site, { axes, sizes, values: Float32Array.from(values) }] as const
    })
  ])

/**
 * How many draws of each element lie below the parameter of this world. Of those that are equal to it, as
 * counts are, so many as an even number says: then ranks are even here too.
 */
const ranksIn =
  (task: CalibrationTask, world: number) =>
  ({ sites }: Answer): ReadonlyArray<ReadonlyArray<number>> =>
    task.latents.map((site) => {
      const truth = siteIn(task, site, world)
      const found = sites.find((s) => s.site === site)
      if (found === undefined) throw new Error(`internal: ${site} has no posterior`)
      const at = placesIn(truth.axes, truth.sizes)(found.axes, found.sizes)
      const n = found.values.length / task.draws
      const chances = uniforms(
        { seed: task.seed, step: world },
        `rank:${site}`,
        truth.values.length
      )
      return Array.from(truth.values, (x, i) => {
        let [below, equal] = [0, 0]
        for (let d = 0; d < task.draws; d++) {
          const draw = found.values[d * n + (at[i] ?? 0)] ?? NaN
          if (draw < x) below += 1
          else if (draw === x) equal += 1
        }
        return below + Math.floor((chances[i] ?? 0) * (equal + 1))
      })
    })

/** A parameter that no number holds has no rank. */
const unranked = (task: CalibrationTask, world: number): Problem | undefined => {
  const site = task.latents.find((s) => !siteIn(task, s, world).values.every(Number.isFinite))
  return site === undefined
    ? undefined
    : problem(
        site,
        'its prior drew a number that is not finite',
        'a tail this heavy leaves the range of numbers',
        'a prior that is surer'
      )
}

const sameRanked = (task: CalibrationTask, { method, seed, draws, ranks }: Ranked): boolean =>
  method === task.method &&
  seed === task.seed &&
  draws === task.draws &&
  task.latents.every(
    (site, i) =>
      ranks[i]?.site === site && ranks[i].sizes.join() === siteIn(task, site, 0).sizes.join()
  )

const another = problem(
  'resume',
  'it was calibrated by another method, seed or number of draws, or is of another model',
  'worlds are added to those that are there',
  'the options it began with'
)

// destructors

/** World after world, until all are there or somebody stops it. */
export const calibrateWith =
  (
    task: CalibrationTask,
    answer: Answering,
    hooks: CalibrationHooks
  ): TaskEither<Problem, Calibration> =>
  async () => {
    const { method, seed, draws, latents } = task
    const { resume } = hooks
    if (resume !== undefined && !sameRanked(task, resume)) return E.left(another)
    const ranks = latents.map((site, i) => {
      const { axes, sizes } = siteIn(task, site, 0)
      return { site, axes, sizes, ranks: [...(resume?.ranks[i]?.ranks ?? [])] }
    })
    const unanswered = [...(resume?.unanswered ?? [])]
    let unconverged = resume?.unconverged ?? 0
    let world = resume?.worlds ?? 0
    let isStopped = false
    const ranked = (): Ranked => ({
      method,
      seed,
      draws,
      worlds: world,
      unanswered,
      unconverged,
      ranks
    })
    while (world < task.worlds) {
      const wrong = unranked(task, world)
      const found =
        wrong === undefined ? await answer(dataIn(task, world), seed + world)() : E.left(wrong)
      if (E.isLeft(found)) {
        unanswered.push({ world, problem: found.left })
        if (unanswered.length > world && world + 1 >= Math.min(hopeless, task.worlds)) return found
      } else if (found.right === undefined) {
        isStopped = true
        break
      } else {
        if (!found.right.isConverged) unconverged += 1
        ranksIn(task, world)(found.right).forEach((own, i) => ranks[i]?.ranks.push(...own))
      }
      world += 1
      const kept = (await hooks.keep?.(ranked())()) ?? E.right(undefined)
      if (E.isLeft(kept)) return kept
      hooks.onProgress?.(world, task.worlds)
      await hooks.pause?.()
      if (world < task.worlds && hooks.shouldStop?.() === true) {
        isStopped = true
        break
      }
    }
    const answered = world - unanswered.length
    const sites = testRanks(ranks, answered, draws)
    return E.right({
      ...ranked(),
      outcome: isStopped ? 'stopped' : 'finished',
      sites,
      verdict: calibrationVerdict(sites, answered, unanswered.length)
    })
  }
