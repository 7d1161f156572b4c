/**
 * A model drawn forwards: every site from its own distribution, what is observed as well, without the
 * values that were.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { deriveAncestral, deriveGenerative } from '../../compile/index.ts'
import { build, type Program as Model } from '../../dsl/index.ts'
import {
  bindData,
  type Bound,
  type BoundData,
  checkPrior,
  drawPriors,
  momentsOfDraws,
  type PriorModel,
  type PriorQuestion,
  standardSampler
} from '../../inference/index.ts'
import type { Derived } from '../../ir/Derived.ts'
import { aCountFrom, anything, checked, fields } from '../../ir/Fields.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { PosteriorDraws, SitePosterior } from '../../ir/Posterior.ts'
import type { Problems } from '../../ir/Problem.ts'

// model

/**
 * - `data` arrays by the name of the slot they fill. What is observed may be left out, where the sizes of
 *   its plates are known without it; where it is there it is compared with, and not drawn from
 * - `settings` chains, draws of each, seed; 4, 1,000 and 1 unless said
 */
export interface PriorOptions {
  readonly data: BoundData
  readonly settings?: Partial<PriorQuestion>
}

/** Draws of all sites, observed ones too, with their means and variances. */
export interface PriorSampled {
  readonly program: Derived
  readonly bound: Bound
  readonly draws: PosteriorDraws
  readonly sites: ReadonlyMap<string, SitePosterior>
  readonly settings: PriorQuestion
}

/** Draws that can be made. */
export interface PriorTask {
  readonly model: PriorModel
  readonly bound: Bound
  readonly question: PriorQuestion
}

const priorFields = fields<PriorOptions>(
  {
    data: anything,
    settings: fields<PriorQuestion>({
      chains: aCountFrom(1, 1024),
      draws: aCountFrom(1, 2 ** 30),
      seed: aCountFrom(-Number.MAX_SAFE_INTEGER)
    })
  },
  ['data']
)

/** So many draws unless said. */
export const standardPrior: PriorQuestion = {
  chains: standardSampler.chains,
  draws: standardSampler.draws,
  seed: standardSampler.seed
}

// combinators

/** A program that asks for those of its observed sites alone that are there. */
export const perhapsObserved = <P extends Pick<Derived, 'observed' | 'predictions'>>(
  program: P,
  isThere: (name: string) => boolean
): P => ({
  ...program,
  observed: program.observed.filter(({ name }) => isThere(name)),
  predictions: program.predictions.filter(({ site }) => isThere(site))
})

/** What can be refused before anything is drawn. */
export const priorTask = (
  program: PriorModel['program'],
  graph: Graph,
  bound: Bound,
  question: PriorQuestion
): E.Either<Problems, PriorTask> => {
  const model = { program, sites: deriveAncestral(graph) }
  return pipe(
    checkPrior(model, bound, question),
    E.map(() => ({ model, bound, question }))
  )
}

export const drawnFrom = ({
  model,
  bound,
  question
}: PriorTask): E.Either<Problems, PosteriorDraws> =>
  pipe(
    drawPriors(model, bound, question),
    E.mapLeft((p): Problems => of(p))
  )

// destructors

/**
 * Draws of every site from its prior, in order of declaration, and of what is observed given them: what
 * the model holds possible before it has seen anything. A draw is a function of seed and place alone.
 *
 * Errors: an improper prior, which has no draws, by the name of its site; data that do not fit, or that
 * leave a plate without a size; more draws than memory holds.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import { data, mul, normal, observe, over, plate, program, sample, samplePrior } from 'farrier'
 *
 *   const rows = plate('rows')
 *   const model = pipe(
 *     program,
 *     data('x', [rows]),
 *     sample('slope', normal(0, 2)),
 *     observe('y', ({ x, slope }) => over(rows)(normal(pipe(x, mul(slope)), 1)))
 *   )
 *   const x = { axes: ['rows'], sizes: [2], values: Float32Array.of(0, 10) }
 *   const drawn = await samplePrior({ data: new Map([['x', x]]) })(model)()
 *   assert(drawn._tag === 'Right')
 *   // y at x = 10 is N(0, 20² + 1)
 *   const variance = drawn.right.sites.get('y')?.variance.values[1] ?? NaN
 *   assert(Math.abs(Math.sqrt(variance) - 20.02) < 1)
 */
export const samplePrior =
  (options: PriorOptions) =>
  <Env, Sites, R>(model: Model<Env, Sites, R>): TaskEither<Problems, PriorSampled> => {
    const settings = { ...standardPrior, ...options.settings }
    return pipe(
      E.Do,
      E.bind('known', () => checked(priorFields('', options))),
      E.bind('graph', (): E.Either<Problems, Graph> => build(model)),
      E.bind('program', ({ graph }): E.Either<Problems, Derived> => deriveGenerative(graph)),
      E.bind('bound', ({ program }): E.Either<Problems, Bound> =>
        bindData(
          perhapsObserved(program, (name) => options.data.has(name)),
          options.data
        )
      ),
      E.bind('draws', ({ graph, program, bound }) =>
        pipe(priorTask(program, graph, bound, settings), E.chain(drawnFrom))
      ),
      E.map(({ program, bound, draws }) => ({
        program,
        bound,
        draws,
        sites: momentsOfDraws(draws),
        settings
      })),
      TE.fromEither
    )
  }
