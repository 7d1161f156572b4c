/**
 * Calls that no type has seen, from JavaScript: options by name, arrays, networks. Each mistake is a
 * problem at its place, never a throw, never a mistake of ours.
 */
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import * as farrier from '../../src/index.ts'
import { type Answer, said, untyped as F } from '../support/Untyped.ts'

const { axis, dense, draw, fitModel, include, model, normal, observe, over, plate } = farrier
const rows = plate('rows')
const values = (
  axes: ReadonlyArray<string>,
  sizes: ReadonlyArray<number>,
  of: ReadonlyArray<number>
) => ({
  axes,
  sizes,
  values: Float32Array.from(of)
})

const px = axis('px', 2),
  cl = axis('cl', 3)
const line = model(function* () {
  const x = yield* farrier.data('x', [rows])
  const b = yield* draw('b', normal(0, 1))
  yield* observe('y', normal(farrier.mul(b)(x), 1))
})
const network = model(function* () {
  const x = yield* farrier.data('x', [rows, px])
  const logits = yield* include('fc', dense(px, cl, farrier.groupHorseshoe(0.1))(x))
  yield* observe('y', over(rows)(farrier.categorical({ logits, along: cl })))
})
const x = values(['rows'], [3], [1, 2, 3])
const lineData = new Map([
  ['x', x],
  ['y', x]
])
const networkData = new Map([
  ['x', values(['rows', 'px'], [3, 2], [1, 2, 3, 1, 2, 3])],
  ['y', values(['rows'], [3], [0, 1, 2])]
])
const withX = (given: unknown): unknown =>
  new Map<string, unknown>([
    ['x', given],
    ['y', x]
  ])

describe('a fit', () => {
  const given = { data: lineData, backend: 'reference', settings: { steps: 1 } }
  const cases: ReadonlyArray<readonly [string, unknown, RegExp]> = [
    ['of nothing', undefined, /^options: expected options by name, found nothing/],
    ['without data', { data: undefined }, /^data: expected a Map of arrays by name, found nothing/],
    [
      'data as an object',
      { data: { x } },
      /^data: expected a Map of arrays by name, found an object/
    ],
    [
      'a plain array',
      { data: withX([1, 2, 3]) },
      /^x: expected \{ axes, sizes, values }, found an array/
    ],
    [
      'plain values',
      { data: withX({ ...x, values: [1, 2, 3] }) },
      /^x: expected values in a Float32Array, found an array \| values: Float32Array.from/
    ],
    [
      'values in 64 bits',
      { data: withX({ ...x, values: new Float64Array(3) }) },
      /^x: expected values in a Float32Array, found an object \(Float64Array\)/
    ],
    [
      'one size for an axis',
      { data: withX({ ...x, sizes: 3 }) },
      /^x: sizes: expected an array, found 3/
    ],
    ['more sizes than axes', { data: withX({ ...x, sizes: [3, 1] }) }, /^x: 1 axes and 2 sizes/],
    [
      'half a size',
      { data: withX({ ...x, sizes: [1.5] }) },
      /^x: sizes\[0]: expected a whole number/
    ],
    [
      'an unknown option',
      { setings: {} },
      /^setings: there is no option 'setings' \| did you mean settings\?/
    ],
    [
      'an unknown setting',
      { settings: { stepz: 3 } },
      /^settings.stepz: .* \| did you mean steps\?/
    ],
    [
      'a setting that is text',
      { settings: { steps: '3' } },
      /^settings.steps: expected a number, found '3'/
    ],
    ['settings that are none', { settings: 5 }, /^settings: expected options by name, found 5/],
    [
      'half a schedule',
      { settings: { schedule: { warmUp: 0, decayFrom: 1 } } },
      /^settings.schedule.rates: expected it, found nothing/
    ],
    [
      'an unknown rate',
      { settings: { schedule: { warmUp: 0, decayFrom: 1, rates: { loc: 1 } } } },
      /^settings.schedule.rates.location: expected it/
    ],
    [
      'a batch that is no record',
      { settings: { batch: 128 } },
      /^settings.batch: expected values by name, found 128/
    ],
    [
      'an option of the compiler',
      { compile: { sampels: 2 } },
      /^compile.sampels: .* \| did you mean samples\?/
    ],
    [
      'no draws',
      { compile: { samples: 0 } },
      /^compile.samples: expected a whole number from 1 on, found 0/
    ],
    [
      'a pass that is none',
      { compile: { skip: ['noncenter'] } },
      /^compile.skip\[0]: expected one of noncentre, /
    ],
    ['a backend', { backend: 'cuda' }, /^backend: expected one of wasm, .*, found 'cuda'/],
    [
      'threads',
      { backend: 'wasm', threads: 0 },
      /^threads: expected a whole number from 1 on, found 0/
    ],
    ['test data that are none', { test: 5 }, /expected a Map of arrays by name, found 5/],
    [
      'a start that is none',
      { initFrom: new Map([['b', [1]]]) },
      /^b: expected \{ axes, sizes, values }/
    ],
    [
      'a start that is a fit',
      { initFrom: {} },
      /^initFrom: expected a Map of parameters by name, such as fitted.result.state.parameters/
    ],
    ['bytes that are none', { resume: 'state' }, /^resume: expected bytes, found 'state'/],
    ['a hook that is none', { shouldStop: true }, /^shouldStop: expected a function, found true/]
  ]
  test.each(cases)('%s', async (_, options, answer) => {
    const asked = options === undefined ? undefined : { ...given, ...Object(options) }
    const fit = F.fitModel(asked)
    expect(said(await fit(line)())).toMatch(answer)
  })
})

describe('a network', () => {
  let fitted: farrier.Fitted<unknown> | undefined
  beforeAll(async () => {
    const found = await fitModel({
      data: networkData,
      backend: 'reference',
      settings: { steps: 1 }
    })(network)()
    fitted = E.getOrElseW(() => undefined)(found)
  })
  const presses: ReadonlyArray<readonly [string, unknown, RegExp]> = [
    [
      'in another spelling',
      { nonZeroPerCent: 5 },
      /^nonZeroPerCent: .* \| did you mean nonZeroPercent\?/
    ],
    ['nothing left', { nonZeroPercent: 0 }, /^nonZeroPercent: expected per cent above 0/],
    [
      'rows of no plate',
      { rows: { images: 5 } },
      /^rows.images: there is no such plate; the model has rows/
    ],
    ['no rows', { rows: { rows: 0 } }, /^rows.rows: expected a whole number from 1 on, found 0/],
    [
      'no bits',
      { precision: farrier.byBits(0) },
      /^precision: bits: expected a whole number from 2 to 24, found 0/
    ],
    ['a precision', { precision: 5 }, /^precision: expected byBits\(n\)/],
    [
      'a tolerance',
      { toleranceNats: NaN },
      /^toleranceNats: expected a number from 0 on, found NaN/
    ],
    [
      'thresholds',
      { thresholds: { rule: 'effect' } },
      /^thresholds.given: expected it, found nothing/
    ]
  ]
  test.each(presses)('is not pressed by %s', async (_, choices, answer) => {
    const press = F.pressFitted('m', choices, 'reference')
    expect(said(await press(fitted)())).toMatch(answer)
  })
  const means = (name: string, value: unknown): Answer => {
    if (fitted === undefined) throw new Error('the model is fitted')
    const all = new Map<string, unknown>([...farrier.means(fitted.sites), [name, value]])
    const make = F.networkOf(fitted.model.program)
    return make(all)
  }
  test.each([
    [
      'another size',
      values(['cl'], [5], [1, 2, 3, 4, 5]),
      /^fc\/b: expected values over \[cl 3], found 5 over \[cl 5]/
    ],
    ['another axis', values(['px'], [2], [1, 2]), /found 2 over \[px 2]/],
    ['too few values', values(['cl'], [3], [1]), /found 1 over \[cl 3]/],
    ['a plain array', [1, 2, 3], /^fc\/b: expected \{ axes, sizes, values }/]
  ])('has no mean of %s', (_, value, answer) => {
    expect(said(means('fc/b', value))).toMatch(answer)
  })
  test.each([
    [
      'outside the axis',
      { size: 2, indices: [7, 8] },
      /^axis px: an index that is kept is 7, of 2/
    ],
    ['twice', { size: 2, indices: [0, 0] }, /an index that is kept is 0/],
    [
      'fewer than the network has',
      { size: 2, indices: [0] },
      /1 indices are kept of an axis that has 2/
    ]
  ])('keeps no index %s', async (_, kept, answer) => {
    if (fitted === undefined) throw new Error('the model is fitted')
    const made = farrier.networkOf(fitted.model.program)(farrier.means(fitted.sites))
    if (E.isLeft(made)) throw new Error(made.left.what)
    const pruned = { ...made.right, kept: new Map([['px', kept]]) }
    expect(said(await F.evaluateOn(networkData, 'reference')(pruned)())).toMatch(answer)
  })
  test('is evaluated by a whole number of draws', async () => {
    const evaluate = F.evaluateFitted(networkData, -1)
    expect(said(await evaluate(fitted)())).toMatch(
      /^draws: expected a whole number from 0 on, found -1/
    )
  })
  test.each([
    ['summariseFitted' as const, { quantile: [0.5] }, /did you mean quantiles\?/],
    ['summariseFitted' as const, { rows: -1 }, /^rows: expected a whole number from 1 on/],
    ['predictFitted' as const, { quantiles: 0.5 }, /^quantiles: expected an array, found 0.5/],
    ['predictFitted' as const, { data: { x: [1] } }, /^data: expected a Map of arrays by name/]
  ])('%s(%o) is refused', async (word, options, answer) => {
    const ask = F[word](options)
    expect(said(await ask(fitted)())).toMatch(answer)
  })
})

test('an observation that has no part in its own density is bound, and the network evaluated', async () => {
  const y = values(['rows'], [4], [0.1, 0.2, 0.3, 0.4])
  const z = values([], [], [1])
  const even = model(function* () {
    yield* observe('z', normal(yield* draw('a', normal(0, 1)), 1))
    yield* observe('y', over(rows)(farrier.uniform(0, 2)))
  })
  const bound = new Map([
    ['y', y],
    ['z', z]
  ])
  const found = await fitModel({ data: bound, backend: 'reference', settings: { steps: 1 } })(
    even
  )()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  const made = farrier.networkOf(found.right.model.program)(farrier.means(found.right.sites))
  if (E.isLeft(made)) throw new Error(made.left.what)
  const answer = await farrier.evaluateOn(bound, 'reference')(made.right)()
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  // −ln ½ a value
  expect(answer.right.find((e) => e.site === 'y')?.nllNats).toBeCloseTo(Math.LN2, 6)
})
