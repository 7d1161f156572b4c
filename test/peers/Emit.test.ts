/** Models as NumPyro source, without Python: what is written, and that everything can be. */
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { pipe } from 'fp-ts/lib/function.js'
import { normal } from '../../src/distributions/index.ts'
import { map, ref } from '../../src/expr/index.ts'
import {
  axis,
  build,
  categorical,
  contract,
  data,
  gamma,
  halfCauchy,
  indicesOf,
  gather,
  model,
  normal as normalOf,
  draw,
  mul,
  observe,
  over,
  plate
} from '../../src/dsl/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { missing } from './Coverage.ts'
import { distributionText } from './DistributionText.ts'
import { emit } from './Emit.ts'
import { shippedExamples } from './Examples.ts'
import { everyOperation, generated } from './Generated.ts'
import { literal } from './Expressions.ts'
import { laid } from './Layout.ts'

/** The body of `model`. */
const bodyOf = (graph: Graph, sizes: ReadonlyMap<string, number> = new Map()): string => {
  const text = emit(sizes)(graph)
  if (isLeft(text)) throw new Error(text.left.what)
  return `\n${text.right.slice(text.right.indexOf('def model'))}`
}

test('a model is one line a shared value and one sample a site', () => {
  const people = plate('people'),
    schools = axis('schools', 3),
    subjects = axis('subjects', 2)
  const graph = build(
    model(function* () {
      const x = yield* data('x', [people, schools])
      const school = yield* data('school', [people], indicesOf(schools))
      const tau = yield* draw('tau', halfCauchy(1))
      const rate = yield* draw('rate', over(schools)(gamma({ shape: 2, rate: 0.5 })))
      const w = yield* draw('w', over(schools, subjects)(normalOf(0, pipe(rate, mul(tau)))))
      const level = pipe(rate, gather(schools)(school))
      const logits = pipe(x, contract(schools)(w), mul(level))
      yield* observe('answer', categorical({ logits, along: subjects }))
    })
  )
  if (isLeft(graph)) throw new Error('refused')
  expect(bodyOf(graph.right, new Map([['people', 5]]))).toMatchInlineSnapshot(`
    "
    def model(data):
        x = data["x"]  # people, schools
        school = data["school"]  # people
        answer = data["answer"]  # people
        tau = numpyro.sample("tau", dist.HalfCauchy(1.0))
        rate = numpyro.sample("rate", dist.Gamma(2.0, 0.5).expand((3,)))  # schools
        t1 = rate * tau  # schools
        w = numpyro.sample("w", dist.Normal(0.0, jnp.abs(t1[:, None])).expand((3, 2)))  # schools, subjects
        t2 = jnp.einsum("ab,bc->ac", x, w)  # people, subjects
        t3 = gather(rate, school)  # people
        t4 = t2 * t3[:, None]  # people, subjects
        numpyro.sample("answer", dist.Categorical(logits=t4).expand((5,)), obs=answer.astype(int))  # people
    "
  `)
})

test('a name of Python or of the module is another name there', () => {
  const named = (name: string): Graph => ({
    axes: [],
    data: [],
    sites: [
      { name, role: 'latent', dist: normal(0, 1), axes: [], options: {} },
      { name: 'see_n', role: 'observed', dist: normal(ref(name, []), 1), axes: [], options: {} }
    ],
    named: []
  })
  for (const [name, own] of [
    ['lambda', 'lambda_'],
    ['jnp', 'jnp_'],
    ['t1', 't1_'],
    ['a/b.c', 'a_b_c'],
    ['see/n', 'see_n']
  ] as const)
    expect(bodyOf(named(name))).toContain(`    ${own} = numpyro.sample("${name}"`)
  expect(bodyOf(named('see/n'))).toContain('    see_n_ = data["see_n"]')
})

test('numbers are floats, and in parentheses where a sign would stick', () => {
  expect([3, 0.5, -2, 1e21, 1e-7, Infinity, -Infinity, NaN].map(literal)).toEqual([
    '3.0',
    '0.5',
    '(-2.0)',
    '1e+21',
    '1e-7',
    'jnp.inf',
    '(-jnp.inf)',
    'jnp.nan'
  ])
})

test('an array is laid over more axes by what broadcasting does not add', () => {
  const x = { text: 'x', axes: ['a', 'b'] }
  expect(laid(x, ['a', 'b'])).toBe('x')
  expect(laid(x, ['c', 'a', 'b'])).toBe('x')
  expect(laid(x, ['a', 'c', 'b', 'd'])).toBe('x[:, None, :, None]')
  expect(laid(x, ['b', 'a'])).toBe('jnp.transpose(x, (1, 0))')
  expect(laid({ text: '2.0', axes: [] }, ['a', 'b'])).toBe('2.0')
})

test('a gamma is given to NumPyro by its rate', () => {
  const args = ['2.0', 't1']
  const graph = (a: Parameters<typeof gamma>[0]) => gamma(a).distribution
  expect(distributionText(graph({ shape: 2, scale: 3 }), args)).toBe('dist.Gamma(2.0, 1.0 / t1)')
  expect(distributionText(graph({ shape: 2, rate: 3 }), args)).toBe('dist.Gamma(2.0, t1)')
})

test('an operation that JAX lacks is refused, naming it', () => {
  const found = emit(new Map())({
    axes: [],
    data: [],
    sites: [
      { name: 'a', role: 'latent', dist: normal(0, 1), axes: [], options: {} },
      {
        name: 'y',
        role: 'observed',
        dist: normal(map('jeffreysKl')(ref('a', [])), 1),
        axes: [],
        options: {}
      }
    ],
    named: []
  })
  expect(isLeft(found) ? found.left.what : '').toBe('uses jeffreysKl')
})

test('every example and every generated model can be written', async () => {
  const cases = [...(await shippedExamples()), everyOperation, ...generated]
  const refused = cases.filter(({ graph, sizes }) => !isRight(emit(sizes)(graph)))
  expect(refused.map(({ name }) => name)).toEqual([])
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
})

test('thirty models use every family and every kind of node', () => {
  expect(generated).toHaveLength(30)
  expect(missing(generated.map(({ graph }) => graph))).toEqual([])
})
