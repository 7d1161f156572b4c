import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import type { IForbiddenRuleType } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const walls: { readonly forbidden: IForbiddenRuleType[]; readonly options: object } = createRequire(
  import.meta.url
)('../../.dependency-cruiser.cjs')

/**
 * Who may import whom besides itself, written a second time; `types:` marks a room from which types
 * alone are taken. `cli` sees them all. Rooms that are not built yet have their walls.
 */
const table: Readonly<Record<string, string>> = {
  expr: '',
  distributions: 'expr',
  guides: 'expr distributions',
  ir: 'expr distributions guides',
  dsl: 'expr distributions ir',
  priors: 'types:ir dsl',
  layers: 'dsl',
  compile: 'expr distributions guides ir',
  lint: 'expr distributions guides ir',
  lower: 'expr ir',
  runtime: 'expr ir lower',
  inference: 'ir lower runtime',
  compress: 'expr ir lower',
  storage: 'expr ir lower compress',
  data: 'ir storage',
  library:
    'expr distributions ir dsl compile lower runtime inference compress storage data export lint',
  report: 'expr ir compile lint lower runtime inference compress library',
  laws: 'expr distributions guides ir dsl priors compile lower runtime compress export',
  export: 'expr distributions guides ir lower compress storage',
  workbench: 'expr ir dsl priors layers library report'
}
const rooms = [...Object.keys(table), 'cli']

/**
 * Imports that are no matter of two rooms: [file, its text, the rule that refuses it or nothing].
 */
const single: ReadonlyArray<readonly [string, string, string | undefined]> = [
  ['src/index.ts', "export * from './runtime/door.ts'", undefined],
  ['src/other.ts', "import './cli/door.ts'", 'door'],
  ['src/dsl/Up.ts', "import '../index.ts'", 'room-dsl'],
  ['src/cli/Up.ts', "import '../index.ts'", undefined],
  ['src/lower/Late.ts', "export const late = () => import('../runtime/door.ts')", 'room-lower'],
  [
    'src/expr/CircleA.ts',
    "import type { B } from './CircleB.ts'\nexport type A = B",
    'no-circular'
  ],
  [
    'src/expr/CircleB.ts',
    "import type { A } from './CircleA.ts'\nexport type B = A | 1",
    undefined
  ], // a circle is reported once
  ['src/distributions/supports/Where.ts', "import '../../expr/door.ts'", undefined],
  ['src/distributions/supports/Up.ts', "import '../door.ts'", 'supports'],
  ['src/lower/Supports.ts', "import '../distributions/supports/Where.ts'", undefined],
  ['src/inference/Supports.ts', "import '../distributions/supports/Where.ts'", undefined],
  ['src/storage/Supports.ts', "import '../distributions/supports/Where.ts'", undefined],
  ['src/data/Supports.ts', "import '../distributions/supports/Where.ts'", undefined],
  ['src/runtime/Supports.ts', "import '../distributions/supports/Where.ts'", 'room-runtime'],
  ['src/runtime/Tensor.ts', "import '@tensorflow/tfjs-core'", undefined],
  ['src/compile/Tensor.ts', "import '@tensorflow/tfjs-core'", 'package-@tensorflow'],
  [
    'src/inference/Optional.ts',
    "export const load = () => import('@tensorflow/tfjs-node')",
    'package-@tensorflow'
  ],
  ['src/laws/Check.ts', "import 'fast-check'", undefined],
  ['src/compile/Check.ts', "import 'fast-check'", 'package-fast-check'],
  ['src/lower/Generate.ts', "import 'binaryen'", 'package-binaryen'],
  ['src/runtime/Generate.ts', "import 'binaryen'", undefined],
  ['src/data/Rows.ts', "import 'csv-parse'", undefined],
  ['src/storage/Rows.ts', "import 'csv-parse'", 'package-csv-parse'],
  ['src/storage/Files.ts', "import 'node:fs'", undefined],
  ['src/compress/Files.ts', "import 'node:fs/promises'", 'pure'],
  ['src/laws/Files.ts', "import { readFileSync } from 'fs'\nexport const a = readFileSync", 'pure'],
  ['src/runtime/Workers.ts', "import 'node:worker_threads'", undefined],
  ['src/runtime/Files.ts', "import 'node:fs'", 'runtime-core'],
  ['src/cli/Develop.ts', "import 'vitest'", 'published'],
  ['src/cli/Print.ts', "import 'commander'", undefined],
  ['src/inference/Print.ts', "import 'cli-progress'", 'package-cli-progress'],
  ['dsl-examples/good.ts', "import '../src/index.ts'", undefined],
  ['dsl-examples/bad.ts', "import '../src/dsl/door.ts'", 'examples']
]

const files = new Map<string, string>([
  ...rooms.map(
    (room) => [`src/${room}/door.ts`, 'export type T = 1\nexport const value = 1\n'] as const
  ),
  ...rooms.flatMap((from) =>
    rooms.flatMap((to) => [
      [`src/${from}/value-${to}.ts`, `import '../${to}/door.ts'\n`] as const,
      [
        `src/${from}/type-${to}.ts`,
        `import type { T } from '../${to}/door.ts'\nexport type U = T\n`
      ] as const
    ])
  ),
  ...single.map(([path, text]) => [path, `${text}\n`] as const)
])

/** The rules that refused each file. */
const refused = new Map<string, ReadonlyArray<string>>()
const rulesOf = (path: string): ReadonlyArray<string> => refused.get(path) ?? []

const folder = mkdtempSync(join(tmpdir(), 'farrier-walls-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeAll(async () => {
  const packages = [
    '@tensorflow/tfjs-core',
    '@tensorflow/tfjs-node',
    'fast-check',
    'binaryen',
    'commander',
    'cli-progress',
    'csv-parse',
    'vitest'
  ]
  const [development, published] = [packages.slice(-1), packages.slice(0, -1)].map((names) =>
    Object.fromEntries(names.map((name) => [name, '1.0.0']))
  )
  files.set(
    'package.json',
    JSON.stringify({ type: 'module', dependencies: published, devDependencies: development })
  )
  packages
    .filter((name) => name !== '@tensorflow/tfjs-node')
    .forEach((name) => {
      files.set(
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', main: 'index.js' })
      )
      files.set(`node_modules/${name}/index.js`, '')
    })
  files.forEach((text, path) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  })
  const { tsConfig: _, ...options } = { tsConfig: undefined, ...walls.options }
  const { output } = await cruise(['src', 'dsl-examples'], {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden: walls.forbidden }
  })
  if (typeof output === 'string') throw new Error('internal: expected a result, not a report')
  output.summary.violations.forEach(({ from, rule }) =>
    refused.set(from, [...rulesOf(from), rule.name])
  )
})

describe.each(rooms.map((room) => [room]))('what %s may import', (from) => {
  test('agrees with the table', () => {
    const may = rooms
      .filter((to) => to !== from)
      .flatMap((to) => {
        const [value, type] = ['value', 'type'].map(
          (kind) => rulesOf(`src/${from}/${kind}-${to}.ts`).length === 0
        )
        return value === true && type === true
          ? [to]
          : type === true
            ? [`types:${to}`]
            : value === true
              ? [`values:${to}`]
              : []
      })
    const wanted =
      from === 'cli' ? rooms.slice(0, -1) : (table[from] ?? '').split(' ').filter((to) => to !== '')
    expect(may.toSorted()).toEqual(wanted.toSorted())
  })
})

test.each(single.map(([path, , rule]) => [path, rule ?? 'no rule'] as const))(
  '%s is refused by %s',
  (path, rule) => {
    expect([...new Set([...rulesOf(path), 'no rule'])][0]).toBe(rule)
    expect(new Set(rulesOf(path)).size).toBeLessThanOrEqual(1)
  }
)
