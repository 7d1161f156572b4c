/**
 * Which gates are claimed, model by model. The right answers are worked out by hand: put one element
 * of the factor at t, and see which slices of the target go to zero with it.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import { compile, explain, explainSparsity } from '../../src/compile/index.ts'
import {
  add,
  axis,
  build,
  contract,
  data,
  div,
  draw,
  exp,
  gather,
  halfCauchy,
  halfNormal,
  indicesOf,
  inverseGamma,
  less,
  log,
  logNormal,
  logUniform,
  maxOver,
  meanOver,
  merge,
  min,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  type Positive,
  positive,
  positives,
  rename,
  type Scale,
  split,
  sqrt,
  square,
  sumOver,
  type Tensor,
  where
} from '../../src/dsl/index.ts'
import { showGate } from '../../src/ir/Gate.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { failure, gateLaw } from '../../src/laws/index.ts'
import { showExplanation } from '../../src/report/derivation/DerivationText.ts'
import { must } from '../inference/Fits.ts'

const h = axis('h', 3),
  k = axis('k', 3),
  x = axis('x', 2),
  i = axis('i', 2),
  j = axis('j', 3),
  p = axis('p', 6),
  out = axis('out', 3),
  members = axis('members', 5),
  rows = plate('rows')

/** Gates as text, then pairs of target and factor that are groups, or none. */
const claims = (g: Graph): ReadonlyArray<string> => {
  const { gates, candidates } = explainSparsity(g)
  return [
    ...gates.map((gate) => `${showGate(gate)} by ${gate.factors.join(', ')}`),
    ...candidates.flatMap((c) =>
      c.found === 'gate' ? [] : [`${c.found}: ${c.target} by ${c.factor}`]
    )
  ]
}

const graphOf = (m: Parameters<typeof build>[0]): Graph => must(build(m))

/** w ~ N(0, scale(z)²) over h, k and x, z ~ C⁺(1) over h. */
const scaledBy = <A extends string>(
  scale: (z: Tensor<'h', Positive>, g: Tensor<'h' | 'x', Positive>) => Tensor<A, Scale>
): Graph =>
  graphOf(
    model(function* () {
      const g = yield* data('g', [h, x], positives)
      const z = yield* draw('z', over(h)(halfCauchy(1)))
      const w = yield* draw('w', over(h, k, x)(normal(0, scale(z, g))))
      yield* observe('y', normal(w, 1))
    })
  )

/** Models of other shapes, and what is right of them. */
const sharedGlobal = model(function* () {
  const s = yield* draw('s', halfCauchy(1))
  const z = yield* draw('z', over(h)(halfCauchy(s)))
  const w = yield* draw('w', over(h, x)(normal(0, pipe(z, sumOver(h)))))
  yield* observe('y', normal(w, 1))
})
const deviation = model(function* () {
  const z = yield* draw('z', over(out)(logUniform))
  const w = yield* draw('w', over(x, out)(normal(0, 1)))
  yield* observe('y', normal(w, z))
})
const twoUnderOne = model(function* () {
  const s = yield* draw('s', halfCauchy(1))
  const z = yield* draw('z', over(h)(halfCauchy(s)))
  const u = yield* draw('u', over(h)(halfCauchy(s)))
  const w = yield* draw('w', over(h, x)(normal(0, pipe(z, add(u)))))
  yield* observe('y', normal(w, 1))
})
const dyingLocation = model(function* () {
  const z = yield* draw('z', over(h)(halfCauchy(1)))
  const m = yield* draw('m', over(h)(normal(0, z)))
  const w = yield* draw('w', over(h, x)(normal(m, z)))
  yield* observe('y', normal(w, 1))
})
const smallerOfTwo = model(function* () {
  const u = yield* draw('u', over(h)(halfNormal(1)))
  const z = yield* draw('z', over(h)(halfCauchy(1)))
  const w = yield* draw('w', over(h, x)(normal(0, pipe(z, min(u)))))
  yield* observe('y', normal(w, 1))
})
const positiveWeights = model(function* () {
  const g = yield* data('g', [rows, h])
  const z = yield* draw('z', over(h)(halfCauchy(1)))
  const w = yield* draw('w', over(h, x)(halfNormal(z)))
  yield* observe('y', over(rows, x)(normal(pipe(g, contract(h)(w)), 1)))
})
const logarithmsOfWeights = model(function* () {
  const z = yield* draw('z', over(h)(halfCauchy(1)))
  const w = yield* draw('w', over(h, x)(halfNormal(z)))
  yield* observe('y', normal(log(w), 1))
})
/** ln z ~ Cauchy(0, 1), as a normal whose variance is inverse gamma. */
const logCauchy = model(function* () {
  const v = yield* draw('v', over(h)(inverseGamma({ shape: 0.5, scale: 0.5 })))
  const c = yield* draw('c', normal(0, sqrt(v)))
  const w = yield* draw('w', over(h, x)(normal(0, exp(c))))
  yield* observe('y', normal(w, 1))
})
const expNormal = model(function* () {
  const z = yield* draw('z', over(h)(normal(0, 1)))
  const w = yield* draw('w', over(h, x)(normal(0, exp(z))))
  yield* observe('y', normal(w, 1))
})
const logNormalScale = model(function* () {
  const z = yield* draw('z', over(h)(logNormal(0, 1)))
  const w = yield* draw('w', over(h, x)(normal(0, z)))
  yield* observe('y', normal(w, 1))
})
const logNormalAboutReal = model(function* () {
  const c = yield* draw('c', over(h)(normal(0, 1)))
  const z = yield* draw('z', logNormal(c, 1))
  const w = yield* draw('w', over(h, x)(normal(0, z)))
  yield* observe('y', normal(w, 1))
})
const floored = model(function* () {
  const s = yield* draw('s', halfCauchy(1))
  const z = yield* draw('z', over(h)(halfCauchy(s)))
  const w = yield* draw('w', over(h, x)(normal(0, pipe(z, add(positive(0.1))))))
  yield* observe('y', normal(w, 1))
})
const blocks = model(function* () {
  const s = yield* draw('s', over(k)(halfCauchy(1)))
  const z = yield* draw('z', over(h, k)(halfCauchy(s)))
  const w = yield* draw('w', over(h, k, x)(normal(0, z)))
  yield* observe('y', normal(w, 1))
})
const scalePerGroup = model(function* () {
  const of = yield* data('of', [members], indicesOf(h))
  const z = yield* draw('z', over(h)(halfCauchy(1)))
  const w = yield* draw('w', over(h, members)(normal(0, pipe(z, gather(h)(of)))))
  yield* observe('y', normal(w, 1))
})
/** The groups of a gather whose scale is known to be positive: the logarithm is gathered. */
const byGroups = model(function* () {
  const of = yield* data('of', [members], indicesOf(h))
  const c = yield* draw('c', over(h)(normal(0, 1)))
  const w = yield* draw('w', normal(0, exp(pipe(c, gather(h)(of)))))
  yield* observe('y', normal(w, 1))
})
const variances = model(function* () {
  const g = yield* data('g', [rows, x])
  const s = yield* draw('s', over(x)(halfCauchy(1)))
  const v = yield* draw('v', normal(0, s))
  yield* observe('y', over(rows)(normal(0, exp(pipe(g, contract(x)(v))))))
})
const ownSparsity = model(function* () {
  const w = yield* draw('w', over(h, x)(logUniform))
  yield* observe('y', normal(w, 1))
})

type Case = readonly [name: string, graph: Graph, right: ReadonlyArray<string>]

const onceWrong: ReadonlyArray<Case> = [
  ['a scale under another name kills along that name', scaledBy(rename(h, k)), ['k←w by z']],
  ['a sum of scales outlives each of them', scaledBy(sumOver(h)), ['none: w by z']],
  ['so does their mean', scaledBy(meanOver(h)), ['none: w by z']],
  ['and the largest of them', scaledBy(maxOver(h)), ['none: w by z']],
  ['and a sum with data', scaledBy((z, g) => pipe(g, contract(h)(z))), ['none: w by z']],
  [
    'under one global scale the sum dies with that, whole',
    graphOf(sharedGlobal),
    ['whole tensor←w by s', 'none: w by z']
  ],
  [
    'a scale per group kills groups, whatever axes the tensor has',
    graphOf(scalePerGroup),
    ['groups: w by z']
  ],
  [
    'a scale per group kills groups, which are no axis of the tensor',
    graphOf(byGroups),
    ['groups: w by c']
  ],
  ['the deviation of an observation may not be 0', graphOf(deviation), ['none: z by z']]
]

const onceMissed: ReadonlyArray<Case> = [
  ['min(z, 2)', scaledBy((z) => pipe(z, min(positive(2)))), ['h←w by z']],
  ['min(z, u), both positive', graphOf(smallerOfTwo), ['h←w by u, z']],
  [
    'both gates of an outer product',
    scaledBy((z) => pipe(z, mul(pipe(z, rename(h, k))))),
    ['h←w by z', 'k←w by z']
  ],
  [
    'z + u under one s',
    graphOf(twoUnderOne),
    ['whole tensor←w by s', 'none: w by z', 'none: w by u']
  ],
  ['a location that dies with z', graphOf(dyingLocation), ['h←m by z', 'h←w by z']],
  ['positive weights', graphOf(positiveWeights), ['h←w by z']],
  ['z where z < 1, else 1', scaledBy((z) => pipe(z, less(1), where(z, positive(1)))), ['h←w by z']],
  [
    'a log-Cauchy scale kills as its logarithm falls; its own site is none to be 0',
    graphOf(logCauchy),
    ['h←w by c', 'none: w by v']
  ],
  ['the exponential of a normal', graphOf(expNormal), ['h←w by z']],
  ['is a log-normal, and has the same gate', graphOf(logNormalScale), ['h←w by z']],
  ['also about a real location, and both kill', graphOf(logNormalAboutReal), ['h←w by z, c']]
]

const others: ReadonlyArray<Case> = [
  ['a product', scaledBy((z, g) => pipe(z, mul(g))), ['h←w by z']],
  [
    'the regularised horseshoe',
    scaledBy((z) => pipe(z, div(sqrt(pipe(square(z), add(positive(4))))))),
    ['h←w by z']
  ],
  [
    'merged with its partner, a scale kills parts of an axis',
    scaledBy((z, g) => pipe(z, mul(g), merge([h, x], p))),
    ['groups: w by z']
  ],
  [
    'merged and split again, along the new name',
    scaledBy((z, g) => pipe(z, mul(g), merge([h, x], p), split(p, [j, i]))),
    ['j←w by z']
  ],
  [
    'merged and split otherwise, by groups',
    scaledBy((z, g) => pipe(z, mul(g), merge([h, x], p), split(p, [i, j]))),
    ['groups: w by z']
  ],
  [
    'z of one index beside z of another: only where both are one, which is no slice',
    scaledBy((z) => pipe(z, add(pipe(z, rename(h, k))))),
    ['none: w by z']
  ],
  ['z over Σ z', scaledBy((z) => pipe(z, div(pipe(z, sumOver(h))))), ['h←w by z']],
  ['z over z', scaledBy((z) => pipe(z, div(z))), ['none: w by z']],
  ['a floor under the scale', graphOf(floored), ['none: w by z', 'none: w by s']],
  ['positive weights that have a logarithm', graphOf(logarithmsOfWeights), ['none: w by z']],
  ['blocks', graphOf(blocks), ['h×k←w by z', 'k←w by s']],
  ['weights of a log-deviation may be 0', graphOf(variances), ['x←v by s']],
  ['a scale of either sign that scales nothing', graphOf(ownSparsity), ['h×x←w by w']]
]

describe.each([
  ['claimed wrongly once', onceWrong],
  ['missed once', onceMissed],
  ['more', others]
])('%s', (_, cases) => {
  test.each(cases)('%s', (_name, graph, right) => {
    expect(claims(graph)).toEqual(right)
    expect(failure(gateLaw(graph), { numRuns: 10, seed: 1 })).toBeUndefined()
  })
})

describe('reasons', () => {
  const explained = (g: Graph) => explain(g, must(compile()(g)).program)
  test('a gate has one, and so has a scale that is none', () => {
    expect(explained(scaledBy(rename(h, k))).gates).toEqual([
      {
        factors: ['z'],
        target: 'w',
        axes: ['k'],
        why: 'its scale z[h → k] goes to 0 with z; h of z is k'
      }
    ])
    expect(explained(scaledBy(sumOver(h))).notGates).toEqual([
      {
        target: 'w',
        factor: 'z',
        why: 'its scale Σ_h z stays away from 0 with one index of z, since Σ_h z mixes them'
      }
    ])
    expect(explained(graphOf(byGroups)).notGates).toEqual([
      {
        target: 'w',
        factor: 'c',
        why:
          'its scale exp(c[h = of]) goes to 0 as c → −∞; h of c is of: ' +
          'by groups, which no axis numbers'
      }
    ])
    expect(explained(graphOf(dyingLocation)).gates.map((g) => g.why)).toEqual([
      'its scale z goes to 0 with z',
      'its location m and its scale z go to 0 with z'
    ])
  })
  test('as text where they may surprise: not of a scale along its own axes', () => {
    const text = (g: Graph): string => showExplanation(explained(g))
    expect(text(scaledBy(rename(h, k)))).toMatch(
      /\ngates {6}k←w by z\n {11}k←w by z: its scale z\[h → k\] goes to 0 with z; h of z is k\n/
    )
    expect(text(scaledBy(sumOver(h)))).toMatch(
      /\ngates {6}none\n {11}w by z is none: its scale Σ_h z stays away from 0/
    )
    expect(text(scaledBy((z, g) => pipe(z, mul(g))))).toMatch(/\ngates {6}h←w by z\n\n/)
  })
  test('as text: also of a scale along its own axes that is no product', () => {
    const text = (g: Graph): string => showExplanation(explained(g))
    expect(text(scaledBy((z) => pipe(z, min(positive(2)))))).toMatch(
      /\ngates {6}h←w by z\n {11}h←w by z: its scale min\(z, 2\) goes to 0 with z\n\n/
    )
    expect(text(scaledBy((z) => pipe(z, less(1), where(z, positive(1)))))).toMatch(
      /\ngates {6}h←w by z\n {11}h←w by z: its scale \(z if z < 1 else 1\) goes to 0 with z\n\n/
    )
    expect(text(graphOf(deviation))).toMatch(
      /\ngates {6}none\n {11}z by z is none: y has no density where z is 0\n\n/
    )
    expect(text(scaledBy((z) => pipe(z, mul(positive(2)))))).toMatch(/\ngates {6}h←w by z\n\n/)
    expect(text(graphOf(blocks))).toMatch(/\ngates {6}h×k←w by z; k←w by s\n\n/)
  })
  test('an observation that needs its deviation is named', () => {
    const m = model(function* () {
      const s = yield* draw('s', halfCauchy(1))
      const sigma = yield* draw('sigma', over(h)(halfNormal(s)))
      yield* observe('y', normal(0, sigma))
    })
    expect(explained(graphOf(m)).notGates).toEqual([
      { target: 'sigma', factor: 's', why: 'y has no density where sigma is 0' }
    ])
  })
})
