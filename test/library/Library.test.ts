import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import {
  axis,
  categorical,
  compileModel,
  data,
  decodeNet,
  dense,
  encodeNet,
  evaluateOn,
  fitModel,
  gather,
  groupHorseshoe,
  halfNormal,
  include,
  indicesOf,
  networkOf,
  normal,
  normalPrior,
  observe,
  over,
  plate,
  pressFitted,
  program,
  relu,
  sample
} from '../../src/index.ts'

const rows = plate('rows'),
  inputs = axis('inputs', 4),
  hidden = axis('hidden', 5),
  classes = axis('classes', 2)

const model = pipe(
  program,
  data('x', [rows, inputs]),
  include('fc1', ({ x }) => dense(inputs, hidden, groupHorseshoe(1e-2))(x)),
  include('fc2', ({ fc1 }) => dense(hidden, classes, normalPrior())(relu(fc1))),
  observe('y', ({ fc2 }) => over(rows)(categorical({ logits: fc2, along: classes })))
)

/** The class is the sign of the first input; the others are noise. */
const made = (count: number, phase: number) => {
  const values = Float32Array.from(
    { length: 4 * count },
    (_, i) => Math.sin(7.3 * i + phase) * (i % 4 === 0 ? 2 : 1)
  )
  return new Map([
    ['x', { axes: ['rows', 'inputs'], sizes: [count, 4], values }],
    [
      'y',
      {
        axes: ['rows'],
        sizes: [count],
        values: Float32Array.from({ length: count }, (_, i) => ((values[4 * i] ?? 0) > 0 ? 1 : 0))
      }
    ]
  ])
}
const right = <L, A>(e: E.Either<L, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

test('the whole sentence in code: fit, a posterior by site, press, a file, the same predictions back', async () => {
  const fitted = right(
    await fitModel({
      data: made(64, 0),
      test: made(32, 1),
      backend: 'cpu',
      settings: {
        steps: 300,
        recordEvery: 100,
        schedule: {
          rates: { location: 0.03, scale: 0.03, logVariance: 0.03 },
          warmUp: 0.2,
          decayFrom: 0.5
        }
      }
    })(model)()
  )
  expect(fitted.posterior['fc1/w'].mean.axes).toEqual(['inputs', 'hidden'])
  expect(fitted.posterior['fc1/w'].mean.values.length).toBe(20)
  expect(fitted.sites.has('fc1/w/z')).toBe(true)
  expect(fitted.result.metrics.at(-1)?.test[0]?.errorRate).toBeLessThan(0.2)

  const pressed = right(await pressFitted('signs', { toleranceNats: 0.05 }, 'cpu')(fitted)())
  const { bytes } = encodeNet(pressed.artifact)
  const read = right(decodeNet('net')(bytes))
  expect(read.network.kept.get('inputs')?.indices).toContain(0)
  const [memory, file] = [
    right(await evaluateOn(made(32, 1), 'cpu')(pressed.artifact.network)()),
    right(await evaluateOn(made(32, 1), 'cpu')(read.network)())
  ]
  expect(file).toEqual(memory)
  expect(file[0]?.errorRate).toBeLessThan(0.2)
})

test('everything that is wrong with a model comes back together', () => {
  const wrong = pipe(
    program,
    sample('a', over(axis('k', 2))(normal(0, 1))),
    sample('b', over(axis('k', 3))(normal(0, 1))),
    sample('c', over(axis('2', 3))(normal(0, 1)))
  )
  expect(compileModel()(wrong)).toMatchObject({
    _tag: 'Left',
    left: [{ where: "axis 'k'" }, { where: "axis '2'" }]
  })
})

test('data that do not fit are refused before anything runs', async () => {
  const result = await fitModel({ data: new Map([...made(8, 0)].slice(0, 1)), backend: 'cpu' })(
    model
  )()
  expect(result).toMatchObject({ _tag: 'Left', left: [{ where: 'y' }] })
})

test('a network, too, refuses indices that are no members of their axis', async () => {
  const looksUp = pipe(
    program,
    data('of', [rows], indicesOf(inputs)),
    sample('z', over(inputs)(halfNormal(1))),
    observe('y', ({ z, of }) => normal(0, pipe(z, gather(inputs)(of))))
  )
  const z = { axes: ['inputs'], sizes: [4], values: Float32Array.of(1, 2, 3, 4) }
  const { program: compiled } = right(compileModel()(looksUp))
  const network = right(networkOf(compiled)(new Map([['z', z]])))
  const on = (...of: ReadonlyArray<number>) =>
    evaluateOn(
      new Map([
        ['of', { axes: ['rows'], sizes: [of.length], values: Float32Array.from(of) }],
        ['y', { axes: ['rows'], sizes: [of.length], values: Float32Array.from(of, () => 1) }]
      ]),
      'reference'
    )(network)()
  expect(await on(0, 3)).toMatchObject({ _tag: 'Right' })
  for (const of of [
    [1, 4],
    [0, -1],
    [0, 0.5],
    [0, 7]
  ])
    expect(await on(...of)).toMatchObject({
      _tag: 'Left',
      left: [{ where: 'of', what: expect.stringContaining('inputs has the indices 0 to 3') }]
    })
})
