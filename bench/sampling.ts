/**
 * What sampling costs: eight schools, non-centred, four chains of 1,000 draws after 1,000 iterations of
 * warm-up, on one thread. Time is this process's own processor time, so that neighbours matter less.
 *
 * Run: `node bench/sampling.ts [seeds]`
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { bulkSize, type PosteriorDraws, sampleModel } from '../src/index.ts'
import {
  axis,
  data,
  draw,
  halfCauchy,
  model,
  normal,
  observe,
  over,
  positives
} from '../src/dsl/index.ts'

const schools = axis('schools', 8)
const eightSchools = model(function* () {
  const mu = yield* draw('mu', normal(0, 5))
  const tau = yield* draw('tau', halfCauchy(5))
  const theta = yield* draw('theta', over(schools)(normal(mu, tau)))
  const sigma = yield* data('sigma', [schools], positives)
  yield* observe('y', normal(theta, sigma))
})

const column = (values: ReadonlyArray<number>) => ({
  axes: ['schools'],
  sizes: [8],
  values: Float32Array.from(values)
})
const given = new Map([
  ['y', column([28, 8, -3, 7, -1, 1, 18, 12])],
  ['sigma', column([15, 10, 16, 11, 9, 11, 10, 18])]
])

const median = (xs: ReadonlyArray<number>): number => {
  const sorted = xs.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? NaN) + (sorted[Math.floor(half)] ?? NaN)) / 2
}

/** The least effective size of the bulk over all elements. */
const leastSize = ({ chains, draws, sites }: PosteriorDraws): number => {
  let least = Infinity
  for (const { values } of sites.values()) {
    const width = values.length / (chains * draws)
    for (let i = 0; i < width; i++) {
      const size = bulkSize({
        chains,
        draws,
        values: Float64Array.from(
          { length: chains * draws },
          (_, d) => values[d * width + i] ?? NaN
        )
      })
      if (!isLeft(size)) least = Math.min(least, size.right)
    }
  }
  return least
}

const seeds = Number(process.argv[2] ?? 10)
interface Run {
  readonly seconds: number
  readonly size: number
  readonly steps: number
  readonly acceptance: number
  readonly divergences: number
}
const runs: Array<Run> = []
const sum = (xs: Float64Array | undefined): number => xs?.reduce((a, b) => a + b, 0) ?? NaN
for (let seed = 0; seed <= seeds; seed++) {
  const began = process.cpuUsage()
  const sampled = await sampleModel({ data: given, settings: { seed }, threads: 1 })(eightSchools)()
  const { user, system } = process.cpuUsage(began)
  if (isLeft(sampled)) throw new Error(JSON.stringify(sampled.left))
  const { draws } = sampled.right
  const of = (name: string): number => sum(draws.statistics.get(name)?.values)
  const count = draws.chains * draws.draws
  // the first run compiles the loops, too
  if (seed > 0)
    runs.push({
      seconds: (user + system) / 1e6,
      size: leastSize(draws),
      steps: of('leapfrogs') / count,
      acceptance: of('acceptance') / count,
      divergences: of('divergent')
    })
}

const row = (what: string, xs: ReadonlyArray<number>, digits: number): string =>
  `${what.padEnd(44)}${median(xs).toFixed(digits)}`
process.stdout.write(
  [
    `eight schools, 4 × (1,000 + 1,000), medians of ${seeds} seeds`,
    row(
      'seconds, compiling and sampling',
      runs.map((r) => r.seconds),
      3
    ),
    row(
      'leapfrog steps a draw',
      runs.map((r) => r.steps),
      1
    ),
    row(
      'least effective size of the bulk',
      runs.map((r) => r.size),
      0
    ),
    row(
      'the same a leapfrog step',
      runs.map((r) => r.size / r.steps / 4000),
      4
    ),
    row(
      'acceptance',
      runs.map((r) => r.acceptance),
      3
    ),
    row(
      'divergences',
      runs.map((r) => r.divergences),
      1
    ),
    row(
      'the same a second',
      runs.map((r) => r.size / r.seconds),
      0
    ),
    ''
  ].join('\n')
)
