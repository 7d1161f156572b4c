/**
 * The models of dsl-examples with the tables shipped beside them; networks with few units
 * on images made up, under each of their priors.
 */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { loadModelModule } from '../../src/cli/ModelHooks.ts'
import { deriveDensity } from '../../src/compile/index.ts'
import { bindFiles } from '../../src/data/index.ts'
import { resolveModel } from '../../src/dsl/index.ts'
import { bindData } from '../../src/inference/index.ts'
import { asWritten } from '../../src/export/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { nodeFileSystem } from '../../src/storage/index.ts'
import { compiled } from '../support/Models.ts'
import { type Case, madeUp } from './Cases.ts'

type Settings = Readonly<Record<string, string>>

/** Settings where the table has other sizes than the model's own. */
const withTables: Readonly<Record<string, Settings>> = {
  'horseshoe-regression': { features: '20' },
  'low-rank': { rows: '20', columns: '12' }
}
/** Whose table is that of another. */
const tableOf: Readonly<Record<string, string>> = { 'unit-scales': 'horseshoe-regression' }
/** Networks with few units, on images made up, under each of their priors. */
const priors = ['group-horseshoe', 'group-jeffreys', 'normal']
const networks: Readonly<Record<string, Settings>> = {
  'lenet-300-100': { h1: '6', h2: '5' },
  'lenet-5': { side: '16', maps1: '2', maps2: '3', units: '4' },
  'residual-network': { side: '5', maps: '2' },
  vgg: { side: '32', width: '0.01' }
}

/** All examples; those that are no networks have a table. */
const exampleNames: ReadonlyArray<string> = readdirSync(
  fileURLToPath(new URL('../../dsl-examples', import.meta.url))
)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace('.ts', ''))
  .toSorted()

const path = (file: string): string =>
  fileURLToPath(new URL(`../../dsl-examples/${file}`, import.meta.url))

/** The graph of an example under settings. */
export const graphOf = async (name: string, settings: Settings): Promise<Graph> => {
  const module = await loadModelModule(path(`${name}.ts`))()
  if (E.isLeft(module)) throw new Error(showProblem(module.left))
  const exported =
    typeof module.right === 'object' && module.right !== null && 'default' in module.right
      ? module.right.default
      : undefined
  const graph = resolveModel(exported, settings)
  if (E.isLeft(graph)) throw new Error(graph.left.map(showProblem).join('\n'))
  return graph.right
}

const onTable = async (name: string, settings: Settings): Promise<Case> => {
  const graph = await graphOf(name, settings)
  const { program } = compiled(graph)
  const bound = await pipe(
    program,
    bindFiles(nodeFileSystem, [path(`data/${tableOf[name] ?? name}.csv`)])
  )()
  if (E.isLeft(bound)) throw new Error(bound.left.map(showProblem).join('\n'))
  const found = bindData(program, bound.right.data)
  if (E.isLeft(found)) throw new Error(found.left.map(showProblem).join('\n'))
  const { data, sizes } = found.right
  // as the JSON of an emitted model has them
  const values = new Map([...data].map(([slot, x]) => [slot, asWritten(x)] as const))
  return { name, graph, sizes, values }
}

/** Models that have a density over real coordinates, which is what is compared. */
export const shippedExamples = async (): Promise<ReadonlyArray<Case>> => [
  ...(
    await Promise.all(
      exampleNames
        .filter((name) => !(name in networks))
        .map((name) => onTable(name, withTables[name] ?? {}))
    )
  ).filter(({ graph }) => E.isRight(deriveDensity()(graph))),
  ...(await Promise.all(
    Object.entries(networks).flatMap(([name, settings]) =>
      // of the largest one is enough
      priors
        .slice(0, name === 'vgg' ? 1 : priors.length)
        .map(async (prior) =>
          madeUp(`${name}, ${prior}`, await graphOf(name, { ...settings, prior }), 4)
        )
    )
  ))
]
