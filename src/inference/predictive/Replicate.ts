/**
 * Replicated data: what would be observed again in the same places, if the model were true.
 *
 * - posterior   latents from one joint draw of what was learnt, what is observed from its own
 *               distribution given them; all data besides are those of the training
 * - prior       latents from their priors as well, in order of declaration: what the model held
 *               possible before it saw anything
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { AncestralSite } from '../../ir/Ancestral.ts'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'
import type { AncestralOutputs } from '../../lower/AncestralPlan.ts'
import type { Executor } from '../../runtime/Executor.ts'
import type { Bound } from '../host/BoundData.ts'
import { release, upload } from '../host/Host.ts'
import type { Tensors } from '../host/Tensors.ts'
import { drawKey } from '../variational/OpenPosterior.ts'
import { type FittedPosterior, trainedSizes } from './FittedPosterior.ts'
import { latentDraws } from './ConditionalDraws.ts'
import {
  ancestors,
  inStages,
  isDrawnAnew,
  type PredictiveModel,
  withoutDraws
} from './PredictionScope.ts'
import { drawChunk, prepareStages } from './PredictStages.ts'

// model

/** Where latents come from. */
export type ReplicationSource = 'posterior' | 'prior'

/** What is drawn, in an order in which everything has what it reads, and which latents are given. */
export interface ReplicationScope {
  readonly stages: ReadonlyArray<AncestralOutputs>
  readonly given: ReadonlyArray<string>
}

export interface ReplicationQuestion {
  readonly from: ReplicationSource
  readonly draws: number
  readonly seed: number
}

// constructors

/** Errors: a site that would have to be drawn has no draws, as one with an improper prior. */
export const replicationScope = (
  { program, sites }: PredictiveModel,
  from: ReplicationSource
): E.Either<Problems, ReplicationScope> => {
  const roots = program.predictions.map((p) => p.site)
  const isAnew = isDrawnAnew(sites)
  const isWalked = (s: AncestralSite): boolean =>
    s.role === 'observed' || from === 'prior' || isAnew(s)
  const needed = ancestors(sites, roots, isWalked)
  const walked = sites.filter((s) => needed.has(s.site) && isWalked(s))
  const read = new Set(walked.flatMap((s) => s.reads))
  const given = sites
    .filter((s) => s.role === 'latent' && read.has(s.site) && !walked.includes(s))
    .map((s) => s.site)
  const wrong = walked.flatMap(withoutDraws)
  return isNonEmpty(wrong)
    ? E.left(wrong)
    : E.right({
        stages: inStages(
          walked,
          () => true,
          () => false
        ),
        given
      })
}

/** Numbers of data and of replicated values at once; networks on images have more. */
const mostNumbers = 2 ** 22

const tooLarge = (numbers: number): Problems =>
  of(
    problem(
      'the data',
      `they have ${numbers} numbers, more than ${mostNumbers}`,
      'all of them are drawn again in every replication',
      'farrier eval RUN --draws, which predicts rows of a network'
    )
  )

export const checkReplicable = ({ data }: Bound): E.Either<Problems, void> => {
  const numbers = [...data.values()].reduce((n, t) => n + t.values.length, 0)
  return numbers > mostNumbers ? E.left(tooLarge(numbers)) : E.right(undefined)
}

// destructors

/** Gives every replication to `take`, by observed site; `bound` are the data of the training. */
export const replicate = async <B>(
  executor: Executor<B>,
  model: PredictiveModel,
  { stages, given }: ReplicationScope,
  posterior: FittedPosterior,
  bound: Bound,
  { draws, seed }: ReplicationQuestion,
  take: (replication: Tensors) => void
): Promise<E.Either<Problem, void>> => {
  const { program } = model
  const sizes = new Map([...trainedSizes(program, posterior), ...bound.sizes])
  const latents = latentDraws(executor, model, posterior, bound.data, given, seed, draws)
  if (E.isLeft(latents)) return latents
  try {
    const prepared = prepareStages(executor, program, stages, sizes)
    if (E.isLeft(prepared)) return prepared
    const drawnSites = new Set(stages.flatMap((s) => s.drawn.map((d) => d.site)))
    const fixed = new Map([...bound.data].filter(([name]) => !drawnSites.has(name)))
    const held = prepared.right.map((s) => ({
      ...s,
      held: upload(executor, s.prepared.plan, fixed)
    }))
    try {
      for (let d = 0; d < draws;)
        for (const values of await latents.right.from(d)) {
          const key = drawKey(seed, d)
          const { drawn } = await drawChunk(
            executor,
            { cut: undefined },
            held,
            sizes,
            0,
            values,
            key
          )
          take(drawn)
          d += 1
        }
    } finally {
      held.forEach((s) => release(executor, s.held))
      prepared.right.forEach((s) => s.prepared.runnable.dispose())
    }
    return E.right(undefined)
  } finally {
    latents.right.dispose()
  }
}
