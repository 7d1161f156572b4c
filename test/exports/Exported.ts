/** Networks with data, and what they predict: what an exported file is held against. */
import { isLeft } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { compile } from '../../src/compile/index.ts'
import type { Network } from '../../src/compress/index.ts'
import { dataRefs, fixedSizes, openAxes, selectData } from '../../src/compress/Network.ts'
import { slim } from '../../src/compress/remove/Slim.ts'
import { evaluate, type NamedArray, ref } from '../../src/expr/index.ts'
import type { Bindings, NamedTensor } from '../../src/ir/Posterior.ts'
import { normals } from '../../src/runtime/Noise.ts'
import { graphOf } from '../peers/Examples.ts'
import { arbitraryNetwork } from '../compress/ArbitraryNetwork.ts'
import {
  convolutionFor,
  type ConvolutionShape,
  convolutionShapes,
  valued
} from '../support/ArbitraryConvolution.ts'

/** - `data` as people have them, before the network selects what it reads. */
export interface ExportCase {
  readonly name: string
  readonly network: Network
  readonly data: Bindings
}

const ROWS = 3

/** Data drawn for every slot that a network reads. */
export const dataFor = (n: Network, seed: number): Bindings => {
  const observed = new Set(n.predictions.map((p) => p.site))
  const open = openAxes(n),
    sizes = fixedSizes(n)
  const sizeOf = (axis: string): number =>
    open.has(axis) ? ROWS : (n.kept.get(axis)?.size ?? sizes.get(axis) ?? 1)
  return new Map(
    dataRefs(n)
      .filter(({ name }) => !observed.has(name))
      .map(({ name, axes }): readonly [string, NamedTensor] => {
        const shape = axes.map(sizeOf)
        const size = shape.reduce((a, b) => a * b, 1)
        return [name, { axes, sizes: shape, values: normals({ seed, step: 0 }, name, size) }]
      })
  )
}

/** The arguments of the predictions in float64, over axes in this order. */
export const predicted = (
  { network: n, data }: ExportCase,
  axesOf: (output: string) => ReadonlyArray<string>
): ReadonlyMap<string, NamedArray> => {
  const open = new Map([...openAxes(n)].map((a) => [a, ROWS] as const))
  const sizes = new Map([...fixedSizes(n), ...open])
  const seen = new Map([...data].map(([name, t]) => [name, selectData(n)(t)] as const))
  const value = evaluate({ sizes, values: new Map([...n.tensors, ...seen]) })
  return new Map(
    n.predictions.flatMap(({ site, arguments: given }) =>
      given.map((a) => {
        const name = `${site}.${a.name}`
        const found = value(a.value)
        const order = axesOf(name)
        return [
          name,
          evaluate({ sizes, values: new Map([[name, found]]) })(ref(name, order))
        ] as const
      })
    )
  )
}

// cases

const exampleOf = async (
  name: string,
  settings: Readonly<Record<string, string>>
): Promise<ExportCase> => {
  const compiled = compile()(await graphOf(name, { ...settings, prior: 'normal' }))
  if (isLeft(compiled)) throw new Error(compiled.left.map((p) => p.what).join('\n'))
  const network = valued(compiled.right.program, 5)
  return { name, network, data: dataFor(network, 6) }
}

const convolved = (name: string, shape: ConvolutionShape): ExportCase => {
  const network = valued(convolutionFor(shape), 7)
  return { name, network, data: dataFor(network, 8) }
}

const plain: ConvolutionShape = {
  first: { size: 3, stride: 1, dilation: 1, padding: 'same' },
  pooling: 'max',
  pool: { size: 2, stride: 2, padding: 'same' },
  isResidual: false,
  group: 'output',
  act: 'relu',
  side: 6
}

/** Dense and convolutional networks of the examples, and windows at every edge. */
export const shippedNetworks = async (): Promise<ReadonlyArray<ExportCase>> => [
  await exampleOf('lenet-300-100', { h1: '6', h2: '5' }),
  await exampleOf('lenet-5', { side: '16', maps1: '2', maps2: '3', units: '4' }),
  await exampleOf('residual-network', { side: '6', maps: '3' }),
  convolved('same, an even window', { ...plain, first: { ...plain.first, size: 2 } }),
  convolved('stride 2', { ...plain, first: { ...plain.first, stride: 2 } }),
  convolved('dilated', { ...plain, first: { ...plain.first, dilation: 2 } }),
  convolved('pooling at the edge', { ...plain, side: 5, pool: { ...plain.pool, size: 3 } }),
  convolved('mean pooling', { ...plain, side: 5, pooling: 'mean' }),
  convolved('residual', { ...plain, isResidual: true })
]

/** Pruned dense networks that read a part of their data, every way indices can be shared. */
export const generatedNetworks: fc.Arbitrary<ExportCase> = fc.oneof(
  arbitraryNetwork.map(({ structure, masked }): ExportCase => {
    const { network } = slim(masked)
    return { name: `generated: ${structure}`, network, data: dataFor(network, 9) }
  }),
  convolutionShapes.map((shape) => convolved('generated: windows', shape))
)
