/** One regression under several priors, as a person runs it. */
import { readFileSync } from 'node:fs'
import { right } from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import sparsePriors from '../../dsl-examples/sparse-priors.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const table = new URL('../../dsl-examples/data/sparse-priors.csv', import.meta.url)
const settings =
  '--steps 2000 --samples 4 --warm-up 0 --decay-from 0.3 --backend wasm --threads 1 ' +
  '--rate-location 0.05 --rate-scale 0.05 --rate-variance 0.05'

/** Posterior means of the coefficients. */
const coefficients = async (prior: string): Promise<ReadonlyArray<number>> => {
  const files = memoryFileSystem({ files: { '/data.csv': readFileSync(table) } })
  const run = farrier({ files, loadModule: () => right({ default: sparsePriors }) })
  const train = `train model.ts --data /data.csv --out /run --set prior=${prior} ${settings}`
  expect(await run(...train.split(' '))).toMatchObject({ code: 0 })
  const { out } = await run('summary', '/run', '--csv', '--rows', '50')
  const rows = out.split('\n').map((line) => line.replaceAll('"', '').split(','))
  const mean = (rows[0] ?? []).indexOf('mean')
  return rows.flatMap((row) => ((row[0] ?? '').startsWith('w[') ? [Number(row[mean])] : []))
}

test('both find what is large; a spike with a heavy tail takes what is noise, Laplace leaves it', async () => {
  const size = (ws: ReadonlyArray<number>): number => ws.reduce((sum, w) => sum + Math.abs(w), 0)
  const [laplace, horseshoe] = [await coefficients('laplace'), await coefficients('horseshoe')]
  for (const found of [laplace, horseshoe]) {
    expect(found).toHaveLength(20)
    ;[5, -3].forEach((w, k) => expect(Math.abs((found[k] ?? NaN) - w)).toBeLessThan(0.8))
  }
  expect(size(horseshoe.slice(3))).toBeLessThan(0.4 * size(laplace.slice(3)))
}, 120_000)

test.each(['spike-and-slab', 'hard-concrete'])(
  'switches take what is noise, and leave what is large as it is: %s',
  async (prior) => {
    const found = await coefficients(prior)
    ;[5, -3].forEach((w, k) => expect(Math.abs((found[k] ?? NaN) - w)).toBeLessThan(0.5))
    expect(found.slice(3).reduce((sum, w) => sum + Math.abs(w), 0)).toBeLessThan(0.6)
  },
  120_000
)
