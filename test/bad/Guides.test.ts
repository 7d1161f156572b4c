/** Guides where they cannot stand, each message frozen; and beside them, where they can. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/index.ts'
import * as D from '../../src/distributions/index.ts'
import { exp, ref } from '../../src/expr/index.ts'
import type { Graph, Site, SiteOptions } from '../../src/ir/Graph.ts'
import { showProblem } from '../../src/ir/Problem.ts'

const refusals = (graph: Graph): ReadonlyArray<string> => {
  const r = compile()(graph)
  return isLeft(r) ? r.left.map(showProblem) : []
}
const latent = (name: string, dist: D.Distribution, options: SiteOptions = {}): Site => ({
  name,
  role: 'latent',
  dist,
  axes: [],
  options
})
/** Latents and one observation of all of them. */
const model = (...sites: ReadonlyArray<Site>): Graph => ({
  axes: [],
  data: [],
  sites: [
    ...sites,
    {
      name: 'y',
      role: 'observed',
      dist: D.normal(ref(sites.at(-1)?.name ?? '', []), 1),
      axes: [],
      options: {}
    }
  ],
  named: []
})
const s = ref('s', []),
  t = ref('t', [])

describe('a point of unbounded density', () => {
  it('names the scale that may go to 0', () => {
    expect(
      refusals(model(latent('s', D.halfCauchy(1)), latent('w', D.normal(0, s), { guide: 'delta' })))
    ).toMatchInlineSnapshot(`
      [
        "w: the cost −ln p of its guide delta is unbounded below: the density of Normal has no \
largest value for all values of s
        why: a point has no width: training would run to where its density is infinite
        try: fix s, or keep its prior away from 0, or give w a guide with a density",
      ]
    `)
  })
  it('is refused whatever the guide of the scale', () => {
    expect(
      refusals(
        model(
          latent('s', D.halfCauchy(1), { guide: 'delta' }),
          latent('w', D.normal(0, s), { guide: 'delta' })
        )
      ).length
    ).toBe(1)
  })
  it('is fine where the scale is a number, or bounded away from 0', () => {
    expect(refusals(model(latent('w', D.normal(0, 1), { guide: 'delta' })))).toEqual([])
    expect(
      refusals(
        model(latent('t', D.uniform(-1, 1)), latent('w', D.normal(0, exp(t)), { guide: 'delta' }))
      )
    ).toEqual([])
  })
  it('is fine where the scale is data', () => {
    const graph = model(latent('w', D.normal(0, s), { guide: 'delta' }))
    expect(refusals({ ...graph, data: [{ name: 's', axes: [], support: 'Positive' }] })).toEqual([])
  })
  it('of a density that is infinite somewhere by itself', () => {
    expect(refusals(model(latent('w', D.gamma({ shape: 0.5, scale: 1 }), { guide: 'delta' }))))
      .toMatchInlineSnapshot(`
      [
        "w: the cost −ln p of its guide delta is unbounded below: the density of Gamma has no largest value
        why: a point has no width: training would run to where its density is infinite
        try: take a prior with a bounded density, or give w a guide with a density",
      ]
    `)
  })
})

describe('an interval with random ends', () => {
  const random = (options: SiteOptions): Graph =>
    model(latent('s', D.halfCauchy(1)), latent('p', D.uniform(0, s), options))
  it('has the guide of its base in fixed ends', () => expect(refusals(random({}))).toEqual([]))
  it('refuses a guide of its own', () => {
    expect(refusals(random({ guide: 'logitNormal' }))).toMatchInlineSnapshot(`
      [
        "p: the ends of its support depend on s, and so would the draws of its guide logitNormal
        why: guides of different sites are independent
        try: leave the guide and skipped passes out: a location-scale family is then drawn in fixed \
ends; or fix the ends",
      ]
    `)
  })
})

it('a start outside the support', () => {
  expect(refusals(model(latent('p', D.uniform(0, 1), { initial: 1.5 })))).toMatchInlineSnapshot(`
    [
      "p: its guide cannot start at 1.5, which is no value of Uniform (support Interval)
      why: a guide starts where the site has its values
      try: give an initial value inside the support, or leave it out",
    ]
  `)
})

describe('noise that is held at its prior', () => {
  const held: SiteOptions = { guide: 'atPrior' }
  it('is refused of a law that is no function of one noise', () => {
    expect(refusals(model(latent('t', D.gamma({ shape: 2, rate: 1 }), held))))
      .toMatchInlineSnapshot(`
      [
        "t: the guide atPrior does not fit Gamma (support Positive)
        why: its draw is no function of one noise, of which a step could take an expectation
        try: take a law that has a smooth draw or a quantile, or bernoulli; or leave the guide out",
      ]
    `)
  })
  it('is refused of a law that depends on what is learnt', () => {
    expect(refusals(model(latent('s', D.halfNormal(1)), latent('t', D.normal(1, s), held))))
      .toMatchInlineSnapshot(`
      [
        "t: its law depends on s, and so would the draws of its guide atPrior
        why: guides of different sites are independent, and of noise nothing is learnt
        try: write it as a function of noise whose law is fixed: mu + sigma·e, e ~ normal(0, 1)",
      ]
    `)
  })
  it('has no start and no variance of its own', () => {
    expect(
      refusals(model(latent('t', D.normal(1, 0.5), { ...held, initial: 2, maxVariance: 0.1 })))
    ).toMatchInlineSnapshot(`
      [
        "t: its guide is atPrior, and initial is given
        why: it is noise, of which nothing is learnt: it starts and stays at its prior
        try: leave initial out, or the guide",
        "t: its guide is atPrior, and maxVariance is given
        why: it is noise, of which nothing is learnt: it starts and stays at its prior
        try: leave maxVariance out, or the guide",
      ]
    `)
  })
  it('hangs together with nothing', () => {
    const refused = compile({ joint: [{ sites: ['s', 't'] }] })(
      model(latent('t', D.normal(1, 0.5), held), latent('s', D.normal(t, 1)))
    )
    expect(isLeft(refused) ? refused.left.map(showProblem) : []).toMatchInlineSnapshot(`
      [
        "joint: t: its guide atPrior holds it at its prior
        why: what data say of it is not heard, and so it hangs together with nothing
        try: leave the site out, or its guide",
      ]
    `)
  })
  it('is drawn where its values are counted, which are summed out otherwise', () => {
    const of = (options: SiteOptions): string => {
      const r = compile()(model(latent('t', D.bernoulli({ logits: 0 }), options)))
      return isLeft(r) ? 'refused' : r.right.program.noise.map((n) => n.name).join()
    }
    expect([of(held), of({})]).toEqual(['t.noise@y', ''])
  })
})
