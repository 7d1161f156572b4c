import {
  add,
  axis,
  data,
  draw,
  gather,
  halfCauchy,
  include,
  indicesOf,
  model,
  mul,
  normal,
  observe,
  oneHot,
  over,
  plate,
  positive,
  sumOver,
  type Category,
  type Positive,
  type Real,
  type Tensor
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const units = axis('units', 3)
const rows = plate('rows')
const kinds = axis('kinds', 2)

/** model */
export default model(function* () {
  let outer_shift!: Tensor<never, Real>
  let outer_inner_scale!: Tensor<'units', Positive>
  const outer = yield* include('outer', model(function* () {
    const outer_inner = yield* include('inner', model(function* () {
      outer_inner_scale = yield* draw('scale', over(units)(halfCauchy(1)))
      return pipe(outer_inner_scale, mul(positive(2)))
    }))
    outer_shift = yield* draw('shift', normal(0, 1))
    return pipe(outer_inner, add(outer_shift), sumOver(units))
  }))
  let even_kind!: Tensor<'rows', Category<'kinds'>>
  const even = yield* include('even', model(function* () {
    even_kind = yield* data('kind', [rows], indicesOf(kinds))
    return pipe(oneHot(kinds)(even_kind), sumOver(kinds), mul(-1))
  }))
  const w = yield* draw('w', over(kinds)(normal(0, 1)))
  yield* observe(
    'y',
    normal(pipe(w, gather(kinds)(even_kind), add(even), add(outer), add(outer_shift)), outer_inner_scale)
  )
})
