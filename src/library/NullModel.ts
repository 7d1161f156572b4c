/**
 * What a model explains by its groups at all: −ELBO of its null model, in which every group that can
 * leave has left, scales and all that served nothing else at their KL's minimum, the rest refitted.
 *
 *   −ELBO₀ = −E_q ln p(y | 0, rest) + KL(rest) + Σ min KL(q ‖ p) of what has left
 *
 * A fit that ends above it would have done better with nothing.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { pickedSums } from '../compile/index.ts'
import { problem, type Problems } from '../ir/Problem.ts'
import { isElbo, type Variational } from '../ir/Variational.ts'
import {
  type Bound,
  boundFor,
  type FitResult,
  isSolvable,
  leastComplexity,
  roughLoss,
  standardSolving
} from '../inference/index.ts'
import { refs } from '../expr/index.ts'
import type { CompiledModel } from './CompileModel.ts'

// model

/** In nats of the full data set; `goneNats` is the least that what has left can cost. */
export interface NullModel {
  /** −ELBO. */
  readonly lossNats: number
  readonly errorCostNats: number
  readonly goneNats: number
}

/** A null model beside −ELBO of the fit that it was asked for. */
export interface Compared extends NullModel {
  readonly fitNats: number
}

// combinators

/** Elements of a site. */
const countOf =
  ({ sizes }: Bound) =>
  (axes: ReadonlyArray<string>): number =>
    axes.reduce((n, a) => n * (sizes.get(a) ?? 1), 1)

const unknown = (site: string): Problems =>
  of(
    problem(
      site,
      'the least that it can cost has no formula',
      'the null model has it at its KL’s minimum',
      'compare with a model without its groups'
    )
  )

/** What sites cost that are in a program and not in what is left of it. */
const goneOf = (
  program: Variational,
  left: Variational,
  bound: Bound
): E.Either<Problems, number> => {
  const least = leastComplexity(program)
  const stays = new Set(left.complexity.map((c) => c.site))
  const gone = [...new Set(program.complexity.map((c) => c.site))].filter((s) => !stays.has(s))
  const missing = gone.find((site) => !least.has(site))
  return missing === undefined
    ? E.right(
        gone.reduce((sum, site) => {
          const cost = least.get(site)
          return cost === undefined ? sum : sum + cost.nats * countOf(bound)(cost.axes)
        }, 0)
      )
    : E.left(unknown(missing))
}

/** Losses and gradients without sums over rows that differ only in the element that they pick. */
const counted = (program: Variational): Variational => {
  const sums = pickedSums()
  return {
    ...program,
    lossNats: sums(program.lossNats),
    errorCostNats: sums(program.errorCostNats),
    gradients: new Map([...program.gradients].map(([name, e]) => [name, sums(e)] as const))
  }
}

const tooLarge: Problems = of(
  problem(
    'the null model',
    'what is left has more parameters, or reads more data, than is solved beside a fit',
    'it is refitted by the solver, whose steps see all data',
    'compare with a model without its groups'
  )
)

/** Is what is left small enough, on the data that it still reads? Nothing at all may be left. */
const solvable = (left: Variational, bound: Bound): E.Either<Problems, Variational> => {
  const read = refs([left.lossNats])
  const data = new Map([...bound.data].filter(([name]) => read.has(name)))
  return left.parameters.length === 0 || isSolvable(left, { ...bound, data })
    ? E.right(counted(left))
    : E.left(tooLarge)
}

// destructors

/**
 * The null model of a compiled model on its data; undefined where no group can leave, or where the
 * loss is no −ELBO. Errors: a cost that no formula tells.
 */
export const nullModel = (
  { program, bare }: Pick<CompiledModel, 'program' | 'bare'>,
  bound: Bound,
  seed: number
): E.Either<Problems, NullModel> | undefined => {
  const found = isElbo(program) ? bare() : undefined
  return (
    found &&
    pipe(
      E.Do,
      E.bind('bare', () => found),
      E.bind('left', ({ bare: left }) => solvable(left, boundFor(left)(bound))),
      E.bind('goneNats', ({ left }) => goneOf(program, left, bound)),
      E.bind('rough', ({ left }) => roughLoss(left, boundFor(left)(bound), seed, standardSolving)),
      E.map(({ goneNats, rough: { lossNats, errorCostNats } }) => ({
        lossNats: lossNats + goneNats,
        errorCostNats,
        goneNats
      }))
    )
  )
}

/** The same of a fit that has ended; undefined of one that was stopped, or without a null model. */
export const comparedWith = (
  model: Pick<CompiledModel, 'program' | 'bare'>,
  bound: Bound,
  seed: number,
  { outcome, solution, metrics }: Pick<FitResult, 'outcome' | 'solution' | 'metrics'>
): Compared | undefined => {
  const fitNats = solution?.lossNats ?? metrics.at(-1)?.lossNats
  const found =
    outcome === 'stopped' || fitNats === undefined ? undefined : nullModel(model, bound, seed)
  return found === undefined ||
    fitNats === undefined ||
    E.isLeft(found) ||
    !Number.isFinite(found.right.lossNats)
    ? undefined
    : { ...found.right, fitNats }
}
