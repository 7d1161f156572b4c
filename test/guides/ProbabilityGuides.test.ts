/** Laws of guides that have a probability for each of finitely many values. */
import * as fc from 'fast-check'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import * as D from '../../src/distributions/index.ts'
import { constant, constants, type Expr, mixedAlong, ref } from '../../src/expr/index.ts'
import { evaluate, type NamedArray } from '../../src/expr/numbers/Reference.ts'
import { ndtri } from '../../src/expr/numbers/SpecialFunctions.ts'
import { type Guide, guides, guidesFor, parameterName } from '../../src/guides/index.ts'
import { logitsRole } from '../../src/guides/Probabilities.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { expectNear } from '../distributions/Arbitrary.ts'

const many = '(many)'
const noise = ref('e', [many])

interface Case {
  readonly name: string
  readonly guide: Guide
  readonly along: string | undefined
  readonly values: number
  readonly prior: D.Distribution
}

const kinds = constants(['kinds'], [4], [0.2, -1, 0.7, 0])
const site = (law: D.Distribution, outcomes: number) => ({
  name: 'z',
  declared: 'z',
  axes: [],
  support: D.family(law).support,
  law,
  outcomes
})
const [yes, index, count] = [
  D.bernoulli({ logits: 0.8 }),
  D.categorical({ logits: kinds, along: 'kinds' }),
  D.binomial({ total: 4, probability: 0.3 })
]
const cases: ReadonlyArray<Case> = [
  {
    name: 'bernoulli',
    guide: guides.bernoulli.at(site(yes, 2)),
    along: undefined,
    values: 2,
    prior: yes
  },
  {
    name: 'categorical, of an index',
    guide: guides.categorical.at(site(index, 4)),
    along: 'kinds',
    values: 4,
    prior: index
  },
  {
    name: 'categorical, of counts',
    guide: guides.categorical.at(site(count, 5)),
    along: 'value of z',
    values: 5,
    prior: count
  },
  {
    name: 'categorical, of counts beside a law that is learnt of counts',
    guide: guides.categorical.at(site(count, 5)),
    along: 'value of z',
    values: 5,
    prior: D.betaBinomial({ total: 4, alpha: 0.7, beta: 2 })
  }
]

/** Log odds as the parameter has them: one, or those of all values. */
const logitsOf = (c: Case, u: ReadonlyArray<number>): NamedArray => {
  const values = u.slice(0, c.along === undefined ? 1 : c.values)
  const axes = c.along === undefined ? [] : [c.along]
  return { axes, sizes: axes.map(() => values.length), values }
}
const masses = (c: Case, { values }: NamedArray): ReadonlyArray<number> => {
  const all = c.along === undefined ? [0, ...Array.from(values)] : Array.from(values)
  const most = Math.max(...all)
  const sum = all.reduce((a, l) => a + Math.exp(l - most), 0)
  return all.map((l) => Math.exp(l - most) / sum)
}
/** At noise of these values. */
const at =
  (c: Case, logits: NamedArray, noises: ReadonlyArray<number>) =>
  (e: Expr): ReadonlyArray<number> =>
    Array.from(
      evaluate({
        sizes: new Map([
          [many, noises.length],
          ['kinds', 4],
          ...(c.guide.ownAxes ?? []).map((a) => [a.name, a.size] as const)
        ]),
        values: new Map<string, NamedArray>([
          [parameterName('z', logitsRole), logits],
          ['e', { axes: [many], sizes: [noises.length], values: noises }]
        ])
      })(e).values
    )

const draws = ({ draw }: Guide): Expr => {
  if (draw.noise === 'none') throw new Error('no noise')
  return draw.push(noise)
}
const lnQ = ({ logDensity }: Guide): Expr => {
  if (isNone(logDensity)) throw new Error('no mass')
  return logDensity.value(noise)
}
const closed = (c: Case): Expr => {
  const found = c.guide.closedKl(c.prior, { jeffreys: 'exact' })
  if (isNone(found)) throw new Error('no divergence')
  return found.value.nats
}

/** Even over probabilities. */
const even = Array.from({ length: 2000 }, (_, i) => ndtri((i + 0.5) / 2000))
const odds = fc.array(between(-4, 4), { minLength: 5, maxLength: 5 })

describe.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
  test('draws each value as often as its probability says, and knows that', () =>
    fc.assert(
      fc.property(odds, (u) => {
        const logits = logitsOf(c, u)
        const run = at(c, logits, even)
        const [drawn, ln] = [run(draws(c.guide)), run(lnQ(c.guide))]
        masses(c, logits).forEach((mass, x) => {
          const own = drawn.flatMap((d, i) => (d === x ? [i] : []))
          expect(Math.abs(own.length / even.length - mass)).toBeLessThan(2 / even.length)
          for (const i of own.slice(0, 3)) expectNear(ln[i] ?? NaN, Math.log(mass), 1e-10)
        })
      }),
      { numRuns: 30 }
    ))
  test('its divergence is the sum over its values; from its own law 0, and never below', () =>
    fc.assert(
      fc.property(odds, (u) => {
        const logits = logitsOf(c, u)
        const x = ref('x', [many])
        const values = Array.from({ length: c.values }, (_unused, i) => i)
        const lnP = Array.from(
          evaluate({
            sizes: new Map([
              [many, c.values],
              ['kinds', 4]
            ]),
            values: new Map([['x', { axes: [many], sizes: [c.values], values }]])
          })(D.family(c.prior).logDensity(x)).values
        )
        const wanted = masses(c, logits).reduce(
          (sum, mass, i) => sum + mass * (Math.log(mass) - (lnP[i] ?? NaN)),
          0
        )
        const [found] = at(c, logits, [0])(closed(c))
        expectNear(found ?? NaN, wanted, 1e-9)
        expect(found).toBeGreaterThan(-1e-12)
        // the log odds of the prior
        const own = c.along === undefined ? [(lnP[1] ?? NaN) - (lnP[0] ?? NaN)] : lnP
        expect(Math.abs(at(c, logitsOf(c, own), [0])(closed(c))[0] ?? NaN)).toBeLessThan(1e-12)
      }),
      { numRuns: 30 }
    ))
  test('its moments are sums over its values; of an index, probabilities', () =>
    fc.assert(
      fc.property(odds, fc.constantFrom(1, 2), (u, k) => {
        const logits = logitsOf(c, u)
        const moments = c.guide.moments(k)
        const p = masses(c, logits)
        if (isNone(moments)) {
          expect([c.along, k]).toEqual(['kinds', 2])
          return
        }
        const { mean, variance } = moments.value
        const [m, v] = [mean, variance].map(at(c, logits, [0]))
        if (c.along === 'kinds') {
          p.forEach((x, i) => expectNear(m?.[i] ?? NaN, x, 1e-12))
          p.forEach((x, i) => expectNear(v?.[i] ?? NaN, x * (1 - x), 1e-12))
          return
        }
        const first = p.reduce((a, x, i) => a + x * i ** k, 0)
        expectNear(m?.[0] ?? NaN, first, 1e-12)
        expectNear(
          v?.[0] ?? NaN,
          p.reduce((a, x, i) => a + x * (i ** k - first) ** 2, 0),
          1e-10
        )
      }),
      { numRuns: 30 }
    ))
  test('what is certain stays finite in float32', () => {
    for (const far of [60, -60, 1e4, -1e4]) {
      const logits = logitsOf(c, [far, 0, 0, 0, -far].map(Math.fround))
      const run = at(c, logits, [-5.5, -1, 0, 1, 5.5])
      for (const e of [draws(c.guide), lnQ(c.guide), closed(c)])
        for (const x of run(e)) expect(Number.isFinite(Math.fround(x))).toBe(true)
    }
  })
  test('says that its draws jump', () => {
    expect(guides[c.along === undefined ? 'bernoulli' : 'categorical'].estimator).toBe(
      'score function'
    )
    expect(isSome(c.guide.asNormal)).toBe(false)
  })
})

describe('starts', () => {
  const started = (at: number | undefined): number => {
    const [p] = guides.bernoulli.at(site(yes, 2)).parameters({ at })
    return p?.initial._tag === 'Fill' ? 1 / (1 + Math.exp(-p.initial.value)) : NaN
  }
  test('at the probability of the prior, where draws of both values are to be seen', () =>
    fc.assert(
      fc.property(between(0, 1), (p) =>
        expectNear(started(p), Math.min(0.9, Math.max(0.1, p)), 1e-12)
      )
    ))
  test('in the middle where there is none', () => expectNear(started(undefined), 0.5, 1e-12))
})

describe('the values of counts', () => {
  const upTo = (n: number) => guidesFor(D.countsTo(constant(n)))
  test('have a probability each up to 255, and no guide beyond', () => {
    expect(upTo(255)).toEqual(['categorical'])
    expect(upTo(256)).toEqual([])
  })
  test('below an end that data set have none: no draw lies there', () => {
    const support = D.countsTo(constant(4), constant(2))
    const guide = guides.categorical.at({ ...site(count, 5), support })
    const c: Case = { name: '', guide, along: 'value of z', values: 5, prior: count }
    const logits = logitsOf(c, [5, 4, 0, 1, 0.5])
    const drawn = at(c, logits, even)(draws(guide))
    expect([...new Set(drawn)].toSorted((a, b) => a - b)).toEqual([2, 3, 4])
    expect(at(c, logits, even)(lnQ(guide)).every(Number.isFinite)).toBe(true)
    const own = drawn.filter((x) => x === 3).length / even.length
    expect(Math.abs(own - Math.E / (1 + Math.E + Math.exp(0.5)))).toBeLessThan(2 / even.length)
  })
  test('mix nothing of the site but along their own axis', () => {
    const guide = guides.categorical.at({ ...site(index, 4), axes: ['rows'] })
    expect(mixedAlong('rows')([draws(guide), lnQ(guide)])).toBeUndefined()
  })
})
