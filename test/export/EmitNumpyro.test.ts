/** Models as NumPyro source, without Python: what is written, and that everything can be. */
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { axis, build, categorical, contract, data, draw, gamma } from '../../src/dsl/index.ts'
import { gather, halfCauchy, indicesOf, model, mul, observe, over } from '../../src/dsl/index.ts'
import { logUniform, normal as normalOf, plate } from '../../src/dsl/index.ts'
import { normal } from '../../src/distributions/index.ts'
import { map, ref } from '../../src/expr/index.ts'
import { level, piece } from '../../src/expr/print/Notation.ts'
import { laid } from '../../src/export/numpyro/NumpyroLayout.ts'
import { literal } from '../../src/export/numpyro/NumpyroNodes.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { emitModel } from '../../src/library/emit/EmitModel.ts'

const sourceOf = (graph: Graph): string => {
  const found = emitModel('numpyro', 'some-model')(graph)
  if (isLeft(found)) throw new Error(found.left.map((p) => p.what).join('\n'))
  return found.right.source
}

/** The function alone. */
const functionOf = (graph: Graph): string => {
  const source = sourceOf(graph)
  return `\n${source.slice(source.indexOf('def model'), source.indexOf('\n\n\nif __name__'))}\n`
}

const built = (program: Parameters<typeof build>[0]): Graph => {
  const graph = build(program)
  if (isLeft(graph)) throw new Error(graph.left.map((p) => p.what).join('\n'))
  return graph.right
}

test('a sample a site, axes as plates, what is used twice on a line of its own', () => {
  const people = plate('people'),
    schools = axis('schools', 3),
    subjects = axis('subjects', 2)
  const graph = built(
    model(function* () {
      const x = yield* data('x', [people, schools])
      const school = yield* data('school', [people], indicesOf(schools))
      const tau = yield* draw('tau', halfCauchy(1))
      const rate = yield* draw('rate', over(schools)(gamma({ shape: 2, scale: 0.5 })))
      const w = yield* draw('w', over(schools, subjects)(normalOf(0, pipe(rate, mul(tau)))))
      const level = pipe(rate, gather(schools)(school))
      const logits = pipe(x, contract(schools)(w), mul(level))
      yield* observe('answer', categorical({ logits, along: subjects }))
    })
  )
  expect(functionOf(graph)).toMatchInlineSnapshot(`
    "
    def model(
        people,  # the size of people
        x,  # over people, schools
        school,  # over people
        answer=None,  # over people, observed
    ):
        tau = numpyro.sample("tau", dist.HalfCauchy(scale=1.0))
        with numpyro.plate("schools", 3, dim=-1):
            rate = numpyro.sample("rate", dist.Gamma(concentration=2.0, rate=1.0 / 0.5))
        with numpyro.plate("schools (dim -2)", 3, dim=-2), numpyro.plate("subjects", 2, dim=-1):
            w = numpyro.sample("w", dist.Normal(loc=0.0, scale=(rate * tau)[:, None]))
        with numpyro.plate("people", people, dim=-1):
            answer = numpyro.sample(
                "answer",
                dist.Categorical(logits=x @ w * rate[school][:, None]),
                obs=answer,
            )
    "
  `)
})

test('an improper law is a flat site and a factor', () => {
  const graph = built(
    model(function* () {
      const z = yield* draw('z', over(axis('k', 2))(logUniform))
      yield* observe('y', normalOf(0, z))
    })
  )
  expect(functionOf(graph)).toMatchInlineSnapshot(`
    "
    def model(
        y=None,  # over k, observed
    ):
        with numpyro.plate("k", 2, dim=-1):
            z = numpyro.sample("z", dist.ImproperUniform(constraints.real, (), ()))
        numpyro.factor("ln p of z", jnp.sum(-jnp.log(jnp.abs(z))))
        with numpyro.plate("k", 2, dim=-1):
            y = numpyro.sample("y", dist.Normal(loc=0.0, scale=jnp.abs(z)), obs=y)
    "
  `)
})

const named = (name: string): Graph => ({
  axes: [],
  data: [],
  sites: [
    { name, role: 'latent', dist: normal(0, 1), axes: [], options: {} },
    { name: 'see_n', role: 'observed', dist: normal(ref(name, []), 1), axes: [], options: {} }
  ],
  named: []
})

test.each([
  ['lambda', 'lambda_2'],
  ['jnp', 'jnp_2'],
  ['t1', 't1_2'],
  ['a/b.c', 'a_b_c'],
  ['see/n', 'see_n'],
  ['größe', 'gro_e'],
  ['β', 'x']
])('site %s is %s there, and keeps its name as a site', (name, own) => {
  const source = functionOf(named(name))
  expect(source).toContain(`    ${own} = numpyro.sample(${JSON.stringify(name)}`)
  expect(source).toContain(name === 'see/n' ? 'see_n_2=None' : 'see_n=None')
})

test('numbers are floats; a sign is in brackets where it would stick', () => {
  expect([3, 0.5, -2, 1e21, 1e-7, Infinity, -Infinity, NaN].map((x) => literal(x).text)).toEqual([
    '3.0',
    '0.5',
    '-2.0',
    '1e+21',
    '1e-7',
    'jnp.inf',
    '-jnp.inf',
    'jnp.nan'
  ])
  expect(literal(-2).level).toBe(level.sum)
})

test('an array is laid over more axes by what broadcasting does not add', () => {
  const over2 = (text: string, axes: ReadonlyArray<string>) => ({ code: piece(text), axes })
  const x = over2('x', ['a', 'b'])
  expect(laid(x, ['a', 'b']).text).toBe('x')
  expect(laid(x, ['c', 'a', 'b']).text).toBe('x')
  expect(laid(x, ['a', 'c', 'b', 'd']).text).toBe('x[:, None, :, None]')
  expect(laid(x, ['b', 'a']).text).toBe('jnp.transpose(x, (1, 0))')
  expect(laid(over2('2.0', []), ['a', 'b']).text).toBe('2.0')
})

test('an operation that JAX lacks is refused, naming it', () => {
  const graph = named('a')
  const found = emitModel(
    'numpyro',
    'm'
  )({
    ...graph,
    sites: graph.sites.map((s) =>
      s.role === 'latent' ? s : { ...s, dist: normal(map('jeffreysKl')(ref('a', [])), 1) }
    )
  })
  expect(isLeft(found) ? found.left.map((p) => [p.where, p.what]) : []).toEqual([
    ['see_n', 'uses jeffreysKl']
  ])
})

test('all is written again by the same text', () => {
  expect(sourceOf(named('a'))).toBe(sourceOf(named('a')))
  expect(isRight(emitModel('numpyro', 'm')(named('a')))).toBe(true)
})

test('values that are missing: masked, and latents where something reads them', () => {
  const people = plate('people')
  const gappy = build(
    model(function* () {
      const mean = yield* draw('mean', normalOf(0, 1))
      const x = yield* observe('x', over(people)(normalOf(mean, 1)), { missing: 'latent' })
      yield* observe('y', normalOf(x, 1), { missing: 'mask' })
    })
  )
  if (isLeft(gappy)) throw new Error(gappy.left.map((p) => p.what).join())
  const source = sourceOf(gappy.right)
  expect(source.slice(source.indexOf('def model('), source.indexOf('if __name__')))
    .toMatchInlineSnapshot(`
    "def model(
        people,  # the size of people
        x_gaps,  # the size of x.gaps
        seen_x,  # seen:x, over people
        gap_x,  # gap:x, over people
        seen_y,  # seen:y, over people
        x=None,  # over people, observed
        y=None,  # over people, observed
    ):
        mean = numpyro.sample("mean", dist.Normal(loc=0.0, scale=1.0))
        with numpyro.plate("people", people, dim=-1):
            x = numpyro.sample("x", dist.Normal(loc=mean, scale=1.0).mask(seen_x == 1), obs=x)
        with numpyro.plate("x.gaps", x_gaps, dim=-1):
            x_missing = numpyro.sample("x.missing", dist.Normal(loc=mean, scale=1.0))
        with numpyro.plate("people", people, dim=-1):
            y = numpyro.sample(
                "y",
                dist.Normal(loc=jnp.where(seen_x != 0, x, x_missing[gap_x]), scale=1.0).mask(seen_y == 1),
                obs=y,
            )


    "
  `)
})
