/**
 * What types cost: how long the type checker works on a model of 216 sites above an empty one, in two
 * notations; in turns, the median of so many. No site is annotated. Seconds are those of the process's
 * own work, so that a busy machine changes little; on a free one they are the check time that
 * `tsc --extendedDiagnostics` prints.
 *
 * Run: `node bench/types.ts [--rounds 5] [--sites 216]`. Exits 1 where the bar, 1 s, is missed.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import ts from 'typescript'
import { median } from './peers/Statistics.ts'

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    sites: { type: 'string', default: '216' },
    /** One model in this process: what the others are started for. */
    one: { type: 'string' }
  }
})
const rounds = Number(given.rounds),
  sites = Number(given.sites)

const root = fileURLToPath(new URL('../', import.meta.url))
const folder = join(root, 'node_modules/.cache/types')
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

/** Everything parsed and bound, the seconds that checking one file takes, with the types that it needs. */
const checkedHere = (name: string): number => {
  const { config }: { readonly config?: unknown } = ts.readConfigFile(
    join(root, 'tsconfig.json'),
    ts.sys.readFile
  )
  const { options } = ts.parseJsonConfigFileContent(
    config,
    { ...ts.sys, readDirectory: () => [] },
    root
  )
  const built = ts.createProgram([fileOf(name)], options)
  const file = built.getSourceFile(fileOf(name))
  const before = process.cpuUsage()
  const wrong = built.getSemanticDiagnostics(file)
  const { user, system } = process.cpuUsage(before)
  if (wrong.length > 0) throw new Error(ts.formatDiagnostics(wrong, ts.createCompilerHost(options)))
  return (user + system) / 1e6
}

/** The same in a process of its own. */
const checkTime = (name: string): number => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), '--one', name],
    { encoding: 'utf8' }
  )
  if (status !== 0) throw new Error(stderr)
  return Number(stdout)
}

if (given.one !== undefined) {
  process.stdout.write(`${checkedHere(given.one)}`)
  process.exit()
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
