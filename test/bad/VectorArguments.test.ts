/** Vectors given axes, matrices and sizes that they cannot have, and data that are no covariance. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  autoregressive,
  axis,
  build,
  data,
  decodeModel,
  encodeModel,
  fitModel,
  gaussianRandomWalk,
  gumbelSoftmax,
  lkjCholesky,
  lowRankMultivariateNormal,
  multivariateNormal,
  normal,
  observe,
  over,
  plate,
  positives,
  program,
  sample,
  sampleModel
} from '../../src/index.ts'

const k = axis('k', 3),
  j = axis('j', 3),
  one = axis('one', 1),
  two = axis('two', 2),
  rows = plate('rows')

const said = (found: ReturnType<typeof build>): string =>
  E.isLeft(found) ? found.left.map((p) => `${p.where}: ${p.what}`).join('\n') : 'accepted'
const withData = pipe(
  program,
  data('m', [k, j]),
  data('v', [k]),
  data('wide', [k, two]),
  sample('z', normal(0, 1))
)

describe('a vector is refused', () => {
  test.each([
    [
      'along a plate',
      build(
        pipe(
          program,
          observe('y', () => gaussianRandomWalk({ scale: 1, along: rows }))
        )
      ),
      "y: gaussianRandomWalk: 'rows' is a plate"
    ],
    [
      'with a coefficient that differs along it',
      build(
        pipe(
          withData,
          observe('y', ({ v }) =>
            autoregressive({ location: 0, coefficient: v, scale: 1, along: k })
          )
        )
      ),
      "y: autoregressive: its coefficient has the axis 'k'"
    ],
    [
      'with a scale that is no scale',
      build(
        pipe(
          program,
          observe('y', () => gaussianRandomWalk({ scale: -1, along: k }))
        )
      ),
      'y: gaussianRandomWalk: scale must be a number above 0, found -1'
    ],
    [
      'with a matrix that is not square',
      build(
        pipe(
          withData,
          observe('y', ({ wide }) =>
            multivariateNormal({ mean: 0, cholesky: wide, along: k, across: two })
          )
        )
      ),
      "y: multivariateNormal: 'k' has 3 indices and 'two' 2"
    ],
    [
      'with a mean that lies across',
      build(
        pipe(
          withData,
          observe('y', ({ m, v }) =>
            multivariateNormal({ mean: v, cholesky: m, along: j, across: k })
          )
        )
      ),
      "y: multivariateNormal: its mean has the axis 'k'"
    ],
    [
      'repeated over the axis of its columns',
      build(
        pipe(
          withData,
          observe('y', ({ m }) =>
            over(j)(multivariateNormal({ mean: 0, precision: m, along: k, across: j }))
          )
        )
      ),
      "y: over: one draw already uses up the axis 'j'"
    ],
    [
      'with factors of which it is not known how many',
      build(
        pipe(
          program,
          data('f', [k, rows]),
          observe('y', ({ f }) =>
            lowRankMultivariateNormal({ mean: 0, factor: f, scale: 1, along: k, across: rows })
          )
        )
      ),
      "y: lowRankMultivariateNormal: 'rows' is a plate"
    ],
    [
      'with a scale for each factor',
      build(
        pipe(
          withData,
          data('s', [two], positives),
          observe('y', ({ wide, s }) =>
            lowRankMultivariateNormal({ mean: 0, factor: wide, scale: s, along: k, across: two })
          )
        )
      ),
      "y: lowRankMultivariateNormal: its scale has the axis 'two'"
    ],
    [
      'with a mean for each factor',
      build(
        pipe(
          withData,
          data('s', [two]),
          observe('y', ({ wide, s }) =>
            lowRankMultivariateNormal({ mean: s, factor: wide, scale: 1, along: k, across: two })
          )
        )
      ),
      "y: lowRankMultivariateNormal: its mean has the axis 'two'"
    ],
    [
      'with elements and factors of one axis',
      build(
        pipe(
          withData,
          observe('y', ({ wide }) =>
            lowRankMultivariateNormal({ mean: 0, factor: wide, scale: 1, along: k, across: k })
          )
        )
      ),
      "y: lowRankMultivariateNormal: the axis 'k' is given twice"
    ],
    [
      'with a scale of no size',
      build(
        pipe(
          withData,
          observe('y', ({ wide }) =>
            lowRankMultivariateNormal({ mean: 0, factor: wide, scale: 0, along: k, across: two })
          )
        )
      ),
      'y: lowRankMultivariateNormal: scale must be a number above 0, found 0'
    ],
    [
      'with rows and columns of one axis',
      build(
        pipe(
          program,
          observe('y', () => lkjCholesky({ shape: 1, along: k, across: k }))
        )
      ),
      "y: lkjCholesky: the axis 'k' is given twice"
    ],
    [
      'with one share',
      build(
        pipe(
          program,
          data('wide', [one]),
          observe('y', ({ wide }) => gumbelSoftmax({ logits: wide, temperature: 1, along: one }))
        )
      ),
      "gumbelSoftmax: 'one' has one index"
    ],
    [
      'with a temperature for each share',
      build(
        pipe(
          program,
          data('v', [k]),
          data('t', [k], positives),
          observe('y', ({ v, t }) => gumbelSoftmax({ logits: v, temperature: t, along: k }))
        )
      ),
      "gumbelSoftmax: its temperature has the axis 'k'"
    ],
    [
      'with a factor of one index',
      build(
        pipe(
          program,
          observe('y', () => lkjCholesky({ shape: 1, along: one, across: axis('other', 1) }))
        )
      ),
      "y: lkjCholesky: 'one' has one index"
    ],
    [
      'with a shape that differs along it',
      build(
        pipe(
          program,
          data('v', [k], positives),
          observe('y', ({ v }) => lkjCholesky({ shape: v, along: k, across: j }))
        )
      ),
      "y: lkjCholesky: its shape has the axis 'k'"
    ],
    [
      'with a shape that may be 0',
      build(
        pipe(
          program,
          observe('y', () => lkjCholesky({ shape: 0, along: k, across: j }))
        )
      ),
      'y: lkjCholesky: shape must be a number above 0, found 0'
    ]
  ])('%s', (_, found, what) => expect(said(found)).toContain(what))
})

describe('a covariance that is none, as data, is a problem of a chain and of a fit', () => {
  const known = pipe(
    program,
    data('m', [k, j]),
    sample('x', ({ m }) => multivariateNormal({ mean: 0, covariance: m, along: k, across: j })),
    observe('y', ({ x }) => over(rows)(normal(x, 1)))
  )
  const values = new Map([
    ['m', { axes: ['k', 'j'], sizes: [3, 3], values: Float32Array.of(1, 2, 0, 2, 1, 0, 0, 0, 1) }],
    ['y', { axes: ['rows', 'k'], sizes: [1, 3], values: Float32Array.of(0.5, 1, -1) }]
  ])
  test.each([
    ['centred', ['x']],
    ['non-centred', []]
  ])('%s', async (_, centred) => {
    const settings = { chains: 1, draws: 10, warmUp: 10 }
    const form = { centred }
    const chain = await sampleModel({ data: values, threads: 1, settings, ...form })(known)()
    const fit = await fitModel({ data: values, compile: form })(known)()
    for (const found of [chain, fit])
      expect(E.isLeft(found) ? found.left.map((p) => p.what).join() : 'accepted').toMatch(/finite/)
  })
})

describe('JSON', () => {
  const few = build(
    pipe(
      withData,
      observe('y', ({ wide }) =>
        lowRankMultivariateNormal({ mean: 0, factor: wide, scale: 1, along: k, across: two })
      )
    )
  )
  const walk = build(
    pipe(
      program,
      observe('y', () => gaussianRandomWalk({ scale: 1, along: k }))
    )
  )
  const textOf = (model: ReturnType<typeof build>): string =>
    E.isRight(model) ? encodeModel(model.right) : ''
  const text = textOf(walk)
  const read = (changed: string) => decodeModel('model.json')(new TextEncoder().encode(changed))
  test.each([
    ['a size that its axis has not', '"along":"k","size":3', '"along":"k","size":4'],
    ['an axis that is not there', '"name":"k_before"', '"name":"k_after"'],
    ['no size', ',"size":3,"options"', ',"options"']
  ])('of a vector with %s is no model', (_, from, to) => {
    expect(E.isRight(read(text))).toBe(true)
    expect(text).toContain(from)
    expect(E.isLeft(read(text.replace(from, to)))).toBe(true)
  })
  test.each([
    ['as many factors as their axis has not', '"rank":2', '"rank":3'],
    ['no number of factors', ',"rank":2', '']
  ])('of a vector with %s is no model', (_, from, to) => {
    const written = textOf(few)
    expect(E.isRight(read(written))).toBe(true)
    expect(written).toContain(from)
    expect(E.isLeft(read(written.replace(from, to)))).toBe(true)
  })
})
