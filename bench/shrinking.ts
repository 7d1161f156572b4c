/**
 * Compression runs that shrink while they train beside the same runs at full size: train, press,
 * test the file, by the command line. Full size and shrinking take turns. The table goes between
 * the marks of docs/guide/benchmarks.md.
 *
 * Run, with options of train after `--`:
 *
 * ```
 * node bench/shrinking.ts [--epochs 12] [--seeds 1,2,3] [--priors group-horseshoe,group-jeffreys]
 *   [--backend wasm] [--data mnist] [--model dsl-examples/lenet-300-100.ts] [--out runs/shrinking]
 *   [--docs docs/guide/benchmarks.md] [--no-write]
 * ```
 *
 * Takes minutes: an epoch takes seconds, and there are two runs for each prior and seed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { farrier, Refusal } from './results/Farrier.ts'
import { decoded, errorPercent, EvaluatedFileC, PressedC } from './results/Outcome.ts'
import { putBetween } from './results/Marks.ts'
import { type Run, type Side, shrinkingTable, TrainedC } from './ShrinkingTable.ts'

const text = (fallback: string) => ({ type: 'string', default: fallback }) as const
const { values: given, positionals: training } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    epochs: text('12'),
    seeds: text('1,2,3'),
    priors: text('group-horseshoe,group-jeffreys'),
    backend: text('wasm'),
    data: text('mnist'),
    model: text('dsl-examples/lenet-300-100.ts'),
    out: text('runs/shrinking'),
    docs: text('docs/guide/benchmarks.md'),
    write: { type: 'boolean', default: true }
  }
})
const seeds = given.seeds.split(',').map(Number),
  priors = given.priors.split(',')
const betweenMarks = putBetween(
  '<!-- shrinking: made by node bench/shrinking.ts, do not edit -->',
  '<!-- end of shrinking -->'
)

/** What it prints, and the seconds it takes. */
const timed = async (
  label: string,
  words: ReadonlyArray<string>
): Promise<{ readonly printed: string; readonly seconds: number }> => {
  const begun = performance.now()
  return { printed: await farrier(label, words), seconds: (performance.now() - begun) / 1000 }
}

const side = async (
  prior: string,
  seed: number,
  option: '--shrink' | '--no-shrink'
): Promise<Side> => {
  const label = `${prior}, seed ${seed}, ${option}`,
    folder = join(given.out, `${prior}-seed${seed}${option.slice(1)}`),
    file = join(folder, 'net.farrier')
  const backend = ['--backend', given.backend]
  const trained = await timed(label, [
    'train',
    given.model,
    '--data',
    given.data,
    '--epochs',
    given.epochs,
    '--seed',
    String(seed),
    '--set',
    `prior=${prior}`,
    option,
    ...training,
    '--out',
    folder,
    '--force',
    ...backend,
    '--json'
  ])
  const pressed = await timed(label, ['press', folder, '--out', file, ...backend, '--json'])
  const tested = await timed(label, ['eval', file, '--data', given.data, ...backend, '--json'])
  const { metrics, shrinkage } = decoded(TrainedC, 'train', trained.printed),
    { row } = decoded(PressedC, 'press', pressed.printed)
  return {
    trainSeconds: trained.seconds,
    wholeSeconds: trained.seconds + pressed.seconds + tested.seconds,
    lossNatsPerDatum: metrics.lossNatsPerDatum,
    errorPercent: errorPercent(
      decoded(EvaluatedFileC, 'eval of a file', tested.printed).evaluations
    ),
    nonZeroPercent: row.nonZeroPercent,
    sizeBytes: row.sizeBytes,
    shrunk: shrinkage.map(({ epoch, parameters }) => ({ epoch, ...parameters }))
  }
}

try {
  const wrong = [...seeds, Number(given.epochs)].filter((n) => !(Number.isSafeInteger(n) && n >= 1))
  if (wrong.length > 0) throw new Refusal('--epochs and --seeds are whole numbers above 0')
  const runs: Array<Run> = []
  for (const prior of priors)
    for (const seed of seeds) {
      runs.push({
        prior,
        seed,
        full: await side(prior, seed, '--no-shrink'),
        shrinking: await side(prior, seed, '--shrink')
      })
    }
  const command =
    `node bench/shrinking.ts --epochs ${given.epochs} --seeds ${given.seeds} --priors ` +
    `${given.priors} --backend ` +
    `${given.backend}${training.length === 0 ? '' : ` -- ${training.join(' ')}`}`
  const made = `\`${command}\`\n\n${shrinkingTable(runs)}`
  process.stdout.write(`${made}\n`)
  const document =
    given.write && existsSync(given.docs)
      ? betweenMarks(made)(readFileSync(given.docs, 'utf8'))
      : undefined
  if (document !== undefined) writeFileSync(given.docs, document)
} catch (e) {
  if (!(e instanceof Refusal)) throw e
  process.stderr.write(`shrinking: ${e.message}\n`)
  process.exitCode = 1
}
