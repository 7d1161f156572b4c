/**
 * From nothing to a printed summary: eight schools, four chains of 1,000 draws after 1,000 iterations,
 * each time in a fresh process, as it is installed and from source, beside the same model as `farrier emit`
 * writes it in Stan and NumPyro. In turns; medians of wall time, 10 % and 90 %.
 *
 * Run: `node bench/first-summary.ts [--rounds 11]`
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isLeft } from 'fp-ts/lib/Either.js'
import { ensurePython, pythonEnvironment } from './peers/Environment.ts'
import { makeNodeForm } from '../test/support/NodeForm.ts'
import { quantile } from './peers/Statistics.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const { values: given } = parseArgs({ options: { rounds: { type: 'string', default: '11' } } })

const python = ensurePython(
  pythonEnvironment('sampling', here('peers/sampling/requirements.txt')),
  (text) => process.stderr.write(text)
)
if (isLeft(python)) throw new Error(python.left)

const folder = mkdtempSync(join(tmpdir(), 'farrier-summary-'))
const [model, data] = ['../dsl-examples/eight-schools.ts', '../dsl-examples/data/eight-schools.csv']
const as = (target: string): string => join(folder, target)
const [source, installed] = [here('../bin/farrier.js'), makeNodeForm(as('farrier'))]
const farrier = (launcher: string, ...words: ReadonlyArray<string>): ReadonlyArray<string> => [
  process.execPath,
  launcher,
  ...words,
  here(model),
  '--data',
  here(data)
]
const sample = (launcher: string): ReadonlyArray<string> =>
  farrier(launcher, 'sample', '--chains', '4', '--draws', '1000', '--force', '--out', as('run'))

/** Seconds until the process has said what it found. */
const timed = ([command = '', ...words]: ReadonlyArray<string>): number => {
  const before = performance.now()
  const { status, stdout, stderr } = spawnSync(command, words, {
    encoding: 'utf8',
    env: { ...process.env, JAX_PLATFORMS: 'cpu' }
  })
  if (status !== 0 || !/tau/.test(stdout)) throw new Error(stdout + stderr)
  return (performance.now() - before) / 1000
}

for (const target of ['stan', 'numpyro']) {
  const [command = '', ...words] = farrier(source, 'emit', '--to', target, '--out', as(target))
  if (spawnSync(command, words).status !== 0) throw new Error(`emit --to ${target} failed`)
}

const contests: Readonly<Record<string, ReadonlyArray<string>>> = {
  farrier: sample(installed),
  'farrier from source': sample(source),
  Stan: [python.right, here('peers/sampling/stan_summary.py'), as('stan')],
  NumPyro: [python.right, join(as('numpyro'), 'model.py')]
}
const found = new Map<string, Array<number>>(Object.keys(contests).map((name) => [name, []]))
const load = loadavg()[0] ?? 0
// the first of each fills caches
for (let round = 0; round <= Number(given.rounds); round++)
  for (const [name, command] of Object.entries(contests)) {
    const seconds = timed(command)
    if (round > 0) found.get(name)?.push(seconds)
  }
rmSync(folder, { recursive: true })

const at = (name: string, q: number): number => quantile(q)(found.get(name) ?? [])
process.stdout.write(
  [
    ...Object.keys(contests).map(
      (name) =>
        `${name}: ${at(name, 0.5).toFixed(2)} s (${at(name, 0.1).toFixed(2)} to ${at(name, 0.9).toFixed(2)}), ` +
        `ours ${(at('farrier', 0.5) / at(name, 0.5)).toFixed(2)} of it`
    ),
    `medians of ${given.rounds} in turns, load ${load.toFixed(1)} before; Node ${process.versions.node}\n`
  ].join('\n')
)
