/**
 * Totals of binomials that are latent: data end them from below. Generated models against the sum over every
 * combination of counts.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, deriveDensity } from '../../src/compile/index.ts'
import * as D from '../../src/distributions/index.ts'
import { constants, type Expr, exp, gather, ref } from '../../src/expr/index.ts'
import type { Graph, Site } from '../../src/ir/Graph.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { klWeightName, totalOf } from '../../src/ir/Variational.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { latentEnd } from '../../src/lower/ends/LatentEnds.ts'
import { compiled } from '../support/Models.ts'
import {
  estimate,
  exactLoss,
  expectExactGradients,
  over,
  parametersOf,
  sizes,
  type Values
} from './ExactElbo.ts'

interface Shape {
  readonly prior: 'poisson' | 'underRate' | 'negativeBinomial' | 'binomial' | 'betaBinomial'
  readonly axes: ReadonlyArray<'items'>
  /** How y reads the total: at its own index, or looked up. */
  readonly read: 'own' | 'lookedUp'
  readonly law: 'binomial' | 'uniform'
  readonly chance: number
  readonly shares: ReadonlyArray<number>
}
const shapes: fc.Arbitrary<Shape> = fc.record({
  prior: fc.constantFrom('poisson', 'underRate', 'negativeBinomial', 'binomial', 'betaBinomial'),
  axes: fc.constantFrom([], ['items']),
  read: fc.constantFrom('own', 'lookedUp'),
  law: fc.constantFrom('binomial', 'uniform'),
  chance: between(0.2, 0.8),
  shares: fc.array(between(0, 0.999), { minLength: 10, maxLength: 10 })
})

/** A total of a binomial is one without end; other ends may be counts to a number. */
const lawOf = ({ prior, law }: Shape): Shape['law'] =>
  prior === 'binomial' || prior === 'betaBinomial' ? 'uniform' : law

const priorOf = ({ prior }: Shape): D.Distribution => {
  switch (prior) {
    case 'poisson':
      return D.poisson(4)
    case 'underRate':
      return D.poisson(exp(ref('rate', [])))
    case 'negativeBinomial':
      return D.negativeBinomial({ mean: 3, concentration: 2 })
    case 'binomial':
      return D.binomial({ total: 3, probability: 0.6 })
    case 'betaBinomial':
      return D.betaBinomial({ total: 3, alpha: 1.5, beta: 0.8 })
  }
}
const group = constants(['rows'], [5], [0, 1, 1, 0, 1])

const graphOf = (m: Shape): Graph => {
  const site = (
    name: string,
    role: Site['role'],
    dist: D.Distribution,
    axes: ReadonlyArray<string>
  ): Site => ({ name, role, dist, axes, options: {} })
  const n = ref('n', m.axes)
  const total: Expr =
    m.axes.length > 0 && m.read === 'lookedUp' ? pipe(n, gather('items', group)) : n
  const law =
    lawOf(m) === 'binomial' ? D.binomial({ total, probability: m.chance }) : D.uniform(-0.5, total)
  const rate = m.prior === 'underRate' ? [site('rate', 'latent', D.normal(1, 0.5), [])] : []
  return {
    axes: [...sizes].map(([name, size]) => ({ name, size })),
    data: [],
    named: [],
    sites: [
      ...rate,
      site('n', 'latent', priorOf(m), m.axes),
      site('y', 'observed', law, [...new Set([...total.axes, 'rows'])])
    ]
  }
}

/** Data up to 2, whole numbers where they are counts. */
const dataOf = (g: Graph, m: Shape): Values => {
  const axes = g.sites.find((s) => s.name === 'y')?.axes ?? []
  const values = m.shares.map((u) => (lawOf(m) === 'binomial' ? Math.floor(3 * u) : 2.5 * u - 0.45))
  return new Map([['y', over(axes, values.slice(0, axes.length === 1 ? 5 : 10))]])
}

const numbers = fc.array(between(-0.7, 0.7), { minLength: 9, maxLength: 9 })

describe('totals of generated models', () => {
  test('the mean of each gradient is that of the exact ELBO over totals that data allow', () =>
    fc.assert(
      fc.property(shapes, numbers, (m, u) => {
        const graph = graphOf(m)
        const data = dataOf(graph, m)
        const { program } = compiled(graph, { samples: 4 })
        const ends = new Map(
          program.parameters.flatMap((p) =>
            p.initial._tag === 'End'
              ? [[p.name, latentEnd(p.initial.end, data, sizes).end] as const]
              : []
          )
        )
        expect([...ends.keys()]).toEqual(['n.low'])
        const parameters = new Map([...parametersOf(program, u), ...ends])
        const values = new Map([
          ...data,
          ...parameters,
          [klWeightName, over([], [1])] as const,
          [totalOf('rows'), over([], [5])] as const
        ])
        const [found] = estimate(program.lossNats, program, values, 1000)
        const loss = exactLoss(graph, data, parameters)
        expect(Math.abs((found?.mean ?? NaN) - loss)).toBeLessThan(
          4.5 * (found?.error ?? NaN) + 1e-6
        )
        expectExactGradients(
          { graph, program, data, parameters, values, count: 1000 },
          program.parameters.filter(({ name }) => !ends.has(name))
        )
      }),
      { numRuns: 12, seed: 4 }
    ))
})

describe('a latent that is counted', () => {
  const y = (dist: D.Distribution): Site => ({
    name: 'y',
    role: 'observed',
    dist,
    axes: ['rows'],
    options: {}
  })
  const said = (latent: D.Distribution, law: D.Distribution): ReadonlyArray<string> => {
    const n: Site = { name: 'n', role: 'latent', dist: latent, axes: [], options: {} }
    const graph = {
      axes: [{ name: 'rows', size: 3 }],
      data: [],
      named: [],
      sites: [n, y(law)]
    }
    const found = compile()(graph)
    return isLeft(found) ? found.left.map(showProblem) : []
  }
  const n = ref('n', [])
  test('is ended by data from below, and from above or as a yes or no is refused', () => {
    expect(said(D.poisson(9), D.binomial({ total: n, probability: 0.5 }))).toEqual([])
    expect(said(D.poisson(9), D.uniform(n, 10))).toMatchInlineSnapshot(`
      [
        "n: data end where n lies, and Poisson has whole numbers from 0
        why: data narrow a latent of real values, and counts from below, as the total of a binomial
        try: let the support of the observation end at a number, or at a latent of real values",
      ]
    `)
    expect(said(D.bernoulli({ logits: 0 }), D.uniform(0, n))).toMatchInlineSnapshot(`
      [
        "n: data end where n lies, and Bernoulli has 0 or 1
        why: data narrow a latent of real values, and counts from below, as the total of a binomial
        try: let the support of the observation end at a number, or at a latent of real values",
      ]
    `)
  })
  test('of one datum is thinned where chains are to draw: they have no place for it', () => {
    const latent: Site = { name: 'n', role: 'latent', dist: D.poisson(9), axes: [], options: {} }
    const found = deriveDensity()({
      axes: [{ name: 'rows', size: 3 }],
      data: [],
      named: [],
      sites: [latent, y(D.binomial({ total: n, probability: 0.5 }))]
    })
    expect(isLeft(found) ? found.left.map(showProblem) : []).toMatchInlineSnapshot(`
      [
        "n: no coordinates for Poisson (support Counts)
        why: a density over real coordinates has a derivative by each of them, and these values are counted, without end
        try: fit a guide (farrier train), or give it finitely many values, which are summed out",
      ]
    `)
  })
})
