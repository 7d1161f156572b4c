/** Networks as tensor programs predict what the networks do; what no format has is refused. */
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { map, ref, size, zip } from '../../src/expr/index.ts'
import { onnxFile } from '../../src/export/onnx/WriteOnnx.ts'
import { networkProgram } from '../../src/export/network/NetworkProgram.ts'
import { tfjsModel } from '../../src/export/tfjs/WriteTfjs.ts'
import { mapRoots } from '../../src/compress/Network.ts'
import { caseOf } from '../compress/ArbitraryNetwork.ts'
import {
  type ExportCase,
  generatedNetworks,
  predicted,
  shippedNetworks
} from '../exports/Exported.ts'
import { runTensorProgram } from '../support/RunTensorProgram.ts'

const agrees = (c: ExportCase): void => {
  const program = networkProgram(c.network)
  if (isLeft(program)) {
    // pruned to a constant
    expect([c.data.size, program.left.map((p) => p.where)]).toEqual([0, ['y.logits']])
    return
  }
  const { outputs } = program.right
  const wanted = predicted(c, (name) => outputs.find((o) => o.name === name)?.axes ?? [])
  const found = runTensorProgram(
    program.right,
    new Map(
      [...c.data].map(([name, t]) => [name, { shape: t.sizes, values: [...t.values] }] as const)
    )
  )
  expect([...found.keys()]).toEqual([...wanted.keys()])
  for (const [name, { sizes, values }] of wanted) {
    const own = found.get(name)
    expect([c.name, own?.shape]).toEqual([c.name, sizes])
    const largest = Math.max(1, ...Array.from(values, Math.abs))
    for (const [i, v] of Array.from(values).entries())
      expect(Math.abs((own?.values[i] ?? NaN) - v)).toBeLessThanOrEqual(1e-5 * largest)
  }
}

test('networks of the examples, and windows at every edge', async () => {
  for (const c of await shippedNetworks()) agrees(c)
})

test('convolutions and poolings are what formats have operations for', async () => {
  const kindsOf = async (name: string): Promise<ReadonlyArray<string>> => {
    const c = (await shippedNetworks()).find((x) => x.name === name)
    const program = c === undefined ? undefined : networkProgram(c.network)
    return program?._tag === 'Right' ? program.right.steps.map((s) => s.op) : []
  }
  const lenet = await kindsOf('lenet-5')
  const counted = (op: string): number => lenet.filter((o) => o === op).length
  expect(['conv', 'maxPool', 'take', 'matmul'].map(counted)).toEqual([2, 2, 0, 2])
  // a window that hangs over the edge has places that do not count
  expect(await kindsOf('pooling at the edge')).not.toContain('maxPool')
  expect(await kindsOf('dilated')).not.toContain('where')
})

test('generated networks, pruned and with windows', () => {
  fc.assert(fc.property(generatedNetworks, agrees), { seed: 2, numRuns: 150 })
})

const dense = caseOf('chain', 'relu', { pixels: 3, h1: 2 })

test('a file is the same every time, and its versions are those that runtimes load', () => {
  const program = networkProgram(dense)
  if (isLeft(program)) throw new Error('refused')
  const file = onnxFile('m', {})(program.right),
    again = onnxFile('m', {})(program.right)
  if (isLeft(file)) throw new Error('refused')
  expect(again).toEqual(file)
  // ir_version 8 comes first, the opset is 17
  expect([...file.right.subarray(0, 2)]).toEqual([8, 8])
  expect(Buffer.from(file.right).toString('latin1')).toContain('B\x04\n\x00\x10\x11')
  const model = tfjsModel({})(program.right)
  if (isLeft(model)) throw new Error('refused')
  const { weightsManifest } = JSON.parse(model.right.json)
  const numbers = weightsManifest[0].weights.map((w: { shape: ReadonlyArray<number> }) =>
    w.shape.reduce((a, b) => a * b, 1)
  )
  expect(4 * numbers.reduce((a: number, b: number) => a + b, 0)).toBe(model.right.weights.length)
})

test('an operation that a format lacks is refused, naming it', () => {
  const program = networkProgram(mapRoots(map('lgamma'))(dense))
  if (isLeft(program)) throw new Error('refused')
  for (const [format, found] of [
    ['ONNX', onnxFile('m', {})(program.right)],
    ['TensorFlow.js', tfjsModel({})(program.right)]
  ] as const)
    expect(isLeft(found) ? found.left.map((p) => [p.what, p.why]) : []).toEqual([
      ['computes lgamma', `${format} has no such operation`]
    ])
})

test('what depends on how many rows there are is refused', () => {
  const bySize = mapRoots((e) => zip('div')(e, size('images')))(dense)
  const found = networkProgram(bySize)
  expect(isLeft(found) ? found.left.map((p) => p.what) : []).toEqual(['uses the size of images'])
  const paired = mapRoots((e) => zip('mul')(e, ref('x2', ['others'])))({
    ...dense,
    tensors: dense.tensors
  })
  const two = networkProgram(paired)
  expect(isLeft(two) ? two.left[0].what : '').toContain('has arrays over images and others')
})
