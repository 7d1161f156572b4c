/**
 * Convolutions and poolings against those of tfjs, and as the other layers they are cases of: a
 * dense layer, a sum; what is not a convolution is refused with its reason.
 */
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import * as fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type Axis,
  axis,
  build,
  data,
  include,
  maxPool,
  meanPool,
  normal,
  observe,
  plate,
  type Prior,
  program,
  slide,
  type Tensor,
  type WindowOptions
} from '../../src/dsl/index.ts'
import { evaluate, type Expr, type NamedArray } from '../../src/expr/index.ts'
import { gatesOf } from '../../src/compile/passes/DeriveSparsity.ts'
import { conv1d, conv2d, dense } from '../../src/layers/index.ts'
import { groupHorseshoe, normalPrior } from '../../src/priors/index.ts'
import { array, built, expectSame, inOrder, valueOf } from './LayerValue.ts'

const images = plate('images'),
  maps = axis('maps', 3),
  filters = axis('filters', 2)

beforeAll(async () => {
  await tf.setBackend('cpu')
})

interface Case {
  readonly rows: number
  readonly columns: number
  readonly options: WindowOptions
}

/** Even and odd sizes; tfjs does not stride and dilate at once. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 9 }),
    size: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    padding: fc.constantFrom('same' as const, 'valid' as const, 1, 2)
  })
  .map(({ rows, columns, size, stride, dilation, padding }) => ({
    rows,
    columns,
    options: { size, stride, dilation: stride > 1 ? 1 : dilation, padding }
  }))
  .filter(({ rows, columns, options: { size, dilation = 1, padding } }) => {
    const ends = padding === 'same' ? Infinity : padding === 'valid' ? 0 : 2 * Number(padding)
    return Math.min(rows, columns) + ends >= dilation * (size - 1) + 1
  })

const sidesOf = ({ rows, columns, options }: Case) =>
  [
    slide(axis('rows', rows), 'rows2', options),
    slide(axis('columns', columns), 'columns2', options)
  ] as const

const convolution = (c: Case, prior: Prior = normalPrior()) => {
  const windows = sidesOf(c)
  return built(
    pipe(
      program,
      data('x', [images, windows[0].along, windows[1].along, maps]),
      include('layer', ({ x }) => conv2d(maps, filters, windows, prior)(x)),
      observe('y', ({ layer }) => normal(layer, 1))
    )
  )
}

const imagesOf = ({ rows, columns }: Case) =>
  array('x', ['images', 'rows', 'columns', 'maps'], [2, rows, columns, 3])

describe('a convolution', () => {
  it('is that of tfjs: padding, stride, dilation, even sizes', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const { size, stride = 1, dilation = 1, padding = 'valid' } = c.options
        const x = imagesOf(c)
        const w = array(
          'w',
          [`rows2-of-${size}`, `columns2-of-${size}`, 'maps', 'filters'],
          [size, size, 3, 2]
        )
        const b = array('b', ['filters'], [2])
        const found = valueOf(
          convolution(c),
          new Map([
            ['x', x],
            ['layer/w', w],
            ['layer/b', b]
          ])
        )
        const wanted = tf.tidy(() =>
          tf
            .add(
              tf.conv2d(
                tf.tensor4d(x.values, [2, c.rows, c.columns, 3]),
                tf.tensor4d(w.values, [size, size, 3, 2]),
                stride,
                padding,
                'NHWC',
                dilation,
                typeof padding === 'number' ? 'floor' : undefined
              ),
              tf.tensor1d(b.values)
            )
            .dataSync()
        )
        expectSame(inOrder(found, ['images', 'rows2', 'columns2', 'filters']), wanted)
      }),
      { numRuns: 60 }
    )
  })

  it('of one place is a dense layer', () => {
    const c: Case = { rows: 2, columns: 3, options: { size: 1 } }
    const x = imagesOf(c),
      b = array('b', ['filters'], [2]),
      w = array('w', ['maps', 'filters'], [3, 2])
    const given = new Map<string, NamedArray>([
      ['x', x],
      ['layer/b', b]
    ])
    const [rows, columns] = sidesOf(c)
    const ofDense = built(
      pipe(
        program,
        data('x', [images, rows.along, columns.along, maps]),
        include('layer', ({ x: given1 }) => dense(maps, filters, normalPrior())(given1)),
        observe('y', ({ layer }) => normal(layer, 1))
      )
    )
    const places = { axes: ['rows2-of-1', 'columns2-of-1', ...w.axes], sizes: [1, 1, ...w.sizes] }
    expectSame(
      inOrder(
        valueOf(convolution(c), new Map([...given, ['layer/w', { ...places, values: w.values }]])),
        ['images', 'rows2', 'columns2', 'filters']
      ),
      inOrder(valueOf(ofDense, new Map([...given, ['layer/w', w]])), [
        'images',
        'rows',
        'columns',
        'filters'
      ])
    )
  })

  it('has a scale for each output map, or for each input map', () => {
    const c: Case = { rows: 4, columns: 4, options: { size: 3 } }
    const gates = (g: ReturnType<typeof built>) => gatesOf(g).filter(({ axes }) => axes.length > 0)
    expect(gates(convolution(c, groupHorseshoe(1))).map((g) => [g.target, g.axes])).toEqual([
      ['layer/w', ['filters']]
    ])
    const windows = sidesOf(c)
    const byInput = built(
      pipe(
        program,
        data('x', [images, windows[0].along, windows[1].along, maps]),
        include('layer', ({ x }) =>
          conv2d(maps, filters, windows, groupHorseshoe(1), { group: 'input' })(x)
        ),
        observe('y', ({ layer }) => normal(layer, 1))
      )
    )
    expect(gates(byInput).map((g) => [g.target, g.axes])).toEqual([['layer/w', ['maps']]])
  })

  it('along one axis sums its windows; under the name of the axis it leaves it as it is', () => {
    const times = axis('times', 4),
      ones = axis('ones', 1),
      sums = axis('sums', 1)
    const graph = built(
      pipe(
        program,
        data('x', [images, times, ones]),
        include('layer', ({ x }) =>
          conv1d(ones, sums, slide(times, 'times', { size: 3, padding: 'same' }), normalPrior())(x)
        ),
        observe('y', ({ layer }) => normal(layer, 1))
      )
    )
    const found = valueOf(
      graph,
      new Map<string, NamedArray>([
        [
          'x',
          { axes: ['images', 'times', 'ones'], sizes: [2, 4, 1], values: [1, 2, 3, 4, 0, 0, 1, 0] }
        ],
        [
          'layer/w',
          { axes: ['times-of-3', 'ones', 'sums'], sizes: [3, 1, 1], values: [1, 10, 100] }
        ],
        ['layer/b', { axes: ['sums'], sizes: [1], values: [0] }]
      ])
    )
    expect(inOrder(found, ['images', 'times', 'sums'])).toEqual([210, 321, 432, 43, 0, 100, 10, 1])
  })
})

describe('pooling', () => {
  const poolings = [
    ['max', maxPool, tf.maxPool],
    ['mean', meanPool, tf.avgPool]
  ] as const
  it.each(poolings)('by the %s is that of tfjs, at the edge too', (_, pool, theirs) => {
    fc.assert(
      fc.property(
        cases.filter(
          ({ options: { padding, dilation } }) => typeof padding !== 'number' && dilation === 1
        ),
        (c) => {
          const { size, stride = 1, padding = 'valid' } = c.options
          if (typeof padding === 'number') return
          const windows = sidesOf(c)
          const x = imagesOf(c)
          let value: Expr | undefined
          const graph = built(
            pipe(
              program,
              data('x', [images, windows[0].along, windows[1].along, maps]),
              observe('y', ({ x: given }) => {
                const pooled: Tensor<'images' | 'rows2' | 'columns2' | 'maps'> = pool(...windows)(
                  given
                )
                value = pooled.expr
                return normal(pooled, 1)
              })
            )
          )
          if (value === undefined) throw new Error('nothing was pooled')
          const sizes = graph.axes.map((a) => [a.name, a.size === 'data' ? 2 : a.size] as const)
          const found = evaluate({ sizes: new Map(sizes), values: new Map([['x', x]]) })(value)
          const wanted = tf.tidy(() =>
            theirs(
              tf.tensor4d(x.values, [2, c.rows, c.columns, 3]),
              size,
              stride,
              padding
            ).dataSync()
          )
          expectSame(inOrder(found, ['images', 'rows2', 'columns2', 'maps']), wanted)
        }
      ),
      { numRuns: 40 }
    )
  })
})

describe('what is no window', () => {
  const refused = (options: WindowOptions, size: number | 'data' = 4): string => {
    const rows: Axis<'rows'> = { name: 'rows', size }
    const graph = build(
      pipe(
        program,
        data('x', [images, rows, maps]),
        include('layer', ({ x }) =>
          conv1d(maps, filters, slide(rows, 'rows2', options), normalPrior())(x)
        ),
        observe('y', ({ layer }) => normal(layer, 1))
      )
    )
    return isLeft(graph) ? graph.left.map((p) => p.what).join('; ') : 'nothing'
  }
  it.each([
    ['larger than its input', { size: 5 }, 4, /over 5 does not fit 'rows' of size 4/],
    ['too far apart', { size: 3, dilation: 2 }, 4, /over 5 does not fit 'rows' of size 4/],
    ['of stride 0', { size: 2, stride: 0 }, 4, /a stride that is a whole number ≥ 1, found 0/],
    ['of no size', { size: 0 }, 4, /a size that is a whole number ≥ 1, found 0/],
    ['with less than no padding', { size: 2, padding: -1 }, 4, /a padding that .* ≥ 0, found -1/],
    ['along a plate', { size: 2 }, 'data', /'rows' is a plate/]
  ] as const)('is refused: %s', (_, options, size, message) => {
    expect(refused(options, size)).toMatch(message)
  })
})
