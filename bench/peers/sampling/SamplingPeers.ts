/**
 * Our sampler beside Stan, NumPyro, blackjax and nutpie, each on the model that `farrier emit` writes: in
 * turns, a seed a round, all on one core. What is compared is effective draws a second: the least
 * effective size of the bulk, counted by the same code for all, over processor time of warm-up and
 * sampling. The first run of each is thrown away: it compiles.
 *
 * Run: `npm run bench:peers -- sampling [--cases eight-schools-base] [--by stan,nutpie] [--seeds 10]`
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import {
  emitModel,
  emittedData,
  type EmitTarget,
  emitters
} from '../../../src/library/emit/EmitModel.ts'
import { putBetween } from '../../results/Marks.ts'
import { type Contestant, openContestant } from '../Contestant.ts'
import { ensurePython, pythonEnvironment } from '../Environment.ts'
import { leastSize, meansOf } from './SampledDraws.ts'
import { graphOfCase, type SamplingCase, samplingCases } from './SamplingCases.ts'
import { type SampledRun, samplingTable, type SamplingRow } from './SamplingTable.ts'

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

/** The model as the peers read it, in a folder. */
const written = async ({ name, data }: SamplingCase): Promise<string> => {
  const folder = join(mkdtempSync(join(tmpdir(), 'farrier-peers-')), name)
  mkdirSync(folder)
  const graph = await graphOfCase(name)
  const values = new Map(data())
  const rows = new Map(
    [...values.values()].flatMap((x) => x.axes.map((a, i) => [a, x.sizes[i] ?? 0] as const))
  )
  const sizes = new Map(
    graph.axes.map((a) => [a.name, a.size === 'data' ? (rows.get(a.name) ?? 0) : a.size] as const)
  )
  const targets: ReadonlyArray<EmitTarget> = ['stan', 'numpyro']
  for (const target of targets) {
    const emitted = emitModel(target, name)(graph)
    if (isLeft(emitted)) throw new Error(emitted.left[0].what)
    const json = emittedData(emitted.right)({ sizes, values })
    if (isLeft(json)) throw new Error(json.left.what)
    mkdirSync(join(folder, target))
    writeFileSync(join(folder, target, emitters[target].file), emitted.right.source)
    writeFileSync(join(folder, target, 'data.json'), json.right)
  }
  return folder
}

const peers = ['stan', 'nutpie', 'numpyro', 'blackjax'] as const

/** A round of one: undefined where it is not there any more, with the reason told. */
const asked = async (
  row: SamplingRow,
  contestant: Contestant,
  seed: number
): Promise<SampledRun | undefined> => {
  if (row.unavailable !== undefined) return undefined
  const answer = await contestant.sample(seed)
  if (isLeft(answer)) {
    row.unavailable = answer.left
    return undefined
  }
  const { seconds, leapfrogs } = answer.right
  return { seconds, leapfrogs, size: leastSize(answer.right), means: meansOf(answer.right) }
}

export const samplingPeers = async (words: ReadonlyArray<string>): Promise<void> => {
  const { values: given } = parseArgs({
    args: [...words],
    allowNegative: true,
    options: {
      cases: { type: 'string' },
      by: { type: 'string' },
      seeds: { type: 'string', default: '10' },
      docs: { type: 'string', default: 'docs/guide/benchmarks.md' },
      write: { type: 'boolean', default: true }
    }
  })
  const python = ensurePython(pythonEnvironment('sampling', here('requirements.txt')), (text) =>
    process.stderr.write(text)
  )
  const command = isRight(python) ? python.right : 'python3'
  const chosen = samplingCases.filter((c) => given.cases?.split(',').includes(c.name) ?? true)
  const others = peers.filter((p) => given.by?.split(',').includes(p) ?? true)
  const load = loadavg()[0] ?? 0
  const tables: Array<{ readonly of: SamplingCase; readonly rows: ReadonlyArray<SamplingRow> }> = []
  for (const of of samplingCases) {
    if (!chosen.includes(of)) {
      tables.push({ of, rows: [] })
      continue
    }
    const folder = await written(of)
    const launches = [
      { by: 'farrier', command: process.execPath, words: [here('OurSampler.ts'), of.name] },
      ...others.map((by) => ({ by, command, words: [here('samplers.py'), by, folder] }))
    ]
    const rows: Array<SamplingRow & { readonly contestant: Contestant }> = []
    for (const { by, ...launch } of launches) {
      const contestant = await openContestant({ ...launch, threads: 1 })
      const { ready } = contestant
      const unavailable = isLeft(ready) ? ready.left : undefined
      const title = isLeft(ready) ? by : ready.right
      rows.push({ by, title, unavailable, runs: [], contestant })
    }
    for (let seed = 0; seed <= Number(given.seeds); seed++)
      for (const row of rows) {
        const run = await asked(row, row.contestant, seed)
        if (run !== undefined && seed > 0) row.runs.push(run)
        process.stderr.write(`${of.name} ${row.by} ${seed}: ${run?.seconds.toFixed(3) ?? '-'} s\n`)
      }
    for (const { contestant } of rows) contestant.stop()
    tables.push({ of, rows })
  }
  const made =
    `\`npm run bench:peers -- sampling\`: ${given.seeds} seeds in turns, each process on one core of ` +
    `${availableParallelism()}, load ${load.toFixed(1)} before; Node ${process.versions.node}.\n\n` +
    samplingTable(tables)
  process.stdout.write(`${made}\n`)
  const place = putBetween(
    '<!-- samplers: made by npm run bench:peers -- sampling, do not edit -->',
    '<!-- end of samplers -->'
  )
  const document = given.write ? place(made)(readFileSync(given.docs, 'utf8')) : undefined
  if (document !== undefined) writeFileSync(given.docs, document)
}
