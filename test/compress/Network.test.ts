import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { networkOf } from '../../src/compress/Network.ts'
import {
  axis,
  build,
  contract,
  data,
  normal,
  observe,
  over,
  plate,
  program,
  sample
} from '../../src/dsl/index.ts'
import { type Expr, ref, rename, sumAll, unfoldWindows, zip } from '../../src/expr/index.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { compiled } from '../support/Models.ts'

const rows = plate('rows'),
  k = axis('k', 3)
const graph = build(
  pipe(
    program,
    data('x', [rows, k]),
    sample('w', over(k)(normal(0, 1))),
    observe('y', ({ x, w }) => over(rows)(normal(contract(k)(w)(x), 1)))
  )
)
if (E.isLeft(graph)) throw new Error(graph.left.map((p) => p.what).join())
const derived = compiled(graph.right).program
const values = new Map([['w', { axes: ['k'], sizes: [3], values: Float32Array.of(1, 2, 3) }]])

/** The same with a term added to what it predicts. */
const withTerm = (term: Expr): Variational => ({
  ...derived,
  predictions: derived.predictions.map((p) => ({
    ...p,
    negativeLogLikelihood: zip('add')(p.negativeLogLikelihood, term)
  }))
})
const windows = { along: 'rows', at: 'i', offset: 'j', size: 2, stride: 1, padding: 0 }
const x = ref('x', ['rows', 'k'])

describe('networkOf', () => {
  it('takes windows along an axis of its own', () =>
    expect(
      E.isRight(networkOf(withTerm(sumAll(unfoldWindows({ ...windows, along: 'k' })(x))))(values))
    ).toBe(true))
  it.each([
    ['a plate', unfoldWindows(windows)(x), 'axis rows'],
    [
      'a plate under another name',
      unfoldWindows({ ...windows, along: 'time' })(rename('rows', 'time')(x)),
      'axis time'
    ]
  ])('refuses windows along %s', (_, e, where) =>
    expect(networkOf(withTerm(sumAll(e)))(values)).toMatchObject({ left: { where } })
  )
  it('refuses a site without a value', () =>
    expect(networkOf(derived)(new Map())).toMatchObject({ left: { where: 'w' } }))
})
