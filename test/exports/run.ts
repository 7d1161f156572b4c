/**
 * Exported networks in ONNX Runtime and in TensorFlow.js: those of the examples, windows at every
 * edge, and generated ones, pruned; their outputs beside ours in float64.
 *
 * Run: `npm run test:exports`. The first run installs both into bench/.peers (0.4 GB). Ends with 0
 * where all agree, 1 where one differs, 3 where they cannot be had.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { networkProgram } from '../../src/export/network/NetworkProgram.ts'
import { onnxFile } from '../../src/export/onnx/WriteOnnx.ts'
import { tfjsModel } from '../../src/export/tfjs/WriteTfjs.ts'
import { type ExportCase, generatedNetworks, predicted, shippedNetworks } from './Exported.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const installed = join(here, '../../bench/.peers/exports')

const OutputC = t.type({ shape: t.array(t.number), values: t.array(t.number) })
const LineC = t.intersection([
  t.type({ runtime: t.string, name: t.string }),
  t.partial({ error: t.string, outputs: t.record(t.string, OutputC) })
])

/** Left: why the runtimes cannot be had. */
const ensureRuntimes = (): string | undefined => {
  if (existsSync(join(installed, 'node_modules/onnxruntime-node'))) return undefined
  mkdirSync(installed, { recursive: true })
  copyFileSync(join(here, 'runtimes.json'), join(installed, 'package.json'))
  // the libraries are in the package: its script would fetch those of CUDA
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', installed]
  const { status, error, stderr } = spawnSync('npm', words, { encoding: 'utf8' })
  return status === 0 ? undefined : (error?.message ?? stderr.trim().split('\n').at(-1))
}

/** The largest difference from ours, over what is allowed: 1e-5 (1 + the largest output). */
const worst = (
  c: ExportCase,
  outputs: Readonly<Record<string, t.TypeOf<typeof OutputC>>>
): number => {
  const program = networkProgram(c.network)
  if (isLeft(program)) return Infinity
  const wanted = predicted(
    c,
    (name) => program.right.outputs.find((o) => o.name === name)?.axes ?? []
  )
  return Math.max(
    0,
    ...[...wanted].map(([name, { sizes, values }]) => {
      const own = outputs[name]
      if (own === undefined || own.shape.join() !== [...sizes].join()) return Infinity
      const largest = Math.max(...Array.from(values, Math.abs))
      const found = Math.max(...Array.from(values, (v, i) => Math.abs(v - (own.values[i] ?? NaN))))
      return Number.isNaN(found) ? Infinity : found / (1e-5 * (1 + largest))
    })
  )
}

const write = (folder: string, cases: ReadonlyArray<ExportCase>): void => {
  const told = cases.flatMap((c, i) => {
    const program = networkProgram(c.network)
    if (isLeft(program)) return []
    const onnx = onnxFile(c.name, {})(program.right),
      tfjs = tfjsModel({})(program.right)
    if (isLeft(onnx) || isLeft(tfjs)) throw new Error(`${c.name} is refused`)
    writeFileSync(join(folder, `${i}.onnx`), onnx.right)
    writeFileSync(join(folder, `${i}.model.json`), tfjs.right.json)
    writeFileSync(join(folder, `${i}.weights.bin`), tfjs.right.weights)
    const inputs = [...c.data].map(([name, x]) => ({
      name,
      shape: x.sizes,
      values: [...x.values]
    }))
    return [{ file: String(i), name: c.name, inputs }]
  })
  writeFileSync(join(folder, 'cases.json'), JSON.stringify(told))
}

const main = async (): Promise<0 | 1 | 3> => {
  const absent = ensureRuntimes()
  if (absent !== undefined) {
    process.stdout.write(`not run: ${absent}\n`)
    return 3
  }
  const drawn = fc
    .sample(generatedNetworks, { seed: 4, numRuns: 60 })
    .filter((c) => c.data.size > 0)
    .map((c, i) => ({ ...c, name: `${c.name} ${i + 1}` }))
  const cases = [...(await shippedNetworks()), ...drawn]
  const folder = mkdtempSync(join(tmpdir(), 'farrier-exports-'))
  try {
    write(folder, cases)
    const { stdout, stderr, error } = spawnSync(
      process.execPath,
      [join(here, 'runtimes.mjs'), installed, folder],
      { encoding: 'utf8', maxBuffer: 2 ** 30 }
    )
    const lines = stdout
      .split('\n')
      .filter((l) => l.startsWith('{'))
      .flatMap((l) => {
        const line = LineC.decode(JSON.parse(l))
        return isLeft(line) ? [] : [line.right]
      })
    if (lines.length === 0) {
      process.stdout.write(`not run: ${error?.message ?? stderr.trim().split('\n').at(-1)}\n`)
      return 3
    }
    const rows = lines.map(({ runtime, name, error: said, outputs }) => {
      const c = cases.find((x) => x.name === name)
      const ratio = c === undefined || outputs === undefined ? Infinity : worst(c, outputs)
      return { runtime, name, said, ratio }
    })
    for (const { runtime, name, said, ratio } of rows)
      if (ratio > 1 || !name.startsWith('generated'))
        process.stdout.write(
          `${runtime.padEnd(17)} ${name.padEnd(24)} ${said ?? `${ratio.toFixed(3)} of what is allowed`}\n`
        )
    const good = rows.filter(({ ratio }) => ratio <= 1).length
    process.stdout.write(
      `${good} of ${rows.length} agree, ${cases.length} networks in two runtimes\n`
    )
    return good === rows.length && rows.length === 2 * cases.length ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true })
  }
}

process.exitCode = await main()
