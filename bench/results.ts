/**
 * The table of docs/results.md: trains, presses and tests every prior under every seed by the
 * command line, and writes mean and range over seeds beside the published numbers. Runs that are
 * finished are not trained again. The last epoch counts, never the best; test data choose nothing.
 *
 * Run, with options of press after `--`:
 *
 * ```
 * npm run results -- [--epochs 60] [--seeds 1,2,3] [--priors group-horseshoe,group-jeffreys]
 *   [--no-baseline] [--backend wasm] [--jobs 1] [--out runs/results] [--data mnist] [--hold-out N]
 *   [--model dsl-examples/lenet-300-100.ts] [--set name=value …] [--docs docs/results.md]
 * ```
 *
 * With `--hold-out N` the last N training images are what is tested on, and no test image is read:
 * for settling defaults. Such a table is printed, and written into a document only where `--docs`
 * names it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { outcomeOf, type Plan, Refusal } from './results/Farrier.ts'
import type { Outcome } from './results/Outcome.ts'
import { comparison, putBetweenMarks, table } from './results/Table.ts'

const text = (fallback: string) => ({ type: 'string', default: fallback }) as const
const { values: given, positionals: press } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    epochs: text('60'),
    seeds: text('1,2,3'),
    priors: text('group-horseshoe,group-jeffreys'),
    baseline: { type: 'boolean', default: true },
    backend: text('wasm'),
    jobs: text('1'),
    out: { type: 'string' },
    data: text('mnist'),
    'hold-out': { type: 'string' },
    model: text('dsl-examples/lenet-300-100.ts'),
    set: { type: 'string', multiple: true, default: [] },
    docs: { type: 'string' }
  }
})

/** The prior of the uncompressed network. */
const baseline = 'normal'

const holdOut = Number(given['hold-out'] ?? 0)
const plan: Plan = {
  model: given.model,
  data: given.data,
  holdOut,
  epochs: Number(given.epochs),
  backend: given.backend,
  set: given.set,
  press,
  out: given.out ?? (holdOut === 0 ? 'runs/results' : `runs/held-out-${holdOut}`)
}
/**
 * The document to write into; none where only held-out images were tested on, unless it is named.
 */
const docs = given.docs ?? (holdOut === 0 ? 'docs/results.md' : undefined)
const seeds = given.seeds.split(',').map(Number)
const priors = [...given.priors.split(','), ...(given.baseline ? [baseline] : [])]
/** The baseline is one row to compare with: the first seed is enough. */
const jobs = priors.flatMap((prior) => {
  const isBaseline = given.baseline && prior === baseline
  return (isBaseline ? seeds.slice(0, 1) : seeds).map((seed) => ({ prior, seed, isBaseline }))
})

/** So many at a time; the first that fails lets the others end and starts no more. */
const inTurn = async (atOnce: number): Promise<ReadonlyArray<Outcome>> => {
  const waiting = [...jobs],
    done: Array<Outcome> = [],
    failures: Array<unknown> = []
  const worker = async (): Promise<void> => {
    for (
      let job = waiting.shift();
      job !== undefined && failures.length === 0;
      job = waiting.shift()
    ) {
      try {
        done.push(await outcomeOf(plan, job.prior, job.seed, job.isBaseline))
      } catch (e) {
        failures.push(e)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  if (failures.length > 0) throw failures[0]
  return priors.flatMap((prior) => done.filter((o) => o.prior === prior))
}

const command = [
  'npm run results --',
  `--epochs ${plan.epochs} --seeds ${given.seeds} --priors ${given.priors} --backend ${plan.backend}`,
  ...(plan.data === 'mnist' ? [] : [`--data ${plan.data}`]),
  ...(holdOut === 0 ? [] : [`--hold-out ${holdOut}`]),
  ...plan.set.map((s) => `--set ${s}`),
  ...(given.baseline ? [] : ['--no-baseline']),
  ...(press.length === 0 ? [] : [`-- ${press.join(' ')}`])
].join(' ')

try {
  const wrong = [...seeds, plan.epochs, Number(given.jobs)].filter(
    (n) => !(Number.isSafeInteger(n) && n >= 1)
  )
  if (wrong.length > 0) throw new Refusal('--epochs, --seeds and --jobs are whole numbers above 0')
  if (given['hold-out'] !== undefined && !(Number.isSafeInteger(holdOut) && holdOut >= 1))
    throw new Refusal('--hold-out is a whole number above 0')
  if (
    docs !== undefined &&
    (!existsSync(docs) || putBetweenMarks('')(readFileSync(docs, 'utf8')) === undefined)
  )
    throw new Refusal(`${docs} has no two marks to write between`)
  const outcomes = await inTurn(Number(given.jobs))
  mkdirSync(plan.out, { recursive: true })
  writeFileSync(
    join(plan.out, 'outcomes.json'),
    `${JSON.stringify({ plan, outcomes }, undefined, 2)}\n`
  )
  const made = [`\`${command}\``, table(outcomes, holdOut), comparison(outcomes, holdOut)]
    .filter((part) => part !== '')
    .join('\n\n')
  if (docs !== undefined)
    writeFileSync(docs, putBetweenMarks(made)(readFileSync(docs, 'utf8')) ?? made)
  process.stdout.write(`${made}\n${docs === undefined ? '' : `\nwritten to ${docs}\n`}`)
} catch (e) {
  if (!(e instanceof Refusal)) throw e
  process.stderr.write(`results: ${e.message}\n`)
  process.exitCode = 1
}
