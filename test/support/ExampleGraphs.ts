/** The graphs of dsl-examples, as their files declare them. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { loadModelModule } from '../../src/cli/ModelHooks.ts'
import { type Graph, resolveModel } from '../../src/index.ts'

const folder = fileURLToPath(new URL('../../dsl-examples/', import.meta.url))

/** Options of an example; small networks are enough. */
const settings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'vgg.ts': { side: '32', width: '0.05' }
}

export const exampleGraphs = async (): Promise<ReadonlyArray<readonly [string, Graph]>> =>
  Promise.all(
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map(async (name) => {
        const loaded = await loadModelModule(folder + name)()
        if (E.isLeft(loaded)) throw new Error(loaded.left.what)
        const module = loaded.right
        const graph = resolveModel(
          typeof module === 'object' && module !== null && 'default' in module
            ? module.default
            : undefined,
          settings[name] ?? {}
        )
        if (E.isLeft(graph)) throw new Error(graph.left.map((p) => p.what).join('; '))
        return [name.replace(/\.ts$/, ''), graph.right] as const
      })
  )
