/** One wrong model per lint, its message frozen. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/index.ts'
import * as D from '../../src/distributions/index.ts'
import {
  build,
  logUniform,
  normal,
  observe,
  over,
  plate,
  program,
  sample
} from '../../src/dsl/index.ts'
import { constant, exp, ref, sub } from '../../src/expr/index.ts'
import { guidesFor } from '../../src/guides/index.ts'
import type { Graph, Site } from '../../src/ir/Graph.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { derivePriorDraws } from '../../src/compile/index.ts'

const refusals = (graph: Graph, options = {}): ReadonlyArray<string> => {
  const r = compile(options)(graph)
  return isLeft(r) ? r.left.map(showProblem) : []
}
const site = (
  name: string,
  role: Site['role'],
  dist: D.Distribution,
  axes: ReadonlyArray<string> = []
): Site => ({ name, role, dist, axes, options: {} })
const graph = (...sites: ReadonlyArray<Site>): Graph => ({
  axes: [{ name: 'rows', size: 'data' }],
  data: [],
  sites,
  named: []
})
const rows = plate('rows')

describe('lint', () => {
  it('a site declared twice', () => {
    expect(
      refusals(
        graph(
          site('a', 'latent', D.normal(0, 1)),
          site('a', 'latent', D.normal(0, 1)),
          site('y', 'observed', D.normal(ref('a', []), 1), ['rows'])
        )
      )
    ).toMatchInlineSnapshot(`
        [
          "a: declared twice
          why: a site is one random choice, and its name is what posteriors speak of
          try: give one of them another name",
        ]
      `)
  })
  it('a scale that is not provably positive', () => {
    const scale = pipe(ref('t', []), sub(1))
    expect(
      refusals(
        graph(
          site('t', 'latent', D.halfCauchy(1)),
          site('y', 'observed', D.halfCauchy(scale), ['rows'])
        )
      )
    ).toMatchInlineSnapshot(`
      [
        "y: the scale of HalfCauchy is t − 1, which is not provably positive
        why: outside its support the density is no density
        try: make it positive (exp, softplus), or draw it from a positive distribution",
      ]
    `)
  })
  it('nothing observed', () => {
    expect(refusals(graph(site('a', 'latent', D.normal(0, 1))))).toMatchInlineSnapshot(`
      [
        "model: nothing is observed
        why: without data the posterior is the prior, and there is nothing to fit
        try: end the model with observe('y', …)",
      ]
    `)
  })
  it('a site no observation depends on', () => {
    const built = build(
      pipe(
        program,
        sample('a', normal(0, 1)),
        sample('b', normal(0, 1)),
        observe('y', ({ a }) => over(rows)(normal(a, 1)))
      )
    )
    expect(isLeft(built) ? built.left.map(showProblem) : refusals(built.right))
      .toMatchInlineSnapshot(`
      [
        "b: no observation depends on this site
        why: its posterior would be its prior
        try: use it, or leave it out",
      ]
    `)
  })
  it('an improper distribution observed', () => {
    expect(refusals(graph(site('y', 'observed', D.logUniform, ['rows'])))).toMatchInlineSnapshot(`
      [
        "y: LogUniform is improper and cannot be observed
        why: it gives no probability to data
        try: observe under a proper distribution",
      ]
    `)
  })
  it('a scale of 0', () => {
    expect(
      refusals(graph(site('y', 'observed', { ...D.normal(0, 1), scale: constant(0) }, ['rows'])))
    ).toMatchInlineSnapshot(`
      [
        "y: the scale of Normal is 0, which is not provably not 0
        why: outside its support the density is no density
        try: make it positive (exp, softplus), or draw it from a positive distribution",
        "y: the scale is 0
        why: the distribution is then a point, and its log density infinite
        try: give a positive scale",
      ]
    `)
  })
  it('a plate that the site lacks', () => {
    expect(
      refusals(
        graph(
          site('a', 'latent', D.normal(0, 1), ['rows']),
          site('y', 'observed', D.normal(ref('a', ['rows']), 1))
        )
      )
    ).toMatchInlineSnapshot(`
      [
        "y: its location carries the plate rows, the site does not
        why: a minibatch scales the log density of a site by its plates
        try: declare the site over the plate: over(plate)(…)",
      ]
    `)
  })
  it('a latent count up to a total that data have is not summed out, and has no guide', () => {
    const model = graph(
      site('k', 'latent', D.binomial({ total: ref('t', ['rows']), probability: 0.5 }), ['rows']),
      site('y', 'observed', D.normal(ref('k', ['rows']), 1), ['rows'])
    )
    const data = [{ name: 't', axes: ['rows'], support: 'Counts' as const }]
    expect(refusals({ ...model, data })).toMatchInlineSnapshot(`
      [
        "k: no guide for Binomial (support CountsTo)
        why: no guide has values like these: how many there are is not known before the data, or they are too many
        try: give it fewer values, whose number is known (bernoulli, categorical, binomial of a number up to 255)",
      ]
    `)
  })
  it('counts without end have a guide, but for a strict author', () => {
    const model = graph(
      site('k', 'latent', D.poisson(3)),
      site('y', 'observed', D.normal(ref('k', []), 1), ['rows'])
    )
    expect(refusals(model)).toEqual([])
    expect(refusals(model, { strict: 'analytic' })).toHaveLength(1)
  })
  it('a latent total is ended by the data below it, and its guide begins there', () => {
    const total = graph(
      site('n', 'latent', D.poisson(9)),
      site('y', 'observed', D.binomial({ total: ref('n', []), probability: 0.5 }), ['rows'])
    )
    expect(refusals(total)).toEqual([])
    const yes = graph(
      site('n', 'latent', D.bernoulli({ logits: 0 })),
      site('y', 'observed', D.uniform(0, ref('n', [])), ['rows'])
    )
    expect(refusals(yes)).toEqual([
      expect.stringContaining('n: data end where n lies, and Bernoulli has 0 or 1')
    ])
  })
  it('a guide that does not fit its site says which do', () => {
    const [derived, ...others] = guidesFor(D.positive)
    expect(
      refusals(
        graph(
          { ...site('s', 'latent', D.halfCauchy(1)), options: { guide: 'normal' } },
          site('y', 'observed', D.normal(0, ref('s', [])), ['rows'])
        )
      ).map((message) => message.split('\n'))
    ).toEqual([
      [
        's: the guide normal does not fit HalfCauchy (support Positive)',
        '  why: draws of a guide must lie where the site has its values',
        `  try: leave it out: the guide is then ${derived}${
          others.length === 0 ? '' : `; others that fit: ${others.join(', ')}`
        }`
      ]
    ])
  })
  it("strict: 'analytic' refuses Monte Carlo costs", () => {
    expect(
      refusals(
        graph(
          site('t', 'latent', D.gamma({ shape: 2, rate: 1 })),
          site('s', 'latent', D.halfCauchy(ref('t', []))),
          site('y', 'observed', D.normal(0, ref('s', [])), ['rows'])
        ),
        { strict: 'analytic', kl: 'monteCarlo' }
      )
    ).toMatchInlineSnapshot(`
        [
          "t: KL(LogNormal ‖ Gamma) has no closed form
          why: strict: 'analytic' refuses Monte Carlo costs
          try: choose a prior with a closed KL, or leave strict out",
          "s: KL(LogNormal ‖ Gamma) has no closed form
          why: strict: 'analytic' refuses Monte Carlo costs
          try: choose a prior with a closed KL, or leave strict out",
          "s: KL(LogNormal ‖ InverseGamma) has no closed form
          why: strict: 'analytic' refuses Monte Carlo costs
          try: choose a prior with a closed KL, or leave strict out",
        ]
      `)
  })
  it('all of it at once', () => {
    expect(
      refusals(
        graph(
          site('a', 'latent', D.normal(0, 1)),
          site('a', 'latent', D.normal(0, 1)),
          site('y', 'observed', D.logUniform, ['rows'])
        )
      ).length
    ).toBeGreaterThan(2)
  })
})

describe('prior draws', () => {
  it('an improper prior cannot be sampled', () => {
    const built = build(
      pipe(
        program,
        sample('z', logUniform),
        observe('y', ({ z }) => over(rows)(normal(0, z)))
      )
    )
    if (isLeft(built)) throw new Error('refused at build')
    const r = derivePriorDraws.run(built.right)
    expect(isLeft(r) ? r.left.map(showProblem) : []).toMatchInlineSnapshot(`
      [
        "z: LogUniform cannot be sampled
        why: its density is improper: it has no total mass
        try: fit the model, or use a proper prior (a half-Cauchy) to look at prior draws",
      ]
    `)
  })
  it('missing values that are masked and read, and latents for such as are counted', () => {
    const lacking = (missing: 'mask' | 'latent', dist: D.Distribution) =>
      graph(
        { ...site('x', 'observed', dist, ['rows']), options: { missing } },
        site('b', 'latent', D.normal(0, 1)),
        site('y', 'observed', D.normal(ref('x', ['rows']), exp(ref('b', []))), ['rows'])
      )
    expect([
      ...refusals(lacking('mask', D.normal(0, 1))),
      ...refusals(lacking('latent', D.poisson(3)))
    ]).toMatchInlineSnapshot(`
      [
        "x: values of it may be missing, and y reads them
        why: nothing can be calculated from what is not there
        try: make latents of them: { missing: 'latent' }",
        "x: values of it may be missing, and latents in their places would be counted, not measured
        why: chains have no coordinate for such numbers, and which sums would take their place the data say
        try: where nothing reads it, { missing: 'mask' } says the same; else write what reads it as a mixture",
      ]
    `)
  })
})
