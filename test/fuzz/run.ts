/**
 * `npm run fuzz`: every reader of files under inputs that its own code guides.
 *
 *   npm run fuzz -- --minutes 10 --reader net --seed 2 --grow
 *
 * Prints counts as JSON lines at the end, and every failure with its input; exits 1 if there was one.
 * `--first` ends a reader with its first failure.
 * `--grow` writes the smallest inputs that reach what no input of the corpus reached.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startCoverage } from './Coverage.ts'
import { fuzzAll, type Fuzzed, makeFuzzer } from './Fuzz.ts'
import { grown } from './Grow.ts'
import { planted } from './planted/src/Planted.ts'
import { readers } from './Readers.ts'
import { seeds } from './Seeds.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seconds: { type: 'string' },
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    reader: { type: 'string', multiple: true },
    grow: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    first: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false }
  }
})
const seconds =
  values.seconds === undefined ? 60 * Number(values.minutes ?? 1) : Number(values.seconds)

const folderOf = (name: string): string =>
  fileURLToPath(new URL(`corpus/${name}/`, import.meta.url))
const corpusOf = (name: string): ReadonlyArray<Uint8Array> =>
  existsSync(folderOf(name))
    ? readdirSync(folderOf(name))
        .sort()
        .map((file) => readFileSync(folderOf(name) + file))
    : []
const nameOf = (bytes: Uint8Array): string =>
  createHash('md5').update(bytes).digest('hex').slice(0, 12)

const all = values.planted ? [planted] : readers
const chosen = all.filter((r) => values.reader === undefined || values.reader.includes(r.name))
const { covered, stop } = startCoverage('/src/')
const fuzzers = chosen.map((reader, i) =>
  makeFuzzer(
    reader,
    [...(seeds[reader.name] ?? []), ...corpusOf(reader.name)],
    covered,
    1000 * Number(values.seed) + i
  )
)

let told = performance.now()
const progress = (states: ReadonlyArray<Fuzzed>): void => {
  if (values.quiet || performance.now() - told < 10_000) return
  told = performance.now()
  console.error(
    states.map((s) => `${s.reader.name} ${s.runs}/${s.features}/${s.failures.length}`).join('  ')
  )
}
const limits = {
  durationMs: values.runs === undefined ? 1000 * seconds : Infinity,
  runs: Number(values.runs ?? Infinity),
  first: values.first
}
const states = await fuzzAll(fuzzers, limits, progress)

for (const { reader, runs, accepted, features, corpus, failures } of states) {
  console.log(
    JSON.stringify({
      reader: reader.name,
      runs,
      accepted,
      features,
      corpus: corpus.length,
      failures: failures.length
    })
  )
  for (const { what, bytes } of failures)
    console.log(`${reader.name}: ${what}\n  input: ${Buffer.from(bytes).toString('base64')}`)
}
if (values.grow)
  for (const state of states) {
    mkdirSync(folderOf(state.reader.name), { recursive: true })
    const known = [...(seeds[state.reader.name] ?? []), ...corpusOf(state.reader.name)]
    for (const bytes of await grown(state, known, covered))
      writeFileSync(folderOf(state.reader.name) + nameOf(bytes), bytes)
  }
stop()
process.exitCode = states.some((s) => s.failures.length > 0) ? 1 : 0
