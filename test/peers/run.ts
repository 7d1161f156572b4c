/**
 * Our log densities beside those of NumPyro and Stan: every shipped example and 32 generated
 * models, each written by `farrier emit`, at the same points of real coordinates, in float64.
 *
 * Run: `npm run test:peers`, or one of them: `npm run test:peers -- stan`. The first run makes Python
 * environments in bench/.peers. Ends with 0 where all agree, 1 where one differs, 3 where Python or a
 * package cannot be had.
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { ensurePython, pythonEnvironment } from '../../bench/peers/Environment.ts'
import type { DistributionTag } from '../../src/distributions/Distribution.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import type { DataTarget } from '../../src/library/emit/EmitModel.ts'
import { witnessed } from './Answers.ts'
import { type Tolerance, verdict } from './Compare.ts'
import { missing } from './Coverage.ts'
import { generated } from './Generated.ts'
import { casesFor } from './Targets.ts'

/** NumPyro's masses of these are by ln B (findings/jax-betaln-from-eight.sh). */
const countsByBeta: ReadonlyArray<DistributionTag> = ['NegativeBinomial', 'BetaBinomial']

const here = fileURLToPath(new URL('.', import.meta.url))

/** The environment, its packages, the script that answers, how sources are called, what agreement is. */
const peers: {
  readonly [T in DataTarget]: {
    readonly environment: string
    readonly requirements: string
    readonly script: string
    readonly ending: string
    readonly tolerance: (graph: Graph) => Tolerance
  }
} = {
  numpyro: {
    environment: 'densities',
    requirements: 'requirements.txt',
    script: 'densities.py',
    ending: '.py',
    // JAX's slope of ln Φ has nine digits at some arguments, its ln B six from 8 on
    tolerance: (graph) =>
      graph.sites.some(({ dist }) => countsByBeta.includes(dist._tag))
        ? { value: 2e-6, gradient: 2e-6 }
        : { value: 1e-12, gradient: 1e-9 }
  },
  stan: {
    environment: 'stan',
    requirements: 'stan-requirements.txt',
    script: 'stan_densities.py',
    ending: '.stan',
    tolerance: () => ({ value: 1e-12, gradient: 1e-10 })
  }
}

const isTarget = (name: string): name is DataTarget => name in peers

const run = async (target: DataTarget): Promise<0 | 1 | 3> => {
  const { environment, requirements, script, ending, tolerance } = peers[target]
  const python = ensurePython(pythonEnvironment(environment, join(here, requirements)), (text) => {
    process.stderr.write(text)
  })
  const cases = await casesFor(target)
  const { outcome, refused } = E.isLeft(python)
    ? { outcome: python, refused: [] }
    : witnessed(target, { python: python.right, script, ending }, tolerance, cases)
  const { text, code } = verdict(outcome)
  process.stdout.write(`${target}\n${text}`)
  if (refused.length > 0)
    process.stdout.write(`refused, naming what ${target} lacks:\n  ${refused.join('\n  ')}\n`)
  return code
}

const asked = process.argv.slice(2).filter(isTarget)
const targets: ReadonlyArray<DataTarget> = asked.length > 0 ? asked : ['numpyro', 'stan']
const absent = missing(generated.map((c) => c.graph))
process.stdout.write(`not among the generated models: ${absent.join(', ') || 'nothing'}\n`)
const codes: Array<number> = []
for (const target of targets) codes.push(await run(target))
process.exitCode = codes.includes(1) ? 1 : Math.max(...codes)
