/**
 * Formulas in KaTeX, graphs in Graphviz: those of the examples, and of generated models, drawn.
 *
 * Run: `npm run test:drawings`. The first run installs both into bench/.peers (20 MB). Ends with 0
 * where all are drawn, 1 where one is refused, 3 where they cannot be had.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { modelDot, modelLatex } from '../../src/compile/index.ts'
import { compileGraph, type Graph } from '../../src/index.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { exampleGraphs } from '../support/ExampleGraphs.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const installed = join(here, '../../bench/.peers/drawings')

/** Why the packages cannot be had. */
const ensureDrawers = (): string | undefined => {
  mkdirSync(installed, { recursive: true })
  copyFileSync(join(here, 'drawers.json'), join(installed, 'package.json'))
  copyFileSync(join(here, 'draw.mjs'), join(installed, 'draw.mjs'))
  if (existsSync(join(installed, 'node_modules/katex'))) return undefined
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', installed]
  const { status, error, stderr } = spawnSync('npm', words, { encoding: 'utf8' })
  return status === 0 ? undefined : (error?.message ?? stderr.trim().split('\n').at(-1))
}

const drawings = (name: string, graph: Graph): ReadonlyArray<string> => {
  const model = compileGraph()(graph)
  if (E.isLeft(model)) throw new Error(model.left[0].what)
  const { program } = model.right
  return [
    { kind: 'dot', name, text: modelDot(graph, program.gates) },
    ...modelLatex(graph, program)
      .split('\n')
      .filter((line) => !line.startsWith('%'))
      .map((text) => ({ kind: 'latex', name, text }))
  ].map((d) => JSON.stringify(d))
}

const absent = ensureDrawers()
if (absent !== undefined) {
  process.stdout.write(`not run: ${absent}\n`)
  process.exit(3)
}
const lines = [
  ...(await exampleGraphs()).flatMap(([name, graph]) => drawings(name, graph)),
  ...fc
    .sample(arbitraryModelShape(), { seed: 1, numRuns: 30 })
    .flatMap((shape, i) => drawings(`generated ${i + 1}`, graphOf(shape)))
]
const { stdout, stderr, status } = spawnSync(process.execPath, [join(installed, 'draw.mjs')], {
  input: lines.join('\n'),
  encoding: 'utf8'
})
process.stdout.write(`${stdout}${stderr}${lines.length} drawings\n`)
process.exit(status === 0 && stdout === '' ? 0 : 1)
