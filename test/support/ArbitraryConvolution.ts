/** Convolutional networks of generated shapes: stride, dilation, padding, pooling, residual, groups. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as fc from 'fast-check'
import { compile } from '../../src/compile/index.ts'
import { networkOf } from '../../src/compress/index.ts'
import { type Network, roots } from '../../src/compress/Network.ts'
import {
  add,
  axis,
  build,
  categorical,
  conv2d,
  data,
  dense,
  groupJeffreys,
  include,
  maxPool,
  meanPool,
  merge,
  observe,
  over,
  plate,
  productAxis,
  program,
  relu,
  rename,
  slide,
  tanh,
  type WindowOptions
} from '../../src/index.ts'
import { refs } from '../../src/expr/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import type { Bindings } from '../../src/ir/Posterior.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { normals } from '../../src/runtime/Noise.ts'

const must = <L, A>(e: E.Either<L, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

export interface ConvolutionShape {
  readonly first: WindowOptions
  readonly pooling: 'max' | 'mean'
  readonly pool: WindowOptions
  readonly isResidual: boolean
  readonly group: 'output' | 'input'
  readonly act: 'relu' | 'tanh'
  readonly side: number
}

export const convolutionShapes: fc.Arbitrary<ConvolutionShape> = fc.record({
  first: fc.record({
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 2 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    padding: fc.constantFrom('same' as const, 1, 2)
  }),
  pooling: fc.constantFrom('max' as const, 'mean' as const),
  pool: fc.record({
    size: fc.constantFrom(2, 3),
    stride: fc.constantFrom(1, 2),
    padding: fc.constant('same' as const)
  }),
  isResidual: fc.boolean(),
  group: fc.constantFrom('output' as const, 'input' as const),
  act: fc.constantFrom('relu' as const, 'tanh' as const),
  side: fc.integer({ min: 4, max: 6 })
})

const images = plate('images'),
  colours = axis('colours', 2),
  maps1 = axis('maps1', 3),
  maps2 = axis('maps2', 3),
  classes = axis('classes', 3)

/** The graph of one. */
export const convolutionGraph = ({
  first,
  pooling,
  pool,
  isResidual,
  group,
  act,
  side
}: ConvolutionShape): Graph => {
  const rows = slide(axis('rows', side), 'rows1', first),
    columns = slide(axis('columns', side), 'columns1', first)
  const same = { size: 3, padding: 'same' } as const
  const again = [slide(rows.at, 'rows1', same), slide(columns.at, 'columns1', same)] as const
  const pools = [slide(rows.at, 'rows2', pool), slide(columns.at, 'columns2', pool)] as const
  const parts = [maps2, pools[0].at, pools[1].at] as const,
    flat = productAxis('flat', parts)
  const active = act === 'relu' ? relu : tanh,
    pooled = pooling === 'max' ? maxPool : meanPool
  return must(
    build(
      pipe(
        program,
        data('x', [images, rows.along, columns.along, colours]),
        include('conv1', ({ x }) =>
          conv2d(colours, maps1, [rows, columns], groupJeffreys, { group })(x)
        ),
        include('conv2', ({ conv1 }) =>
          conv2d(maps1, maps2, again, groupJeffreys, { group })(active(conv1))
        ),
        include('fc', ({ conv1, conv2 }) =>
          pipe(
            isResidual ? add(rename(maps1, maps2)(active(conv1)))(conv2) : conv2,
            pooled(...pools),
            active,
            merge(parts, flat),
            dense(flat, classes, groupJeffreys)
          )
        ),
        observe('y', ({ fc: logits }) => over(images)(categorical({ logits, along: classes })))
      )
    )
  )
}

/** What is compiled of one. */
export const convolutionFor = (shape: ConvolutionShape): Variational =>
  must(compile()(convolutionGraph(shape))).program

/** Its network, at values of every site that are drawn from a seed. */
export const valued = (compiled: Variational, seed: number): Network => {
  const sizes = new Map(compiled.axes.map((a) => [a.name, Number(a.size)] as const))
  const known = new Set([...compiled.data, ...compiled.observed].map((d) => d.name))
  const { predictions } = compiled
  const empty: Network = { predictions, sizes: new Map(), tensors: new Map(), kept: new Map() }
  const values = [...refs(roots(empty)).values()]
  const tensors: Bindings = new Map(
    values
      .filter(({ name }) => !known.has(name))
      .map(({ name, axes }) => {
        const shape = axes.map((a) => sizes.get(a) ?? 1)
        const count = shape.reduce((a, b) => a * b, 1)
        return [
          name,
          { axes, sizes: shape, values: normals({ seed, step: 0 }, name, count) }
        ] as const
      })
  )
  return must(networkOf(compiled)(tensors))
}
