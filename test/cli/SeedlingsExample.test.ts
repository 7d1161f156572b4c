/**
 * The example of effects that go together, sampled and fitted, against 40,000 draws of NumPyro from its own
 * model (`seedlings.py`: NumPyro 0.22.0, JAX 0.10.2).
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import seedlings from '../../dsl-examples/seedlings.ts'
import { fitModel, sampleModel } from '../../src/index.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { right } from 'fp-ts/lib/TaskEither.js'

const table = readFileSync(
  fileURLToPath(new URL('../../dsl-examples/data/seedlings.csv', import.meta.url))
)
const cells = table
  .toString()
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number))
const data = new Map(
  ['plant', 'week', 'height'].map((name, c) => [
    name,
    {
      axes: ['readings'],
      sizes: [cells.length],
      values: Float32Array.from(cells, (row) => row[c] ?? NaN)
    }
  ])
)

/** By site and place: mean and deviation. */
const theirs = [
  ['corr', 2, -0.61348, 0.14268],
  ['scale', 0, 1.42584, 0.25504],
  ['scale', 1, 0.66549, 0.11065],
  ['mean', 0, 11.288, 0.31849],
  ['mean', 1, 3.20586, 0.14365],
  ['error', 0, 0.8429, 0.06265]
] as const

test('chains have the posterior of NumPyro', async () => {
  const settings = { chains: 2, draws: 500, warmUp: 500 }
  const found = await pipe(seedlings, sampleModel({ data, threads: 1, settings }))()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  for (const [name, at, mean, sd] of theirs) {
    const site = found.right.sites.get(name)
    expect(Math.abs((site?.mean.values[at] ?? NaN) - mean) / sd, name).toBeLessThan(0.3)
    expect(Math.abs(Math.sqrt(site?.variance.values[at] ?? NaN) / sd - 1), name).toBeLessThan(0.3)
  }
}, 60_000)

test('a fit has its means', async () => {
  const found = await pipe(seedlings, fitModel({ data }))()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  for (const [name, at, mean, sd] of theirs)
    expect(
      Math.abs((found.right.sites.get(name)?.mean.values[at] ?? NaN) - mean) / sd,
      name
    ).toBeLessThan(0.7)
}, 60_000)

test('a summary of draws names the elements of the factor, and not its coordinates', async () => {
  const files = memoryFileSystem({ files: { '/data.csv': table } })
  const run = farrier({ files, loadModule: () => right({ default: seedlings }) })
  const sample = 'sample model.ts --data /data.csv --out /run --draws 50 --warmup 50 --chains 2'
  expect(await run(...sample.split(' '))).toMatchObject({ code: 0 })
  const { out } = await run('summary', '/run')
  expect(out.match(/^corr\S* \S* \S*/gm)?.map((row) => row.trim())).toHaveLength(4)
  expect(out).toMatch(/corr\[effects 1, others 0\] +-/)
}, 60_000)
