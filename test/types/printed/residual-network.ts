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
  meanOver,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  relu,
  rename,
  slide,
  split,
  yields
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const images = plate('images')
const pixels = axis('pixels', 784)
const maps0 = axis('maps0', 16)
const rows_of_3 = axis('rows-of-3', 3)
const columns_of_3 = axis('columns-of-3', 3)
const grey = axis('grey', 1)
const rows = axis('rows', 28)
const columns = axis('columns', 28)
const middle1 = axis('middle1', 16)
const maps1 = axis('maps1', 16)
const middle2 = axis('middle2', 16)
const maps2 = axis('maps2', 16)
const classes = axis('classes', 10)

/** residual-network */
export default model(function* () {
  const x = yield* data('x', [images, pixels])
  const first = yield* include('first', model(function* () {
    const first_w = yield* include('w', model(function* () {
      const first_w_s = yield* draw('s', halfCauchy(0.001))
      const first_w_z = yield* draw('z', over(maps0)(halfCauchy(1)))
      return yield* yields(
        over(rows_of_3, columns_of_3, grey)(normal(0, pipe(first_w_z, mul(first_w_s))))
      )
    }))
    const first_b = yield* draw('b', over(maps0)(normal(0, 1)))
    return pipe(
      x,
      split(pixels, [grey, rows, columns]),
      convolve(
        [
          slide(rows, 'rows', { size: 3, padding: 1 }),
          slide(columns, 'columns', { size: 3, padding: 1 })
        ],
        [grey],
        first_w
      ),
      add(first_b)
    )
  }))
  const block1 = yield* include('block1', model(function* () {
    const block1_a = yield* include('a', model(function* () {
      const block1_a_w = yield* include('w', model(function* () {
        const block1_a_w_s = yield* draw('s', halfCauchy(0.001))
        const block1_a_w_z = yield* draw('z', over(middle1)(halfCauchy(1)))
        return yield* yields(
          over(rows_of_3, columns_of_3, maps0)(normal(0, pipe(block1_a_w_z, mul(block1_a_w_s))))
        )
      }))
      const block1_a_b = yield* draw('b', over(middle1)(normal(0, 1)))
      return pipe(
        relu(first),
        convolve(
          [
            slide(rows, 'rows', { size: 3, padding: 1 }),
            slide(columns, 'columns', { size: 3, padding: 1 })
          ],
          [maps0],
          block1_a_w
        ),
        add(block1_a_b)
      )
    }))
    const block1_b = yield* include('b', model(function* () {
      const block1_b_w = yield* include('w', model(function* () {
        const block1_b_w_s = yield* draw('s', halfCauchy(0.001))
        const block1_b_w_z = yield* draw('z', over(maps1)(halfCauchy(1)))
        return yield* yields(
          over(rows_of_3, columns_of_3, middle1)(normal(0, pipe(block1_b_w_z, mul(block1_b_w_s))))
        )
      }))
      const block1_b_b = yield* draw('b', over(maps1)(normal(0, 1)))
      return pipe(
        relu(block1_a),
        convolve(
          [
            slide(rows, 'rows', { size: 3, padding: 1 }),
            slide(columns, 'columns', { size: 3, padding: 1 })
          ],
          [middle1],
          block1_b_w
        ),
        add(block1_b_b)
      )
    }))
    return pipe(first, rename(maps0, maps1), add(block1_b))
  }))
  const block2 = yield* include('block2', model(function* () {
    const block2_a = yield* include('a', model(function* () {
      const block2_a_w = yield* include('w', model(function* () {
        const block2_a_w_s = yield* draw('s', halfCauchy(0.001))
        const block2_a_w_z = yield* draw('z', over(middle2)(halfCauchy(1)))
        return yield* yields(
          over(rows_of_3, columns_of_3, maps1)(normal(0, pipe(block2_a_w_z, mul(block2_a_w_s))))
        )
      }))
      const block2_a_b = yield* draw('b', over(middle2)(normal(0, 1)))
      const t1 = pipe(
        relu(block1),
        convolve(
          [
            slide(rows, 'rows', { size: 3, padding: 1 }),
            slide(columns, 'columns', { size: 3, padding: 1 })
          ],
          [maps1],
          block2_a_w
        ),
        add(block2_a_b)
      )
      return t1
    }))
    const block2_b = yield* include('b', model(function* () {
      const block2_b_w = yield* include('w', model(function* () {
        const block2_b_w_s = yield* draw('s', halfCauchy(0.001))
        const block2_b_w_z = yield* draw('z', over(maps2)(halfCauchy(1)))
        return yield* yields(
          over(rows_of_3, columns_of_3, middle2)(normal(0, pipe(block2_b_w_z, mul(block2_b_w_s))))
        )
      }))
      const block2_b_b = yield* draw('b', over(maps2)(normal(0, 1)))
      return pipe(
        relu(block2_a),
        convolve(
          [
            slide(rows, 'rows', { size: 3, padding: 1 }),
            slide(columns, 'columns', { size: 3, padding: 1 })
          ],
          [middle2],
          block2_b_w
        ),
        add(block2_b_b)
      )
    }))
    return pipe(block1, rename(maps1, maps2), add(block2_b))
  }))
  const last = yield* include('last', model(function* () {
    const last_w = yield* include('w', model(function* () {
      const last_w_s = yield* draw('s', halfCauchy(0.001))
      const last_w_z = yield* draw('z', over(maps2)(halfCauchy(1)))
      return yield* yields(over(maps2, classes)(normal(0, pipe(last_w_z, mul(last_w_s)))))
    }))
    const last_b = yield* draw('b', over(classes)(normal(0, 1)))
    const t2 = pipe(relu(block2), meanOver(rows, columns), contract(maps2)(last_w), add(last_b))
    return t2
  }))
  yield* observe('y', categorical({ logits: last, along: classes }))
})
