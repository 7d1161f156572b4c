/**
 * Our own side of the budget: one table of medians, 10 % and 90 % points and ratios, written
 * between the marks of docs/guide/benchmarks.md. What is compared takes turns. About four minutes.
 *
 * Run:
 *
 * ```
 * npm run bench -- [--only steps,convolutions,shares,memory,compile,inference,inference5]
 *   [--rounds 6] [--turn-ms 300] [--docs docs/guide/benchmarks.md] [--no-write]
 * ```
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { compileMeasured, memoryMeasured, sharesMeasured } from './Alone.ts'
import { contested, rowsOf } from './Contest.ts'
import { contests } from './OurContests.ts'
import { putBetween } from './results/Marks.ts'
import { type Row, table } from './Row.ts'

const { values: given } = parseArgs({
  allowNegative: true,
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '6' },
    'turn-ms': { type: 'string', default: '300' },
    docs: { type: 'string', default: 'docs/guide/benchmarks.md' },
    write: { type: 'boolean', default: true }
  }
})

const now = (): number => performance.now()
const cores = availableParallelism()

const contest = (name: keyof typeof contests) => async (): Promise<ReadonlyArray<Row>> => {
  const c = contests[name](Number(given.rounds), Number(given['turn-ms']))
  return rowsOf(c, await contested(c, now))
}

/** In the order of the table. */
const parts: Readonly<Record<string, () => Promise<ReadonlyArray<Row>>>> = {
  steps: contest('steps'),
  convolutions: contest('convolutions'),
  shares: () => sharesMeasured(cores),
  memory: () => memoryMeasured(cores),
  compile: compileMeasured,
  inference: contest('inference'),
  inference5: contest('inference5')
}

const chosen = given.only?.split(',') ?? Object.keys(parts)
const unknown = chosen.filter((name) => parts[name] === undefined)
if (unknown.length > 0) {
  process.stderr.write(
    `no benchmark ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}\n`
  )
  process.exit(1)
}

const load = loadavg()[0] ?? 0,
  begun = now(),
  rows: Array<Row> = []
for (const name of chosen) {
  const start = now()
  rows.push(...((await parts[name]?.()) ?? []))
  process.stderr.write(`${name}: ${((now() - start) / 1000).toFixed(0)} s\n`)
}
const made =
  `\`npm run bench\`: ${given.rounds} rounds of ${given['turn-ms']} ms a turn on ` +
  `${cores} cores, load ${load.toFixed(1)} before, ` +
  `${((now() - begun) / 1000).toFixed(0)} s in all; Node ` +
  `${process.versions.node}.\n\n${table(rows)}`
process.stdout.write(`${made}\n`)
const betweenMarks = putBetween(
  '<!-- own benchmarks: made by npm run bench, do not edit -->',
  '<!-- end of own benchmarks -->'
)
// some of the rows would not be the table
const document =
  given.write && given.only === undefined && existsSync(given.docs)
    ? betweenMarks(made)(readFileSync(given.docs, 'utf8'))
    : undefined
if (document !== undefined) writeFileSync(given.docs, document)
