/** Convolutions in groups of maps: one for each group, as tfjs has them on parts of the maps. */
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  axis,
  build,
  data,
  include,
  normal,
  observe,
  plate,
  program,
  slide,
  type WindowOptions
} from '../../src/dsl/index.ts'
import type { NamedArray } from '../../src/expr/index.ts'
import { gatesOf } from '../../src/compile/passes/DeriveSparsity.ts'
import { groupedConv2d } from '../../src/layers/index.ts'
import { groupHorseshoe, normalPrior } from '../../src/priors/index.ts'
import { array, built, expectSame, inOrder, valueOf } from './LayerValue.ts'

const images = plate('images'),
  maps = axis('maps', 3),
  filters = axis('filters', 2)

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const sidesOf = (rows: number, columns: number, options: WindowOptions) =>
  [
    slide(axis('rows', rows), 'rows2', options),
    slide(axis('columns', columns), 'columns2', options)
  ] as const

describe('a convolution', () => {
  it.each([
    [1, 3, 2],
    [2, 4, 6],
    [4, 4, 8],
    [4, 4, 4]
  ])('in %i groups, from %i maps to %i, is one for each group', (count, inputs, outputs) => {
    const windows = sidesOf(5, 4, { size: 2, stride: 2, padding: 'same' }),
      from = axis('from', inputs),
      to = axis('to', outputs)
    const graph = built(
      pipe(
        program,
        data('x', [images, windows[0].along, windows[1].along, from]),
        include('layer', ({ x }) =>
          groupedConv2d(axis('groups', count), from, to, windows, groupHorseshoe(1))(x)
        ),
        observe('y', ({ layer }) => normal(layer, 1))
      )
    )
    expect(gatesOf(graph).map((g) => g.axes)).toContainEqual(['to'])
    const x = array('x', ['images', 'rows', 'columns', 'from'], [2, 5, 4, inputs])
    const part = inputs / count
    const w = array(
      'w',
      ['rows2-of-2', 'columns2-of-2', 'from-of-one', 'to'],
      [2, 2, part, outputs]
    )
    const found = valueOf(
      graph,
      new Map<string, NamedArray>([
        ['x', x],
        ['layer/w', w],
        ['layer/b', { axes: ['to'], sizes: [outputs], values: new Float32Array(outputs) }]
      ])
    )
    const wanted = tf.tidy(() => {
      const ins = tf.split<tf.Tensor4D>(tf.tensor4d(x.values, [2, 5, 4, inputs]), count, 3)
      const filtersOf = tf.split<tf.Tensor4D>(
        tf.tensor4d(w.values, [2, 2, part, outputs]),
        count,
        3
      )
      const each = ins.flatMap((one, g) => {
        const filter = filtersOf[g]
        return filter === undefined ? [] : [tf.conv2d(one, filter, 2, 'same')]
      })
      return tf.concat(each, 3).dataSync()
    })
    expectSame(inOrder(found, ['images', 'rows2', 'columns2', 'to']), wanted)
  })

  it('in groups that do not divide its maps is refused', () => {
    const windows = sidesOf(4, 4, { size: 2 })
    const graph = build(
      pipe(
        program,
        data('x', [images, windows[0].along, windows[1].along, maps]),
        include('layer', ({ x }) =>
          groupedConv2d(axis('groups', 2), maps, filters, windows, normalPrior())(x)
        ),
        observe('y', ({ layer }) => normal(layer, 1))
      )
    )
    expect(isLeft(graph) ? graph.left.map((p) => p.what) : []).toEqual([
      "groupedConv2d: 2 groups do not divide the 3 maps of 'maps' and the 2 of 'filters'"
    ])
  })
})
