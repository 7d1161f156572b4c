import {
  add,
  axis,
  categorical,
  contract,
  convolve,
  data,
  draw,
  halfCauchy,
  include,
  maxPool,
  merge,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  relu,
  slide,
  split,
  yields
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const images = plate('images')
const pixels = axis('pixels', 784)
const maps1 = axis('maps1', 20)
const rows1_of_5 = axis('rows1-of-5', 5)
const columns1_of_5 = axis('columns1-of-5', 5)
const grey = axis('grey', 1)
const rows = axis('rows', 28)
const columns = axis('columns', 28)
const rows1 = axis('rows1', 24)
const columns1 = axis('columns1', 24)
const maps2 = axis('maps2', 50)
const rows2_of_5 = axis('rows2-of-5', 5)
const columns2_of_5 = axis('columns2-of-5', 5)
const half_rows1 = axis('half-rows1', 12)
const half_columns1 = axis('half-columns1', 12)
const rows2 = axis('rows2', 8)
const columns2 = axis('columns2', 8)
const features = axis('features', 800)
const units = axis('units', 500)
const half_rows2 = axis('half-rows2', 4)
const half_columns2 = axis('half-columns2', 4)
const classes = axis('classes', 10)

/** lenet-5 */
export default model(function* () {
  const x = yield* data('x', [images, pixels])
  const conv1 = yield* include('conv1', model(function* () {
    const conv1_w = yield* include('w', model(function* () {
      const conv1_w_s = yield* draw('s', halfCauchy(0.00001))
      const conv1_w_z = yield* draw('z', over(maps1)(halfCauchy(1)))
      return yield* yields(
        over(rows1_of_5, columns1_of_5, grey)(normal(0, pipe(conv1_w_z, mul(conv1_w_s)))),
        { maxVariance: 0.04 }
      )
    }))
    const conv1_b = yield* draw('b', over(maps1)(normal(0, 1)))
    return pipe(
      x,
      split(pixels, [grey, rows, columns]),
      convolve(
        [slide(rows, 'rows1', { size: 5 }), slide(columns, 'columns1', { size: 5 })],
        [grey],
        conv1_w
      ),
      add(conv1_b)
    )
  }))
  const conv2 = yield* include('conv2', model(function* () {
    const conv2_w = yield* include('w', model(function* () {
      const conv2_w_s = yield* draw('s', halfCauchy(0.00001))
      const conv2_w_z = yield* draw('z', over(maps2)(halfCauchy(1)))
      return yield* yields(
        over(rows2_of_5, columns2_of_5, maps1)(normal(0, pipe(conv2_w_z, mul(conv2_w_s))))
      )
    }))
    const conv2_b = yield* draw('b', over(maps2)(normal(0, 1)))
    return pipe(
      relu(
        pipe(
          conv1,
          maxPool(
            slide(rows1, 'half-rows1', { size: 2, stride: 2 }),
            slide(columns1, 'half-columns1', { size: 2, stride: 2 })
          )
        )
      ),
      convolve(
        [slide(half_rows1, 'rows2', { size: 5 }), slide(half_columns1, 'columns2', { size: 5 })],
        [maps1],
        conv2_w
      ),
      add(conv2_b)
    )
  }))
  const fc1 = yield* include('fc1', model(function* () {
    const fc1_w = yield* include('w', model(function* () {
      const fc1_w_s = yield* draw('s', halfCauchy(0.00001))
      const fc1_w_z = yield* draw('z', over(features)(halfCauchy(1)))
      return yield* yields(over(features, units)(normal(0, pipe(fc1_w_z, mul(fc1_w_s)))))
    }))
    const fc1_b = yield* draw('b', over(units)(normal(0, 1)))
    return pipe(
      relu(
        pipe(
          conv2,
          maxPool(
            slide(rows2, 'half-rows2', { size: 2, stride: 2 }),
            slide(columns2, 'half-columns2', { size: 2, stride: 2 })
          )
        )
      ),
      merge([maps2, half_rows2, half_columns2], features),
      contract(features)(fc1_w),
      add(fc1_b)
    )
  }))
  const fc2 = yield* include('fc2', model(function* () {
    const fc2_w = yield* include('w', model(function* () {
      const fc2_w_s = yield* draw('s', halfCauchy(0.00001))
      const fc2_w_z = yield* draw('z', over(units)(halfCauchy(1)))
      return yield* yields(over(units, classes)(normal(0, pipe(fc2_w_z, mul(fc2_w_s)))))
    }))
    const fc2_b = yield* draw('b', over(classes)(normal(0, 1)))
    return pipe(relu(fc1), contract(units)(fc2_w), add(fc2_b))
  }))
  yield* observe('y', categorical({ logits: fc2, along: classes }))
})
