import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noisiestFirst, publishedScores, score } from '../../src/compress/masks/Score.ts'
import { twoClass } from '../../src/compress/masks/TwoClass.ts'
import type { Gate } from '../../src/ir/Gate.ts'
import type { NamedTensor, SitePosterior } from '../../src/ir/Posterior.ts'

const over = (values: ReadonlyArray<number>): NamedTensor => ({
  axes: ['i', 'o'],
  sizes: [3, values.length / 3],
  values: Float32Array.from(values)
})
const inputs: Gate = { factors: ['z'], target: 'w', axes: ['i'], why: 'in this test' }

const positive = fc.integer({ min: 1, max: 4000 }).map((n) => n / 1000)
const list = (n: number): fc.Arbitrary<ReadonlyArray<number>> =>
  fc.array(positive, { minLength: n, maxLength: n })

/** Moments of w = z·w̃ for independent z and w̃, one z a row. */
const product = (
  z: { readonly mean: ReadonlyArray<number>; readonly variance: ReadonlyArray<number> },
  w: { readonly mean: ReadonlyArray<number>; readonly variance: ReadonlyArray<number> }
): SitePosterior => {
  const row = (k: number): number => Math.floor(k / 2)
  const [m, v] = [(k: number) => z.mean[row(k)] ?? 0, (k: number) => z.variance[row(k)] ?? 0]
  return {
    mean: over(w.mean.map((x, k) => m(k) * x)),
    variance: over(
      w.mean.map((x, k) => v(k) * (x * x + (w.variance[k] ?? 0)) + m(k) ** 2 * (w.variance[k] ?? 0))
    )
  }
}

describe('the score of a gate', () => {
  it('does not change when scale moves between z and w̃', () => {
    fc.assert(
      fc.property(
        list(3),
        list(3),
        list(6),
        list(6),
        fc.constantFrom(0.125, 0.5, 4, 32),
        (zm, zv, wm, wv, c) => {
          const a = score(inputs)(product({ mean: zm, variance: zv }, { mean: wm, variance: wv }))
          const b = score(inputs)(
            product(
              { mean: zm.map((x) => x * c), variance: zv.map((x) => x * c * c) },
              { mean: wm.map((x) => x / c), variance: wv.map((x) => x / (c * c)) }
            )
          )
          a.noise.forEach((n, i) => expect(b.noise[i]).toBeCloseTo(n, 5))
          a.size.forEach((n, i) => expect(b.size[i]).toBeCloseTo(n, 5))
        }
      )
    )
  })

  it('has the size of a slice, ½ ln Σ E w²: that of means 3 and 4 is ln 5', () => {
    const zeros = over([0, 0, 0, 0, 0, 0])
    const known = score(inputs)({ mean: over([3, 4, 1, 0, 0, -5]), variance: zeros })
    const unknown = score(inputs)({ mean: zeros, variance: over([9, 16, 1, 0, 0, 25]) })
    for (const { size } of [known, unknown])
      [Math.log(5), 0, Math.log(5)].forEach((x, i) => expect(size[i]).toBeCloseTo(x, 12))
  })

  it('tends to ln α where the factor alone is noisy', () => {
    const z = { mean: [1, 2, 0.5], variance: [0.5, 8, 0.25] }
    const { noise } = score(inputs)(
      product(z, { mean: [1, -2, 3, 1, 1, 2], variance: [1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9] })
    )
    const { logAlpha } = publishedScores({ mean: over(z.mean), variance: over(z.variance) })
    noise.forEach((n, i) => expect(n).toBeCloseTo(logAlpha[i] ?? NaN, 5))
  })

  it('is the negative log-mode v − m of a log-normal factor', () => {
    const [m, v] = [-2, 1.3]
    const mean = Math.exp(m + v / 2)
    const f = (x: number): NamedTensor => ({ axes: ['i'], sizes: [1], values: Float32Array.of(x) })
    expect(
      publishedScores({ mean: f(mean), variance: f(Math.expm1(v) * mean * mean) })
        .negativeLogMode[0]
    ).toBeCloseTo(v - m, 5)
  })

  it('puts a slice of zeros first, and of equals the smaller index', () => {
    const s = score(inputs)({ mean: over([1, 1, 0, 0, 1, 1]), variance: over([1, 1, 1, 1, 1, 1]) })
    expect(s.noise[1]).toBe(Infinity)
    expect(noisiestFirst(s)).toEqual([1, 0, 2])
  })

  it('sums over slices of several axes in the order of the gate', () => {
    const s = score({ ...inputs, axes: ['o', 'i'] })({
      mean: over([1, 2, 3, 4, 5, 6]),
      variance: over([1, 1, 1, 1, 1, 1])
    })
    expect([...s.noise].map((n) => Math.round(Math.exp(-n / 2)))).toEqual([1, 3, 5, 2, 4, 6])
  })
})

/** Quantiles of a normal mixture: scores without randomness. */
const quantiles = (mean: number, sd: number, n: number): ReadonlyArray<number> => {
  const logistic = (p: number): number => Math.log(p / (1 - p)) / 1.702
  return Array.from({ length: n }, (_, i) => mean + sd * logistic((i + 0.5) / n))
}

describe('the two-class split', () => {
  it('finds the gap between two modes', () => {
    const s = twoClass([...quantiles(-6, 0.5, 60), ...quantiles(0, 0.5, 240)])
    expect(s.unimodal).toBe(false)
    expect(s.threshold).toBeGreaterThan(-4.5)
    expect(s.threshold).toBeLessThan(-1.5)
  })

  it('maximises the variance between the classes', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.integer({ min: -40, max: 40 }), { minLength: 8, maxLength: 20 })
          .filter((xs) => new Set(xs).size > 1),
        (xs) => {
          const between = (t: number): number => {
            const [a, b] = [xs.filter((x) => x <= t), xs.filter((x) => x > t)]
            const mean = (l: ReadonlyArray<number>): number =>
              l.reduce((p, q) => p + q, 0) / l.length
            return a.length === 0 || b.length === 0
              ? 0
              : a.length * b.length * (mean(a) - mean(b)) ** 2
          }
          expect(between(twoClass(xs).threshold)).toBeCloseTo(Math.max(...xs.map(between)), 6)
        }
      )
    )
  })

  it.each([
    ['normal', quantiles(0, 1, 300)],
    ['uniform', Array.from({ length: 300 }, (_, i) => i / 300)],
    ['equal', Array.from({ length: 50 }, () => 2)],
    ['two numbers', [0, 1]]
  ])('calls %s scores unimodal', (_, xs) => {
    expect(twoClass(xs).unimodal).toBe(true)
  })

  it('charges two classes for three parameters more than one, ½ ln n nats each', () => {
    // scores twice have twice the likelihood ratio: what is left of 2 BIC(n) − BIC(2n) is the price
    const xs = [...quantiles(-6, 0.5, 20), ...quantiles(0, 1, 40)]
    const price = 2 * twoClass(xs).bicDifference - twoClass([...xs, ...xs]).bicDifference
    expect(price).toBeCloseTo(3 * Math.log(2 / xs.length), 6)
  })

  it('leaves infinite scores out', () => {
    const xs = [...quantiles(-6, 0.5, 60), ...quantiles(0, 0.5, 60)]
    expect(twoClass([...xs, Infinity, -Infinity])).toEqual(twoClass(xs))
  })
})
