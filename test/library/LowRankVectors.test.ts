/** Normal vectors of few factors, as a latent and with their factors summed out of data. */
import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { right } from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import lowRank from '../../dsl-examples/low-rank.ts'
import {
  axis,
  data,
  lowRankMultivariateNormal,
  normal,
  observe,
  program,
  sample,
  sampleModel
} from '../../src/index.ts'
import { loadPosterior } from '../../src/storage/index.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { inverse } from '../support/Dense.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const k = axis('k', 4),
  j = axis('j', 2)
const factor = [
  [1, 0.5],
  [-2, 1],
  [0, 0.3],
  [1.5, -1]
]
const y = [1, -0.5, 2, 0.3]

test('a latent one has the posterior of its covariance, by chains over independent numbers', async () => {
  const model = pipe(
    program,
    data('f', [k, j]),
    sample('x', ({ f }) =>
      lowRankMultivariateNormal({ mean: 0, factor: f, scale: 0.7, along: k, across: j })
    ),
    observe('y', ({ x }) => normal(x, 0.5))
  )
  const bound = new Map([
    ['f', { axes: ['k', 'j'], sizes: [4, 2], values: Float32Array.from(factor.flat()) }],
    ['y', { axes: ['k'], sizes: [4], values: Float32Array.from(y) }]
  ])
  const covariance = factor.map((a, r) =>
    factor.map((b, c) => a.reduce((sum, x, i) => sum + x * (b[i] ?? NaN), r === c ? 0.49 : 0))
  )
  // the precision of the posterior is that of the prior and that of the data
  const posterior = inverse(
    inverse(covariance).map((row, r) => row.map((x, c) => (r === c ? x + 4 : x)))
  )
  const settings = { chains: 2, draws: 600, warmUp: 300 }
  const found = await sampleModel({ data: bound, threads: 1, settings })(model)()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  const x = found.right.sites.get('x')
  posterior.forEach((row, i) => {
    const mean = row.reduce((sum, p, c) => sum + 4 * p * (y[c] ?? NaN), 0),
      deviation = Math.sqrt(row[i] ?? NaN)
    expect(Math.abs((x?.mean.values[i] ?? NaN) - mean) / deviation).toBeLessThan(0.2)
    expect(Math.abs(Math.sqrt(x?.variance.values[i] ?? NaN) / deviation - 1)).toBeLessThan(0.2)
  })
})

test('rows that are summed out leave two components and the noise, 0.3', async () => {
  const table = readFileSync(new URL('../../dsl-examples/data/low-rank.csv', import.meta.url))
  const files = memoryFileSystem({ files: { '/data.csv': table } })
  const run = farrier({ files, loadModule: () => right({ default: lowRank }) })
  const words =
    'train model.ts --data /data.csv --out /run --set u=summed-out --set rows=20 --set columns=12 ' +
    '--set rank=4 --steps 1500 --samples 2 --warm-up 0 --decay-from 0.3 --backend wasm --threads 1 ' +
    '--rate-location 0.05 --rate-scale 0.05 --rate-variance 0.05'
  expect(await run(...words.split(' '))).toMatchObject({ code: 0 })
  const posterior = await loadPosterior(files, '/run')()
  if (E.isLeft(posterior)) throw new Error(posterior.left.what)
  const { sites } = posterior.right
  const means = (site: string): ReadonlyArray<number> =>
    Array.from(sites.get(site)?.mean.values ?? [])
  expect(Math.abs((means('sigma')[0] ?? NaN) - 0.3)).toBeLessThan(0.05)
  const [z, v] = [means('z'), means('v')]
  const lengths = z.map((scale, c) =>
    Math.hypot(...Array.from({ length: 12 }, (_, i) => scale * (v[4 * i + c] ?? NaN)))
  )
  expect(lengths.filter((length) => length > 0.3)).toHaveLength(2)
})
