/**
 * The score-function estimator against the exact gradient of the ELBO: by the sum over every combination of
 * counts up to where the guide has no more mass, its slope by central differences.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNone } from 'fp-ts/lib/Option.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compile,
  type CompileOptions,
  drawAxis,
  explain,
  modelLatex,
  siteStory
} from '../../src/compile/index.ts'
import * as D from '../../src/distributions/index.ts'
import {
  add,
  constants,
  type Expr,
  exp,
  gather,
  gradients,
  mul,
  ref,
  spread,
  stopGradient,
  sub,
  substitute,
  sumOver,
  sumSpread,
  total,
  zero
} from '../../src/expr/index.ts'
import type { NamedArray } from '../../src/expr/numbers/Reference.ts'
import { guides } from '../../src/guides/index.ts'
import type { Graph, Site } from '../../src/ir/Graph.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { isScored, klWeightName, totalOf, type Variational } from '../../src/ir/Variational.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { showExplanation, showStory } from '../../src/report/index.ts'
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

const site = (
  name: string,
  role: Site['role'],
  dist: D.Distribution,
  axes: ReadonlyArray<string> = [],
  options: Site['options'] = {}
): Site => ({ name, role, dist, axes, options })

const graphOf = (...sites: ReadonlyArray<Site>): Graph => ({
  axes: [...sizes].map(([name, size]) => ({ name, size })),
  data: [],
  sites,
  named: []
})
/** Rows as a batch of three times as many. */
const inBatches = (g: Graph): Graph => ({
  ...g,
  axes: g.axes.map((a) => (a.name === 'rows' ? { ...a, size: 'data' } : a))
})

const n = (axes: ReadonlyArray<string>): Expr => ref('n', axes)
/** Seen with false alarms: half a count more. */
const seen = (e: Expr, share = 0.7): D.Distribution => D.poisson(pipe(e, mul(share), add(0.5)))
const group = constants(['rows'], [5], [0, 1, 1, 0, 1])
const ages = constants(['rows'], [5], [0.2, -0.4, 1, 0.1, -0.6])
const rates = constants(['items'], [2], [1.5, 4])

/** With the data, by site. */
const models: Readonly<Record<string, readonly [Graph, Readonly<Record<string, NamedArray>>]>> = {
  'one count that all rows read': [
    graphOf(site('n', 'latent', D.poisson(3)), site('y', 'observed', seen(n([])), ['rows'])),
    { y: { axes: ['rows'], sizes: [5], values: [2, 4, 1, 3, 3] } }
  ],
  'a count of each item, read at its own index by two sites': [
    graphOf(
      site('n', 'latent', D.negativeBinomial({ mean: rates, concentration: 2 }), ['items']),
      site('y', 'observed', seen(n(['items'])), ['items', 'rows']),
      site('x', 'observed', D.normal(n(['items']), 1.5), ['items'])
    ),
    {
      y: { axes: ['items', 'rows'], sizes: [2, 5], values: [0, 1, 0, 2, 1, 5, 3, 4, 2, 6] },
      x: { axes: ['items'], sizes: [2], values: [0.4, 5.1] }
    }
  ],
  'a count of each item, looked up by rows': [
    graphOf(
      site('n', 'latent', D.geometric({ probability: 0.3 }), ['items']),
      site('y', 'observed', seen(pipe(n(['items']), gather('items', group))), ['rows'])
    ),
    { y: { axes: ['rows'], sizes: [5], values: [0, 3, 4, 1, 2] } }
  ],
  'counts that are read together': [
    graphOf(
      site('n', 'latent', D.poisson(rates), ['items']),
      site('y', 'observed', seen(sumOver(['items'])(n(['items']))), ['rows'])
    ),
    { y: { axes: ['rows'], sizes: [5], values: [6, 3, 4, 5, 2] } }
  ],
  'a count under a rate that is learnt, both read by rows': [
    graphOf(
      site('rate', 'latent', D.normal(0.5, 1)),
      site('n', 'latent', D.poisson(exp(ref('rate', [])))),
      site('y', 'observed', D.normal(pipe(ref('rate', []), mul(0.5), add(n([]))), 1.2), ['rows'])
    ),
    { y: { axes: ['rows'], sizes: [5], values: [2, 4, 1, 3, 5] } }
  ],
  'a batch of rows that read one count, beside noise of their own': [
    inBatches(
      graphOf(
        site('slope', 'latent', D.normal(0, 1)),
        site('n', 'latent', D.poisson(2)),
        site('y', 'observed', D.normal(pipe(ref('slope', []), mul(ages), add(n([]))), 1.2), [
          'rows'
        ])
      )
    ),
    { y: { axes: ['rows'], sizes: [5], values: [2, 4, 1, 3, 5] } }
  ]
}

const numbers = fc.array(between(-0.7, 0.7), { minLength: 8, maxLength: 8 })

describe.each(Object.entries(models))('%s', (_, [graph, given]) => {
  const data: Values = new Map(Object.entries(given))
  const { program } = compiled(graph, { samples: 4 })
  const settings = (parameters: Values): Values =>
    new Map([
      ...data,
      ...parameters,
      [klWeightName, over([], [1])],
      [totalOf('rows'), over([], [15])]
    ])

  test('the mean of its gradient is that of the exact ELBO', () =>
    fc.assert(
      fc.property(numbers, (u) => {
        const parameters = parametersOf(program, u)
        const values = settings(parameters)
        expectExactGradients({ graph, program, data, parameters, values, count: 4000 })
      }),
      { numRuns: 2, seed: 5 }
    ))
  test('its loss is the ELBO itself', () => {
    const parameters = parametersOf(program, [0.1, -0.2, 0.3])
    const [loss] = estimate(program.lossNats, program, settings(parameters), 4000)
    const exact = exactLoss(graph, data, parameters)
    expect(Math.abs((loss?.mean ?? NaN) - exact)).toBeLessThan(4.5 * (loss?.error ?? NaN))
  })
  test('explain says which estimator each site has', () => {
    const { sites, decisions } = explain(graph, program)
    expect(isScored(program)).toBe(true)
    expect(sites.flatMap((s) => s.parts.map((p) => [p.site, p.estimator]))).toEqual(
      sites.flatMap((s) =>
        s.parts.map((p) => [p.site, s.name === 'n' ? 'score function' : 'pathwise'])
      )
    )
    expect(decisions.filter((d) => d.pass === 'estimate').map((d) => d.site)).toEqual(['n'])
    expect(showExplanation(explain(graph, program))).toMatch(/gradient\s+by\s+score\s+function/)
    expect(modelLatex(graph, program)).toContain(
      '\\nabla \\mathrm{E}_{q\\left(\\mathrm{n}\\right)}'
    )
    const story = siteStory(graph, program)('n')
    expect(isLeft(story) ? '' : showStory(story.right, [])).toContain('estimator  score function: ')
  })
})

describe('what multiplies a score', () => {
  type Data = Readonly<Record<string, NamedArray>>
  const gradientOf = (graph: Graph, given: Data, changed: Data) => {
    const { program } = compiled(graph, { samples: 4 })
    const p = program.parameters.find((q) => q.name === 'n.location')
    const g = program.gradients.get('n.location')
    if (p === undefined || g === undefined) throw new Error('no gradient')
    const values = new Map([
      ...Object.entries({ ...given, ...changed }),
      ...parametersOf(program, [0.1, -0.3]),
      [klWeightName, over([], [1])] as const
    ])
    return estimate(spread(p.axes)(g), program, values, 20).map((e) => e.mean)
  }
  const [own, lookedUp, together] = [
    'a count of each item, read at its own index by two sites',
    'a count of each item, looked up by rows',
    'counts that are read together'
  ].map((name) => (changed: Data) => {
    const [graph, given] = models[name] ?? []
    if (graph === undefined) throw new Error(`no model ${name}`)
    return gradientOf(graph, given ?? {}, changed)
  })

  test('is what reads the element: no other data', () => {
    const others = {
      y: over(['items', 'rows'], [0, 1, 0, 2, 1, 50, 0, 7, 90, 3]),
      x: over(['items'], [0.4, -30])
    }
    const [before, after] = [own?.({}), own?.(others)]
    expect(after?.[0]).toBeCloseTo(before?.[0] ?? NaN, 9)
    expect(after?.[1]).not.toBeCloseTo(before?.[1] ?? NaN, 1)
  })
  test('is what looks the element up', () => {
    const others = { y: over(['rows'], [0, 30, 40, 1, 20]) }
    const [before, after] = [lookedUp?.({}), lookedUp?.(others)]
    expect(after?.[0]).toBeCloseTo(before?.[0] ?? NaN, 9)
    expect(after?.[1]).not.toBeCloseTo(before?.[1] ?? NaN, 1)
  })
  test('is what reads a sum that the element is in', () => {
    const each = graphOf(
      site('n', 'latent', D.poisson(2), ['items', 'rows']),
      site('y', 'observed', seen(sumOver(['rows'])(n(['items', 'rows']))), ['items'])
    )
    const [before, after] = [12, 90].map((last) =>
      gradientOf(each, { y: over(['items'], [6, 12]) }, { y: over(['items'], [6, last]) })
    )
    for (const i of [0, 1, 2, 3, 4]) expect(after?.[i]).toBeCloseTo(before?.[i] ?? NaN, 9)
    expect(after?.[7]).not.toBeCloseTo(before?.[7] ?? NaN, 1)
  })
  test('is all that reads a sum of elements', () => {
    const others = { y: over(['rows'], [60, 30, 40, 50, 20]) }
    const [before, after] = [together?.({}), together?.(others)]
    for (const i of [0, 1]) expect(after?.[i]).not.toBeCloseTo(before?.[i] ?? NaN, 1)
  })
})

describe('the baseline', () => {
  const [graph, given] = models['one count that all rows read'] ?? []
  if (graph === undefined) throw new Error('no model')
  const values = (program: Variational): Values =>
    new Map([
      ...Object.entries(given ?? {}),
      ...parametersOf(program, [0.4, 0.2]),
      [klWeightName, over([], [1])]
    ])
  const { program } = compiled(graph, { samples: 8 })
  const by = (e: Expr | undefined) => {
    const [found] = estimate(e ?? zero, program, values(program), 8000)
    return found ?? { mean: NaN, error: NaN }
  }
  /** ln q − ln p at the draws, and the score, by hand. */
  const guide = guides.flooredLogNormal.at({
    name: 'n',
    declared: 'n',
    axes: [],
    support: D.counts,
    law: D.poisson(3)
  })
  const [noise] = program.noise
  if (noise === undefined || isNone(guide.logDensity) || guide.draw.noise === 'none')
    throw new Error('no noise')
  const e = ref(noise.name, noise.axes)
  const lnQ = guide.logDensity.value(e)
  const drawn = guide.draw.push(e)
  const lnP = graph.sites.map((s) =>
    sumSpread(s.axes)(
      substitute(new Map([['n', drawn]]))(D.family(s.dist).logDensity(ref(s.name, s.axes)))
    )
  )
  const f = pipe(lnQ, sub(total(lnP)))
  const plain = gradients(pipe(sumOver([drawAxis])(pipe(lnQ, mul(stopGradient(f)))), mul(1 / 8)), [
    { name: 'n.location' }
  ]).get('n.location')

  test('is the mean of the other draws, and ln q a number in f', () => {
    const centred = pipe(f, sub(pipe(sumOver([drawAxis])(f), mul(1 / 8))))
    const byHand = gradients(
      pipe(sumOver([drawAxis])(pipe(lnQ, mul(stopGradient(centred)))), mul(1 / 7)),
      [{ name: 'n.location' }]
    ).get('n.location')
    for (const count of [1, 3, 10]) {
      const [found, wanted] = [program.gradients.get('n.location'), byHand].map(
        (g) => estimate(g ?? zero, program, values(program), count)[0]?.mean
      )
      expect(found).toBeCloseTo(wanted ?? NaN, 9)
    }
  })
  test('changes no mean, and takes nine tenths of the variance', () => {
    const [without, withOthers] = [by(plain), by(program.gradients.get('n.location'))]
    expect(Math.abs(without.mean - withOthers.mean)).toBeLessThan(4.5 * without.error)
    expect(withOthers.error ** 2).toBeLessThan(0.1 * without.error ** 2)
  })
  test('is of draws: a step of a model with counts takes 16, and as many as are asked for', () => {
    const drawsOf = (samples?: number) =>
      compiled(graph, samples === undefined ? {} : { samples }).program.axes.find(
        (a) => a.name === drawAxis
      )?.size
    expect([drawsOf(), drawsOf(1), drawsOf(2), drawsOf(5)]).toEqual([16, 16, 2, 5])
  })
})

describe('is refused', () => {
  const [graph] = models['one count that all rows read'] ?? []
  if (graph === undefined) throw new Error('no model')
  const said = (options: Partial<CompileOptions>): ReadonlyArray<string> => {
    const found = compile(options)(graph)
    return isLeft(found) ? found.left.map(showProblem) : []
  }
  test('under strict', () => {
    expect(said({ strict: 'analytic' })).toMatchInlineSnapshot(`
      [
        "n: its gradient is a score function, an estimate from draws that jump
        why: strict: 'analytic' refuses Monte Carlo costs
        try: give it finitely many values, each read at its own index: they are summed out; or leave strict out",
      ]
    `)
  })
  test('in a joint guide', () => {
    expect(said({ joint: [{ sites: ['n'] }] })).toMatchInlineSnapshot(`
      [
        "joint: n: draws of its guide flooredLogNormal jump
        why: a joint guide is normal in coordinates in which draws are smooth
        try: leave the site out: it is independent of the others under the guide",
      ]
    `)
  })
})
