/**
 * Ours in a process of its own: `node bench/peers/sampling/OurSampler.ts CASE`. It speaks as samplers.py
 * does: a line for itself, then one for each `{"seed": 3}`.
 */
import { createInterface } from 'node:readline'
import * as E from 'fp-ts/lib/Either.js'
import { deriveDensity } from '../../../src/compile/index.ts'
import {
  begunChains,
  bindData,
  drawsOfChains,
  modelTarget,
  sampleChains,
  standardSampler
} from '../../../src/inference/index.ts'
import type { Problem } from '../../../src/ir/Problem.ts'
import type { PosteriorDraws } from '../../../src/ir/Posterior.ts'
import { graphOfCase, samplingCases } from './SamplingCases.ts'
import { lookedAt } from './SampledDraws.ts'

const right = <A>(e: E.Either<ReadonlyArray<Problem> | Problem, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Elements of all sites that are looked at, as the bytes of numbers: [element, chain, draw]. */
const written = ({ sites, chains, draws }: PosteriorDraws): string => {
  const rows: Array<Float64Array> = []
  for (const [, { values }] of [...sites].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const width = values.length / (chains * draws)
    for (const i of lookedAt(width))
      rows.push(
        Float64Array.from({ length: chains * draws }, (_, d) => values[d * width + i] ?? NaN)
      )
  }
  return Buffer.concat(rows.map((row) => Buffer.from(row.buffer))).toString('base64')
}

const [name = ''] = process.argv.slice(2)
const chosen = samplingCases.find((c) => c.name === name)
if (chosen === undefined) throw new Error(`no case ${name}`)
const { density } = right(deriveDensity()(await graphOfCase(name)))
const target = right(modelTarget(density, right(bindData(density, chosen.data()))))
say({ ready: 'Farrier' })
for await (const line of createInterface({ input: process.stdin })) {
  const request: unknown = JSON.parse(line)
  const seed =
    typeof request === 'object' && request !== null && 'seed' in request ? Number(request.seed) : 1
  const settings = { ...standardSampler, seed }
  const began = process.cpuUsage()
  const begun = right(begunChains(target, settings))
  const { chains } = right(
    await sampleChains(target, settings, begun, {
      threads: 1,
      onProgress: () => undefined,
      shouldStop: () => false,
      pause: () => Promise.resolve(),
      checkpoint: () => () => Promise.resolve(E.right(undefined)),
      nowMs: () => performance.now()
    })
  )
  const draws = drawsOfChains(target, chains)
  const { user, system } = process.cpuUsage(began)
  const leapfrogs = draws.statistics.get('leapfrogs')?.values.reduce((a, b) => a + b, 0) ?? NaN
  say({ seconds: (user + system) / 1e6, leapfrogs, draws: written(draws) })
}
