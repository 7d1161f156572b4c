/** Models as Stan programs, without Stan: what is written, and what is refused. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { axis, build, categorical, contract, data, draw, gamma } from '../../src/dsl/index.ts'
import { gather, halfCauchy, indicesOf, model, mul, observe, over } from '../../src/dsl/index.ts'
import { logUniform, normal, plate, sub, uniform } from '../../src/dsl/index.ts'
import { normal as normalOf } from '../../src/distributions/index.ts'
import { map, ref } from '../../src/expr/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { emitModel, emittedData } from '../../src/library/emit/EmitModel.ts'

const emitted = (program: Parameters<typeof build>[0]) => {
  const graph = build(program)
  if (isLeft(graph)) throw new Error(graph.left.map((p) => p.what).join('\n'))
  const found = emitModel('stan', 'some-model')(graph.right)
  if (isLeft(found)) throw new Error(found.left.map((p) => p.what).join('\n'))
  return found.right
}
const sourceOf = (program: Parameters<typeof build>[0]): string => `\n${emitted(program).source}`

const people = plate('people'),
  schools = axis('schools', 3),
  subjects = axis('subjects', 2)

const answers = model(function* () {
  const x = yield* data('x', [people, schools])
  const school = yield* data('school', [people], indicesOf(schools))
  const tau = yield* draw('tau', halfCauchy(1))
  const rate = yield* draw('rate', over(schools)(gamma({ shape: 2, scale: 0.5 })))
  const w = yield* draw('w', over(schools, subjects)(normal(0, pipe(rate, mul(tau)))))
  const level = pipe(rate, gather(schools)(school))
  const logits = pipe(x, contract(schools)(w), mul(level))
  yield* observe('answer', categorical({ logits, along: subjects }))
})

test('blocks, constraints by support, whole vectors where Stan has them', () => {
  expect(sourceOf(answers)).toMatchInlineSnapshot(`
    "
    // some-model for Stan, written by farrier. Its data are those of data.json.
    data {
      int<lower=0> people;
      int<lower=0> schools;
      int<lower=0> subjects;
      matrix[people, schools] x;
      array[people] int<lower=1, upper=schools> school;
      array[people] int<lower=1, upper=subjects> answer;
    }
    parameters {
      real<lower=0> tau;
      vector<lower=0>[schools] rate;
      matrix[schools, subjects] w;
    }
    model {
      target += cauchy_lpdf(tau | 0.0, 1.0) + log2();
      target += gamma_lpdf(rate | 2.0, inv(0.5));
      for (i in 1:schools) {
        for (j in 1:subjects) {
          real t1 = rate[i] * tau;
          target += normal_lpdf(w[i, j] | 0.0, t1);
        }
      }
      matrix[people, subjects] t2 = x * w;
      matrix[people, subjects] t3;
      for (i in 1:people) {
        for (j in 1:subjects) {
          t3[i, j] = t2[i, j] * rate[school[i]];
        }
      }
      for (i in 1:people) {
        target += categorical_logit_lpmf(answer[i] | t3[i]');
      }
    }
    "
  `)
})

test('positions count from 1 in the data, and sizes are among them', () => {
  const found = emitted(answers)
  const text = emittedData(found)({
    sizes: new Map([
      ['people', 2],
      ['schools', 3],
      ['subjects', 2]
    ]),
    values: new Map([
      ['x', { axes: ['schools', 'people'], sizes: [3, 2], values: [1, 2, 3, 4, 5, 0.5] }],
      ['school', { axes: ['people'], sizes: [2], values: [0, 2] }],
      ['answer', { axes: ['people'], sizes: [2], values: [1, 0] }]
    ])
  })
  expect(isLeft(text) ? {} : JSON.parse(text.right)).toEqual({
    people: 2,
    schools: 3,
    subjects: 2,
    x: [
      [1, 3, 5],
      [2, 4, 0.5]
    ],
    school: [1, 3],
    answer: [2, 1]
  })
})

test('an improper law is a parameter and its log density; a scale of either sign is its size', () => {
  expect(
    sourceOf(
      model(function* () {
        const z = yield* draw('z', over(axis('k', 2))(logUniform))
        yield* observe('y', normal(0, z))
      })
    )
  ).toMatchInlineSnapshot(`
    "
    // some-model for Stan, written by farrier. Its data are those of data.json.
    data {
      int<lower=0> k;
      vector[k] y;
    }
    parameters {
      vector[k] z;
    }
    model {
      target += sum(-log(abs(z)));
      target += normal_lpdf(y | 0.0, abs(z));
    }
    "
  `)
})

test('ends of an interval are constraints, in terms of earlier sites too', () => {
  const source = sourceOf(
    model(function* () {
      const low = yield* draw('lower', normal(0, 1))
      const x = yield* draw('x', uniform(pipe(low, sub(1)), low))
      yield* observe('y', normal(x, 1))
    })
  )
  expect(source).toContain('  real<lower=lower_2 - 1.0, upper=lower_2> x;\n')
  expect(source).toContain('target += uniform_lpdf(x | lower_2 - 1.0, lower_2);')
})

test('an operation that Stan lacks is refused, naming it', () => {
  const graph: Graph = {
    axes: [],
    data: [],
    sites: [
      { name: 'a', role: 'latent', dist: normalOf(0, 1), axes: [], options: {} },
      {
        name: 'y',
        role: 'observed',
        dist: normalOf(map('dawson')(ref('a', [])), 1),
        axes: [],
        options: {}
      }
    ],
    named: []
  }
  const found = emitModel('stan', 'm')(graph)
  expect(isLeft(found) ? found.left.map((p) => [p.where, p.what]) : []).toEqual([
    ['y', 'uses dawson']
  ])
})

test('values that are missing: masked, and latents where something reads them', () => {
  const gappy = model(function* () {
    const mean = yield* draw('mean', normal(0, 1))
    const x = yield* observe('x', over(people)(normal(mean, 1)), { missing: 'latent' })
    yield* observe('y', normal(x, 1), { missing: 'mask' })
  })
  expect(sourceOf(gappy)).toMatchInlineSnapshot(`
    "
    // some-model for Stan, written by farrier. Its data are those of data.json.
    data {
      int<lower=0> people;
      int<lower=0> x_gaps; // the size of x.gaps
      array[people] int<lower=0, upper=1> seen_x;
      array[people] int<lower=1, upper=x_gaps> gap_x;
      array[people] int<lower=0, upper=1> seen_y;
      vector[people] x;
      vector[people] y;
    }
    parameters {
      real mean_2; // mean
      vector[x_gaps] x_missing; // x.missing
    }
    model {
      target += normal_lpdf(mean_2 | 0.0, 1.0);
      for (i in 1:people) {
        if (seen_x[i] == 1) {
          target += normal_lpdf(x[i] | mean_2, 1.0);
        }
      }
      target += normal_lpdf(x_missing | mean_2, 1.0);
      for (i in 1:people) {
        if (seen_y[i] == 1) {
          target += normal_lpdf(y[i] | 1.0 * seen_x[i] != 0 ? x[i] : x_missing[gap_x[i]], 1.0);
        }
      }
    }
    "
  `)
})
