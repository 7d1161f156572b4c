import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { compensated, compensation } from '../../src/compress/quantise/Compensate.ts'

/** H of `n` inputs in which each shares a common part with the others. */
const momentOf = (rows: ReadonlyArray<ReadonlyArray<number>>, n: number): Float64Array => {
  const h = new Float64Array(n * n)
  for (const x of rows)
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++) h[i * n + k] = (h[i * n + k] ?? 0) + (x[i] ?? 0) * (x[k] ?? 0)
  return h.map((v) => v / rows.length)
}

/** Σⱼ (ŵ − w)ⱼᵀ H (ŵ − w)ⱼ: by how much the sums move, squared, on average over the data. */
const distortion = (
  h: Float64Array,
  n: number,
  w: ArrayLike<number>,
  integers: ArrayLike<number>,
  delta: number
): number => {
  const m = w.length / n
  let sum = 0
  for (let j = 0; j < m; j++)
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++)
        sum +=
          ((integers[i * m + j] ?? 0) * delta - (w[i * m + j] ?? 0)) *
          (h[i * n + k] ?? 0) *
          ((integers[k * m + j] ?? 0) * delta - (w[k * m + j] ?? 0))
  return sum
}

const unit = fc.integer({ min: -1000, max: 1000 }).map((k) => k / 1000)
const n = 6
const layers = fc.record({
  rows: fc.array(fc.tuple(unit, fc.array(unit, { minLength: n, maxLength: n })), {
    minLength: 20,
    maxLength: 20
  }),
  weights: fc.array(unit, { minLength: 3 * n, maxLength: 3 * n }),
  delta: fc.constantFrom(0.125, 0.25, 0.5)
})
const rounded = (w: ReadonlyArray<number>, delta: number): ReadonlyArray<number> =>
  w.map((x) => Math.round(x / delta))
const most = 2 ** 23 - 1

describe('rounding that makes good for itself', () => {
  it('is plain rounding where inputs have nothing in common', () => {
    fc.assert(
      fc.property(layers, ({ weights, delta }) => {
        const values = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
        const found = compensated(compensation({ n, values }), weights, delta, most)
        found.forEach((q, i) =>
          expect(Math.abs(q * delta - (weights[i] ?? 0))).toBeLessThanOrEqual(delta / 2 + 1e-12)
        )
      })
    )
  })

  it('gives the last of two inputs what is best for it, whatever the first was rounded to', () => {
    fc.assert(
      fc.property(unit, unit, unit, fc.constantFrom(0.25, 0.5), (a, b, r, delta) => {
        // the first input is the stronger; H as it is damped: 1 % of the mean of the diagonal
        const values = Float64Array.from([2, r, r, 1])
        const [first = 0, last = 0] = compensated(
          compensation({ n: 2, values }),
          [a, b],
          delta,
          most
        )
        const damped = 1 + 0.01 * 1.5
        const wanted = b + (r / damped) * (a - first * delta)
        expect(Math.abs(first * delta - a)).toBeLessThanOrEqual(delta / 2 + 1e-12)
        expect(Math.abs(last * delta - wanted)).toBeLessThanOrEqual(delta / 2 + 1e-9)
      })
    )
  })

  it('leaves what was cut at 0, and the sums closer than rounding what is left plainly does', () => {
    let [plainly, together] = [0, 0]
    fc.assert(
      fc.property(
        layers,
        fc.array(fc.boolean(), { minLength: 3 * n, maxLength: 3 * n }),
        ({ rows, weights, delta }, left) => {
          const w = weights.map((x, i) => (left[i] === true ? x : 0))
          const h = momentOf(
            rows.map(([c, x]) => x.map((v) => c + 0.2 * v)),
            n
          )
          const found = compensated(compensation({ n, values: h }), w, delta, most)
          w.forEach((x, i) => x === 0 && expect(found[i]).toBe(0))
          plainly += distortion(h, n, w, rounded(w, delta), delta)
          together += distortion(h, n, w, found, delta)
        }
      )
    )
    expect(together).toBeLessThan(0.8 * plainly)
  })

  it('moves sums less than plain rounding does, where inputs go together', () => {
    let plain = 0
    let made = 0
    fc.assert(
      fc.property(layers, ({ rows, weights, delta }) => {
        const data = rows.map(([common, own]) => own.map((x) => 1 + common + 0.3 * x))
        const h = momentOf(data, n)
        const integers = compensated(compensation({ n, values: h }), weights, delta, most)
        plain += distortion(h, n, weights, rounded(weights, delta), delta) / delta ** 2
        made += distortion(h, n, weights, integers, delta) / delta ** 2
      }),
      { numRuns: 200, seed: 1 }
    )
    expect(made).toBeLessThan(0.5 * plain)
  })

  it('stays within the largest integer', () => {
    const values = Float64Array.from([1, 0.9, 0.9, 1])
    expect([...compensated(compensation({ n: 2, values }), [40, -40], 1, 7)]).toEqual([7, -7])
  })

  it('is plain rounding where nothing ever comes in', () => {
    expect([
      ...compensated(compensation({ n: 2, values: new Float64Array(4) }), [0.6, -0.7], 0.5, most)
    ]).toEqual([1, -1])
  })

  it('leaves an input that is always zero alone', () => {
    const values = Float64Array.from([1, 0, 0, 0])
    expect([...compensated(compensation({ n: 2, values }), [0.6, 0.7], 0.5, most)]).toEqual([1, 1])
  })
})
