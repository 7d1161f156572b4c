/**
 * Models that no type has seen, from JavaScript. Each mistake is a problem at its place, never a
 * throw, never a mistake of ours.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import * as farrier from '../../src/index.ts'
import { said, untyped as F } from '../support/Untyped.ts'

const { axis, draw, model, normal, normalPrior, observe, over, program, sample, withOptions } =
  farrier
const h = axis('h', 3)

describe('a model', () => {
  const end = function* (mean: unknown) {
    yield* F.observe('y', F.normal(mean, 1))
  }
  const cases: ReadonlyArray<readonly [string, () => unknown, RegExp]> = [
    ['no model', () => 5, /^the model: expected a model, found a number \|/],
    ['nothing', () => undefined, /expected a model, found nothing/],
    ['model of a number', () => F.model(5), /model: expected a generator function, found a number/],
    [
      'model of a generator',
      () => F.model(end(0)),
      /expected a generator function, found another value/
    ],
    [
      'model of an async function',
      () => F.model(async () => 1),
      /found a function that gives another value/
    ],
    [
      'data without axes',
      () =>
        model(function* () {
          yield* F.data('x')
        }),
      /^x: data: expected an array of axes, found nothing/
    ],
    [
      'data over an axis',
      () =>
        model(function* () {
          yield* F.data('x', h)
        }),
      /^x: data: expected an array of axes, found another value/
    ],
    [
      'data over text',
      () =>
        model(function* () {
          yield* F.data('x', ['h'])
        }),
      /found one of other values/
    ],
    [
      'options in another spelling',
      () =>
        model(function* () {
          yield* end(yield* F.draw('a', normal(0, 1), { maxvariance: 1 }))
        }),
      /^a.maxvariance: there is no option 'maxvariance' \| did you mean maxVariance\?/
    ],
    [
      'a start that is text',
      () =>
        model(function* () {
          yield* end(yield* F.draw('a', normal(0, 1), { initial: '1' }))
        }),
      /^a.initial: expected a number, found '1'/
    ],
    [
      'a symbol of another model',
      () => {
        const kept: Array<unknown> = []
        farrier.build(
          model(function* () {
            kept.push(yield* draw('x', over(h)(normal(0, 1))))
          })
        )
        return model(function* () {
          yield* draw('x', normal(0, 1))
          yield* end(kept[0])
        })
      },
      /^y: uses 'x', which is not declared above it in this model/
    ],
    [
      'a model that includes itself',
      () => {
        const again: unknown = model(function* () {
          yield* F.include('a', again)
        })
        return again
      },
      /^the model: .*RangeError/
    ],
    [
      'options after a named site',
      () =>
        pipe(
          program,
          sample('a', normal(0, 1)),
          withOptions({ maxVariance: 0.1 }),
          observe('y', ({ a }) => normal(a, 1))
        ),
      /^the model: withOptions: this model has no unnamed site \| give them to the line itself/
    ],
    [
      'options of a site in another spelling, from outside',
      () =>
        model(function* () {
          yield* F.include(
            'w',
            F.withOptions({ maxvariance: 1 })(normalPrior()({ group: h, axes: [h] }))
          )
        }),
      /^w.maxvariance: there is no option 'maxvariance' \| did you mean maxVariance\?/
    ],
    [
      'options of an observation',
      () =>
        model(function* () {
          yield* F.observe('y', normal(0, 1), { maxVariance: 1 })
        }),
      /^y.maxVariance: an observation takes no options/
    ],
    [
      'the logarithm of any number',
      () =>
        model(function* () {
          yield* end(F.log(yield* draw('a', normal(0, 1))))
        }),
      /log: expected positive numbers, found 'a'/
    ],
    ['options alone', () => F.withOptions({}), /expected a model, found a function/],
    [
      'a prior that is none',
      () =>
        model(function* () {
          yield* F.include('w', F.boundVariance(1))
        }),
      /^w: a function was given/
    ],
    [
      'a layer without prior',
      () =>
        model(function* () {
          const x = yield* draw('x', over(h)(normal(0, 1)))
          yield* F.include('w', F.dense(h, axis('k', 2))(x))
        }),
      /TypeError: prior is not a function/
    ],
    [
      'a prior of no layer',
      () =>
        model(function* () {
          yield* F.include('w', F.normalPrior()(F.axis()))
        }),
      /TypeError/
    ]
  ]
  test.each(cases)('%s', (_, make, answer) => {
    expect(said(F.compileModel()(make()))).toMatch(answer)
  })
})
