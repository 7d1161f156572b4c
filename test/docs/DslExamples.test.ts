/** Every file of dsl-examples is a model that derives, explains itself and learns. */
import { readdirSync } from 'node:fs'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { optionsOf, resolveModel } from 'farrier'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile, explain } from '../../src/compile/index.ts'
import { showExplanation } from '../../src/report/index.ts'
import type { FitRequest } from '../../src/inference/index.ts'
import { type Executor, openExecutor } from '../../src/runtime/index.ts'
import type { WasmBuffer } from '../../src/runtime/engine/WasmExecutor.ts'
import { bound, must, request, run } from '../inference/Fits.ts'
import { root } from './Blocks.ts'
import { toyData } from './ToyData.ts'

const names = readdirSync(`${root}dsl-examples`)
  .filter((f) => f.endsWith('.ts'))
  .map((f) => f.replace(/\.ts$/, ''))
  .sort()

/** Small sizes; an option that a file does not have is left out. */
const small: Readonly<Record<string, string>> = {
  features: '6',
  rows: '7',
  columns: '5',
  rank: '3',
  h1: '6',
  h2: '5',
  maps1: '2',
  maps2: '3',
  units: '4',
  maps: '2',
  width: '0.02'
}

/** Where an image may be smaller than 16 × 16. */
const sides: Readonly<Record<string, string>> = { 'residual-network': '5', vgg: '5' }

const exported = async (name: string): Promise<unknown> => {
  const module: { readonly default?: unknown } = await import(`../../dsl-examples/${name}.ts`)
  return module.default
}

let cpu: Executor<TensorInfo>
let wasm: Executor<WasmBuffer>
beforeAll(async () => {
  cpu = must(await openExecutor('cpu')())
  wasm = must(await openExecutor('wasm', { threads: 1 })())
})

const steps = 60

const learns = async <B>(executor: Executor<B>, asked: FitRequest): Promise<void> => {
  const live = executor.liveBuffers()
  const { metrics, outcome } = must(await run(executor, asked))
  expect(outcome).toBe('finished')
  expect(metrics.map((m) => Number.isFinite(m.lossNats))).toEqual([true, true, true, true])
  expect(metrics.at(-1)?.lossNats).toBeLessThan(metrics[0]?.lossNats ?? NaN)
  expect(executor.liveBuffers()).toBe(live)
}

describe.each(names)('%s', (name) => {
  test('derives a program and explains it', async () => {
    const graph = must(resolveModel(await exported(name), {}))
    const { program } = must(compile()(graph))
    const text = showExplanation(explain(graph, program))
    for (const site of graph.sites) expect(text).toContain(`\n${site.name} `)
  })

  test('learns at a toy size: the loss is finite and falls', async () => {
    const model = await exported(name)
    const graph = must(
      resolveModel(
        model,
        Object.fromEntries(
          Object.entries({ ...small, side: sides[name] ?? '16' }).filter(([option]) =>
            optionsOf(model).some((o) => o.name === option)
          )
        )
      )
    )
    const { program } = must(compile()(graph))
    const asked = request(program, bound(program, toyData(graph, program, 12)), {
      steps,
      recordEvery: steps / 4
    })
    // windows are copies on the other one, which takes twenty times as long
    await (optionsOf(model).some((o) => o.name === 'side')
      ? learns(wasm, asked)
      : learns(cpu, asked))
  })
})
