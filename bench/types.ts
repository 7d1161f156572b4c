/**
 * What types cost: how long the type checker works on a model of 216 sites above an empty one, in two
 * notations; in turns, the median of so many. No site is annotated. Seconds are the check time that
 * `tsc --extendedDiagnostics` prints, of everything that is imported too.
 *
 * Run: `node bench/types.ts [--rounds 5] [--sites 216]`. Exits 1 where the bar, 1 s, is missed.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median } from './peers/Statistics.ts'

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    sites: { type: 'string', default: '216' }
  }
})
const rounds = Number(given.rounds),
  sites = Number(given.sites)

const root = fileURLToPath(new URL('../', import.meta.url))
const folder = join(root, 'node_modules/.cache/types')
const compiler = join(root, 'node_modules/typescript-7/bin/tsc')
const barSeconds = 1

const imports = `import { pipe } from 'fp-ts/lib/function.js'
import { axis, draw, halfCauchy, include, model, normal, observe, over, program, sample } from 'farrier'
export { axis, draw, halfCauchy, include, model, normal, observe, over, pipe, program, sample }
`

/** One line a site, each of which sees those above it; and the posterior typed by name. */
const inGenerator = [
  imports,
  "const units = axis('units', 10)",
  'export default model(function* () {',
  "  const s0 = yield* draw('s0', over(units)(halfCauchy(1)))",
  ...Array.from(
    { length: sites - 2 },
    (_, i) => `  const s${i + 1} = yield* draw('s${i + 1}', normal(${i === 0 ? 0 : `s${i}`}, s0))`
  ),
  `  yield* observe('y', normal(s${sites - 2}, s0))`,
  '})'
].join('\n')

/** Programs in programs in programs: six sites each. */
const side = Math.round(Math.cbrt(sites))
const times = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => `  ${line(i + 1)}`).join(',\n')
const inPipes = [
  imports,
  "const units = axis('units', 10)",
  "const block = pipe(\n  program,\n  sample('s1', over(units)(halfCauchy(1))),",
  `${times(side - 1, (i) => {
    const above = i === 1 ? '0, s1' : `s${i}, 1`
    return `sample('s${i + 1}', ({ s${i} }) => normal(${above}))`
  })}
)`,
  `const blocks = pipe(\n  program,\n${times(side, (i) => `include('b${i}', block)`)}\n)`,
  `export default pipe(\n  program,\n${times(side, (i) => `include('p${i}', blocks)`)}\n)`
].join('\n')

const models: Readonly<Record<string, string>> = {
  empty: `${imports}export default program\n`,
  generator: inGenerator,
  pipes: inPipes
}

const fileOf = (name: string): string => join(folder, `${name}.ts`)

/** The check time that the compiler states, in seconds of one thread. */
const checkTime = (name: string): number => {
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), include: [], files: [fileOf(name)] })
  )
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [compiler, '-p', folder, '--extendedDiagnostics', '--singleThreaded'],
    { encoding: 'utf8' }
  )
  if (status !== 0) throw new Error(stdout + stderr)
  return Number(/Check time:\s*([\d.]+)s/.exec(stdout)?.[1])
}

mkdirSync(folder, { recursive: true })
for (const [name, text] of Object.entries(models)) writeFileSync(fileOf(name), text)

const found = new Map<string, Array<number>>(Object.keys(models).map((name) => [name, []]))
for (let round = 0; round < rounds; round += 1)
  for (const [name, seconds] of found) seconds.push(checkTime(name))

const seconds = (name: string): number => median(found.get(name) ?? [])
const above = Object.keys(models)
  .filter((name) => name !== 'empty')
  .map((name) => ({ name, above: seconds(name) - seconds('empty') }))
process.stdout.write(
  [
    `empty model: ${seconds('empty').toFixed(2)} s`,
    ...above.map(
      ({ name, above: s }) =>
        `${sites} sites, ${name}: ${s.toFixed(2)} s above it ` +
        `(bar ${barSeconds} s, ${s <= barSeconds ? 'kept' : 'missed'})`
    ),
    `median of ${rounds}, in turns\n`
  ].join('\n')
)
process.exit(above.every(({ above: s }) => s <= barSeconds) ? 0 : 1)
