/** Our draws of eight schools beside what ArviZ read and computed. */
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import {
  axis,
  bulkSize,
  data,
  type Diagnosis,
  draw,
  halfCauchy,
  leaveOneOut,
  likelihoodOf,
  meanError,
  model,
  normal,
  observe,
  over as plated,
  positives,
  rHat,
  sampleModel,
  tailSize
} from '../../../src/index.ts'
import { statisticOf } from '../../../src/inference/nuts/DrawsOfChains.ts'
import type { WideTensor } from '../../../src/ir/Posterior.ts'
import type { Problems } from '../../../src/ir/Problem.ts'

const numbers = t.readonlyArray(t.number)

/** What `open.py` prints. */
export const OpenedC = t.type({
  groups: t.record(
    t.string,
    t.record(
      t.string,
      t.type({
        dimensions: t.readonlyArray(t.string),
        shape: numbers,
        values: numbers,
        labels: t.readonlyArray(t.string)
      })
    )
  ),
  loo: t.type({ elpd: numbers, k: numbers }),
  diagnostics: t.record(t.string, t.record(t.string, numbers))
})
type Opened = t.TypeOf<typeof OpenedC>

export interface Difference {
  readonly what: string
  readonly isEqual: boolean
}

const schools = [...'ABCDEFGH'].map((letter) => `school ${letter}`)
const over = (values: ReadonlyArray<number>) => ({
  axes: ['schools'],
  sizes: [8],
  values: Float32Array.from(values)
})
const y = [28, 8, -3, 7, -1, 1, 18, 12]
const sigma = [15, 10, 16, 11, 9, 11, 10, 18]

const eightSchools = model(function* () {
  const school = axis('schools', 8)
  const mu = yield* draw('mu', normal(0, 5))
  const tau = yield* draw('tau', halfCauchy(5))
  const theta = yield* draw('theta', plated(school)(normal(mu, tau)))
  const errors = yield* data('sigma', [school], positives)
  yield* observe('y', normal(theta, errors))
})

/** Four chains, an odd number of draws. */
export const schoolDraws = () =>
  pipe(
    eightSchools,
    sampleModel({
      data: new Map([
        ['y', over(y)],
        ['sigma', over(sigma)]
      ]),
      settings: { chains: 4, draws: 301, warmUp: 300 }
    }),
    TE.bindTo('sampled'),
    TE.bind('logLikelihood', ({ sampled }) =>
      TE.fromEither(
        pipe(
          likelihoodOf({ ...sampled, program: sampled.density.density }),
          E.mapLeft((p): Problems => of(p))
        )
      )
    ),
    TE.map((found) => ({ ...found, labels: new Map([['schools', schools]]) }))
  )

/** What is compared. */
export interface OurDraws {
  readonly logLikelihood: ReadonlyMap<string, WideTensor>
  readonly sampled: {
    readonly draws: Parameters<typeof statisticOf>[0]
  }
}

const same = (
  what: string,
  ours: ArrayLike<number>,
  theirs: ArrayLike<number> = []
): Difference => ({
  what,
  isEqual:
    ours.length === theirs.length &&
    Array.from(ours).every((v, i) => Math.abs(v - (theirs[i] ?? NaN)) <= 1e-10 * (1 + Math.abs(v)))
})

const isText = (a: ReadonlyArray<unknown>, b: ReadonlyArray<unknown> = []): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

/** A diagnostic of each element of a site. */
const ofElements = (
  { sizes, values }: WideTensor,
  ask: (c: { chains: number; draws: number; values: Float64Array }) => Diagnosis
): ReadonlyArray<number> => {
  const [chains = 1, draws = 1, ...own] = sizes
  const n = own.reduce((a, b) => a * b, 1)
  return Array.from({ length: n }, (_, e) => {
    const found = ask({
      chains,
      draws,
      values: Float64Array.from({ length: chains * draws }, (_d, i) => values[i * n + e] ?? NaN)
    })
    return E.isRight(found) ? found.right : NaN
  })
}

const asked = { rHat, bulkSize, tailSize: tailSize(), meanError }

export const differences = (
  { sampled: { draws }, logLikelihood }: OurDraws,
  { groups, diagnostics, loo }: Opened
): ReadonlyArray<Difference> => {
  const nats = logLikelihood.get('y')?.values ?? new Float64Array()
  const ours = leaveOneOut(
    y.map((_, i) =>
      Float64Array.from({ length: nats.length / 8 }, (_d, d) => nats[8 * d + i] ?? NaN)
    )
  )
  const pointwise = E.isRight(ours) ? ours.right.pointwise : []
  const { posterior = {}, sample_stats: statistics = {} } = groups
  return [
    ...[...draws.sites].flatMap(([name, site]) => [
      same(`draws of ${name}`, site.values, posterior[name]?.values),
      {
        what: `dimensions of ${name}`,
        isEqual: isText(['chain', 'draw', ...site.axes.slice(2)], posterior[name]?.dimensions)
      },
      ...Object.entries(asked).map(([kind, ask]) =>
        same(`${kind} of ${name}`, ofElements(site, ask), diagnostics[kind]?.[name])
      )
    ]),
    { what: 'labels', isEqual: isText(schools, posterior['schools']?.labels) },
    same('divergences', statisticOf(draws, 'divergent'), statistics['diverging']?.values),
    same('energies', statisticOf(draws, 'energy'), statistics['energy']?.values),
    same('leapfrogs', statisticOf(draws, 'leapfrogs'), statistics['n_steps']?.values),
    same('log likelihood', nats, groups['log_likelihood']?.['y']?.values),
    same(
      'leave-one-out',
      pointwise.map((p) => p.elpd),
      loo.elpd
    ),
    same(
      'its k̂',
      pointwise.map((p) => p.k),
      loo.k
    ),
    same('observed data', y, groups['observed_data']?.['y']?.values),
    same('constant data', sigma, groups['constant_data']?.['sigma']?.values)
  ]
}
