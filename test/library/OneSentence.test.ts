/**
 * A program and the command line say the same sentence: equal parameters, equal networks, equal
 * evaluations, to the byte; and a run folder is the same whoever makes it.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { beforeAll, expect, test } from 'vitest'
import {
  type Artifact,
  decodeNet,
  encodeNet,
  evaluateFitted,
  evaluateOn,
  fitModel,
  freshStart,
  loadPosterior,
  loadRecord,
  pressFitted,
  trainRun,
  withExecutor
} from '../../src/index.ts'
import { batching } from '../../src/inference/index.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { type MemoryFileSystem, memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyData, toyImages } from '../support/ToyImages.ts'
import { toyModel } from '../support/ToyModel.ts'

const must = <L, A>(e: E.Either<L, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}
const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a !== undefined && b !== undefined && Buffer.from(a).equals(Buffer.from(b))

const model = must(toyModel.configure({}))
const rate = 0.02
const rates = { location: rate, scale: rate, logVariance: rate }
const fit = async () =>
  must(
    await fitModel({
      data: toyData(36),
      test: toyData(15, 1000),
      backend: 'cpu',
      settings: {
        epochs: 20,
        batch: { images: 12 },
        schedule: { rates, warmUp: 0.2, decayFrom: 0.5 },
        shrink: { threshold: 0, patience: 1, toleranceNats: 0.001 }
      }
    })(model)()
  )
const rateWords = ['location', 'scale', 'variance'].flatMap((kind) => [`--rate-${kind}`, `${rate}`])
const shrinkWords = ['--shrink', '--shrink-threshold', '0', '--shrink-patience', '1']
const words = ['--epochs', '20', ...rateWords, ...shrinkWords]

let files: MemoryFileSystem
let run: ReturnType<typeof farrier>
let fitted: Awaited<ReturnType<typeof fit>>
beforeAll(async () => {
  files = memoryFileSystem({ files: toyImages('/data') })
  run = farrier({ files })
  fitted = await fit()
  expect(await run(...trainWords('/run', ...words))).toMatchObject({ code: 0 })
})

test('a fit has the parameters and moments of the run with the same settings', async () => {
  const { result, sites } = fitted
  const stored = must(await loadPosterior(files, '/run')())
  expect(stored.parameters.size).toBe(result.state.parameters.size)
  for (const [name, { values }] of stored.parameters)
    expect(result.state.parameters.get(name)?.values).toEqual(values)
  for (const [name, { mean, variance }] of stored.sites) {
    expect(sites.get(name)?.mean.values).toEqual(mean.values)
    expect(sites.get(name)?.variance.values).toEqual(variance.values)
  }
  expect(result.metrics.some(({ shrinkage }) => shrinkage !== undefined)).toBe(true)
})

/** Where a network comes from is told in words of one's own. */
const bytesOf = (artifact: Artifact): Uint8Array =>
  encodeNet({ ...artifact, provenance: { model: '', seed: 0, epochs: 0, settings: {} } }).bytes

test.each([
  ['to a tolerance', { toleranceNats: 0.05 }, ['--tolerance', '0.05']],
  ['to a size', { nonZeroPercent: 30 }, ['--non-zero', '30']],
  ['with means folded', { foldMeans: true }, ['--fold-means']],
  ['rounded weight by weight', { compensate: false }, ['--no-compensate']],
  ['on the first rows', { rows: { images: 10 } }, ['--rows', '10']]
])('pressed %s, it is the network of the command line', async (_, choices, options) => {
  await run('press', '/run', '--out', '/net', '--backend', 'cpu', ...options)
  const read = must(decodeNet('/net')(files.contents.get('/net') ?? new Uint8Array()))
  const { artifact } = must(await pressFitted('toy', choices, 'cpu')(fitted)())
  expect(same(bytesOf(artifact), bytesOf(read))).toBe(true)
  expect(must(await evaluateOn(toyData(15, 1000), 'cpu')(artifact.network)())).toEqual(
    JSON.parse((await run('eval', '/net', '--data', '/data', '--backend', 'cpu', '--json')).out)
      .evaluations
  )
})

test('evaluated at its means and by draws, it does as the run does', async () => {
  const { out } = await run('eval', '/run', '--draws', '3', '--backend', 'cpu', '--json')
  const { plugIn, predictive } = JSON.parse(out)
  expect(must(await evaluateFitted(toyData(15, 1000), 3, 'cpu')(fitted)())).toEqual({
    plugIn,
    predictive
  })
})

test('a program leaves the folder of a run, and the command line goes on with its files', async () => {
  const record = must(await loadRecord(files, '/run')())
  const { model: compiled, bound: train, settings } = fitted
  const { program } = compiled
  const task = {
    files,
    folder: '/made',
    record,
    fit: {
      program,
      train,
      test: undefined,
      settings,
      start: freshStart(program, train.sizes, settings.seed)
    },
    cut: must(batching(program, train, settings)),
    isResumed: false
  }
  const made = await pipe(withExecutor('cpu')(trainRun(task)), TE.flatten)()
  expect(must(made).record).toMatchObject({ outcome: 'finished', epoch: 20 })
  for (const name of ['posterior.safetensors', 'state.safetensors', 'run.json'])
    expect(same(files.contents.get(`/made/${name}`), files.contents.get(`/run/${name}`))).toBe(true)
  expect(await run('eval', '/made', '--backend', 'cpu')).toMatchObject({ code: 0 })
})
