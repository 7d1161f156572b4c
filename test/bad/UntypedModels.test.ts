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
  const outOfStack = (): never => {
    throw new SyntaxError('Invalid regular expression: /a/: Maximum call stack size exceeded')
  }
  interface Place {
    readonly group: farrier.Axis<string>
    readonly axes: ReadonlyArray<farrier.Axis<string>>
  }
  const layer = (prior: unknown): unknown =>
    model(function* () {
      const x = yield* farrier.data('x', [farrier.plate('rows'), h])
      yield* end(yield* F.include('fc', F.dense(h, axis('k', 2), prior)(x)))
    })
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
      'a model that includes itself, out of stack in a regular expression',
      () =>
        model(function* () {
          yield* end(outOfStack())
        }),
      /^the model: the model's own code threw RangeError: Maximum call stack size exceeded/
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
      /^y.maxVariance: an observation has no such option/
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
      /dense: expected a prior, found nothing \| normalPrior\(\)/
    ],
    [
      'what makes a prior',
      () => layer(farrier.normalPrior),
      /dense: expected a prior, found a function that gives a function \| call what makes it: normalPrior\(…\)/
    ],
    [
      'what makes a horseshoe',
      () => layer(farrier.groupHorseshoe),
      /halfCauchy: found the place of a prior, its group and axes, as an argument \| call it where it is given/
    ],
    [
      'what makes a prior of options',
      () => layer(farrier.regularisedHorseshoe),
      /if regularisedHorseshoe makes priors, call it first/
    ],
    ['a prior of a number', () => layer(1), /dense: expected a prior, found a number/],
    [
      'a prior that lacks an axis of its weights',
      () =>
        layer(({ group }: Place) =>
          pipe(
            program,
            sample('z', over(group)(farrier.halfCauchy(1))),
            farrier.yields(({ z }) => normal(0, z))
          )
        ),
      /^fc\/w: dense: its prior draws over \[h], which lacks the axis 'k' of the weights \| repeat its last draw/
    ],
    [
      'a prior with an axis of its own',
      () =>
        layer(({ axes }: Place) =>
          pipe(program, farrier.yields(over(...axes, axis('more', 2))(normal(0, 1))))
        ),
      /^fc\/w: dense: its prior draws over \[h, k, more], which has the axis 'more'/
    ],
    [
      'a prior that returns what it draws',
      () =>
        layer(({ axes }: Place) =>
          pipe(
            program,
            sample('z', over(...axes)(normal(0, 1))),
            farrier.returns(({ z }) => z)
          )
        ),
      /^fc\/w: dense: its prior draws no tensor of this name \| end the prior with yields/
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

describe('a distribution of arguments in another way', () => {
  const cases: ReadonlyArray<readonly [string, ReadonlyArray<unknown>, RegExp]> = [
    [
      'exponential',
      [{ rate: 1 }],
      /exponential: expected its arguments one after the other, found an object \| exponential\(rate\)/
    ],
    [
      'logNormal',
      [{ location: 0, scale: 1 }],
      /logNormal: expected its arguments one after the other, found an object \| logNormal\(location, scale\)/
    ],
    ['poisson', [{ rate: 1 }], /poisson\(rate\)/],
    [
      'weibull',
      [0.5, 1],
      /weibull: expected its arguments by name, found none of shape, scale \| weibull\({ shape, scale }\)/
    ],
    [
      'studentT',
      [4, 0, 1],
      /studentT: expected its arguments by name, found none of df, location, scale/
    ],
    [
      'gamma',
      [2, 1],
      /gamma: expected its arguments by name, found a number \| gamma\({ shape, rate }\)/
    ],
    ['beta', [2, 1], /beta: expected its arguments by name, found a number/],
    ['binomial', [2, 0.5], /binomial: expected its arguments by name/],
    [
      'negativeBinomial',
      [2, 0.5],
      /negativeBinomial: expected its arguments by name, found a number/
    ],
    ['hurdle', [0.5], /hurdle: expected its arguments by name, found a number/],
    ['categorical', [1, h], /categorical: expected its arguments by name, found nothing/],
    ['normal', [], /normal: location: expected a tensor or a number, found nothing/]
  ]
  test.each(cases)('%s of %j', (word, args, answer) => {
    const made = (): unknown => Reflect.apply(Reflect.get(farrier, word), undefined, args)
    const observed = model(function* () {
      yield* F.observe('y', made())
    })
    expect(said(F.compileModel()(observed))).toMatch(answer)
  })
})

test.each([
  farrier.normalPrior(),
  farrier.groupHorseshoe(1),
  farrier.horseshoe(1),
  farrier.nestedHorseshoe(1),
  farrier.logUniformPrior
])('a prior of ours is refused a group that is none of the axes', (prior) => {
  const at = { group: axis('k', 2), axes: [h] }
  const including = model(function* () {
    yield* F.include('w', Reflect.apply(prior, undefined, [at]))
  })
  expect(said(F.compileModel()(including))).toMatch(
    /prior: the group 'k' is none of the axes \[h] \| group: an axis of \[h]/
  )
})
