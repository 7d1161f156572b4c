/**
 * `posterior.safetensors`: the guide's parameters, and mean and variance of the declared sites, as
 * named tensors: `parameter:fc1/w/location`, `mean:fc1/w`, `variance:fc1/w`, and where a solver ended
 * `response:fc1/w`, the variance by linear response.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Bindings, NamedTensor, SitePosterior } from '../../ir/Posterior.ts'
import { type Problem, refuse } from '../../ir/Problem.ts'
import { standardBudget } from '../Budget.ts'
import { readNamedTensors, writeNamedTensors } from '../tensors/NamedTensorFile.ts'

/**
 * The guide's parameters, and mean and variance of the declared sites; `run` names the run that learnt
 * them.
 */
export interface StoredPosterior {
  readonly run?: string | undefined
  readonly parameters: Bindings
  readonly sites: ReadonlyMap<string, SitePosterior>
}

const PARAMETER = 'parameter:'
const MEAN = 'mean:'
const VARIANCE = 'variance:'
const RESPONSE = 'response:'

export const writePosterior = ({ run, parameters, sites }: StoredPosterior): Uint8Array =>
  writeNamedTensors({
    tensors: new Map([
      ...[...parameters].map(([name, tensor]) => [PARAMETER + name, tensor] as const),
      ...[...sites].flatMap(([site, { mean, variance, response }]) => [
        [MEAN + site, mean] as const,
        [VARIANCE + site, variance] as const,
        ...(response === undefined ? [] : [[RESPONSE + site, response] as const])
      ])
    ]),
    numbers: {},
    texts: run === undefined ? {} : { run }
  })

/** Entries whose names begin with a prefix, without it. */
const under = (prefix: string, tensors: Bindings): Bindings =>
  new Map(
    [...tensors]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor])
  )

const AGAIN = 'take the run from its source again, or train again'

/** Errors: a number that does not fit, named with its position. */
const checked =
  (where: string, prefix: string, wanted: string, fits: (value: number) => boolean) =>
  ([name, t]: readonly [string, NamedTensor]): E.Either<
    Problem,
    readonly [string, NamedTensor]
  > => {
    const at = t.values.findIndex((v) => !fits(v))
    return at < 0
      ? E.right([name, t])
      : refuse(
          `${where}: ${prefix}${name}`,
          `expected ${wanted}, found ${t.values[at]} at position ${at}`,
          'no training leaves such a number',
          AGAIN
        )
  }

const shapeOf = ({ axes, sizes }: NamedTensor): string =>
  axes.map((a, i) => `${a} ${sizes[i]}`).join(', ')

/** A variance: as large as its mean, and not negative. */
const varianceIn =
  (where: string, prefix: string, site: string, mean: NamedTensor) =>
  (variance: NamedTensor | undefined): E.Either<Problem, NamedTensor> =>
    variance === undefined || shapeOf(variance) !== shapeOf(mean)
      ? refuse(
          `${where}: ${site}`,
          `expected a variance over [${shapeOf(mean)}], found ` +
            (variance === undefined ? 'none' : `one over [${shapeOf(variance)}]`),
          'every number of a site has a mean and a variance',
          AGAIN
        )
      : pipe(
          checked(where, prefix, 'a variance of 0 or more', (v) => !(v < 0))([site, variance]),
          E.map(([, found]) => found)
        )

const siteOf =
  (where: string, variances: Bindings, responses: Bindings) =>
  ([site, mean]: readonly [string, NamedTensor]): E.Either<
    Problem,
    readonly [string, SitePosterior]
  > => {
    const response = responses.get(site)
    return pipe(
      E.Do,
      E.bind('variance', () => varianceIn(where, VARIANCE, site, mean)(variances.get(site))),
      E.bind('response', () =>
        response === undefined
          ? E.right(undefined)
          : varianceIn(where, RESPONSE, site, mean)(response)
      ),
      E.map(({ variance, response: found }) => [
        site,
        { mean, variance, ...(found === undefined ? {} : { response: found }) }
      ])
    )
  }

/**
 * What `writePosterior` wrote. A moment may be infinite: of a law with heavy tails it is, and so may
 * its estimate be. Errors: those of `readNamedTensors`; a parameter that is not finite, a mean that
 * is not a number, a negative variance; a mean without its variance.
 */
export const readPosterior =
  (where: string, budget = standardBudget) =>
  (bytes: Uint8Array): E.Either<Problem, StoredPosterior> =>
    pipe(
      readNamedTensors(where, budget)(bytes),
      E.chain(({ tensors, texts }) =>
        pipe(
          E.Do,
          E.let('run', () => texts['run']),
          E.bind('parameters', () =>
            pipe(
              [...under(PARAMETER, tensors)],
              E.traverseArray(checked(where, PARAMETER, 'finite numbers', Number.isFinite))
            )
          ),
          E.bind('means', () =>
            pipe(
              [...under(MEAN, tensors)],
              E.traverseArray(checked(where, MEAN, 'numbers', (v) => !Number.isNaN(v)))
            )
          ),
          E.bind('sites', ({ means }) =>
            pipe(
              means,
              E.traverseArray(siteOf(where, under(VARIANCE, tensors), under(RESPONSE, tensors)))
            )
          )
        )
      ),
      E.map(({ run, parameters, sites }) => ({
        run,
        parameters: new Map(parameters),
        sites: new Map(sites)
      }))
    )
