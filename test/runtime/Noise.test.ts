import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ndtri } from '../../src/expr/numbers/SpecialFunctions.ts'
import {
  integerAt,
  normalOf,
  normals,
  permutation,
  streamKey,
  uniforms
} from '../../src/runtime/Noise.ts'

const n = 200_000
const draw = (seed: number, step: number, name: string): Float32Array =>
  normals({ seed, step }, name, n)
const mean = (xs: ArrayLike<number>, f: (x: number, i: number) => number): number => {
  let sum = 0
  for (let i = 0; i < xs.length; i++) sum += f(xs[i] ?? NaN, i)
  return sum / xs.length
}
/** Standard errors that a mean over n draws may be off by: 1e-5 of chance. */
const errors = 4.5

/** sup |F_n − F| · √n: above 1.95 with probability 1e-3. */
const kolmogorov = (xs: Float32Array, cdf: (x: number) => number): number => {
  const sorted = Float32Array.from(xs).sort()
  return (
    Math.sqrt(n) *
    sorted.reduce(
      (d, x, i) => Math.max(d, Math.abs(cdf(x) - i / n), Math.abs(cdf(x) - (i + 1) / n)),
      0
    )
  )
}
/** Φ by Simpson's rule over its density: independent of the tables. */
const grid = (() => {
  const step = 1 / 512,
    half = 8 / step
  const values = new Float64Array(2 * half + 1)
  const density = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
  for (let i = 1; i < values.length; i++) {
    const a = (i - 1 - half) * step
    values[i] =
      (values[i - 1] ?? 0) +
      (step / 6) * (density(a) + 4 * density(a + step / 2) + density(a + step))
  }
  return { step, half, values }
})()
const normalCdf = (z: number): number => {
  const at = z / grid.step + grid.half,
    i = Math.floor(at)
  return (grid.values[i] ?? 0) + (at - i) * ((grid.values[i + 1] ?? 1) - (grid.values[i] ?? 0))
}

describe('normals', () => {
  const z = draw(1, 0, 'w')

  it('have the moments of a standard normal', () => {
    const moments = [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
      [6, 15, 10_170]
    ] as const
    for (const [k, wanted, variance] of moments)
      expect(Math.abs(mean(z, (x) => x ** k) - wanted)).toBeLessThan(
        errors * Math.sqrt(variance / n)
      )
  })

  it('have its distribution, by Kolmogorov and Smirnov', () => {
    expect(kolmogorov(z, normalCdf)).toBeLessThan(1.95)
  })

  it.each([
    [2, 0.0227501],
    [3, 0.0013499],
    [4, 3.16712e-5]
  ])('exceed ±%d as often as they should', (bound, p) => {
    for (const side of [1, -1]) {
      const count = z.filter((x) => side * x > bound).length
      expect(Math.abs(count - n * p)).toBeLessThan(errors * Math.sqrt(n * p) + 1)
    }
  })

  const correlated = (x: Float32Array, y: Float32Array): number =>
    Math.abs(mean(x, (a, i) => a * (y[i] ?? 0))) * Math.sqrt(x.length)
  it.each([
    ['the next counter', z.subarray(1)],
    ['a counter 4096 on', z.subarray(4096)],
    ['the next step', draw(1, 1, 'w')],
    ['a step 2¹⁶ on', draw(1, 65_536, 'w')],
    ['another stream', draw(1, 0, 'b')],
    ['a stream one letter longer', draw(1, 0, 'w/')],
    ['the next seed', draw(2, 0, 'w')],
    ['a seed 2³² on', draw(1 + 2 ** 32, 0, 'w')]
  ])('are uncorrelated with %s, and so are the squares', (_, other) => {
    const z0 = z.subarray(0, other.length)
    expect(correlated(z0, other)).toBeLessThan(errors)
    expect(
      correlated(
        z0.map((x) => (x * x - 1) / Math.SQRT2),
        other.map((x) => (x * x - 1) / Math.SQRT2)
      )
    ).toBeLessThan(errors)
  })

  it('have a stream of their own for every name, at whatever letter two names part', () => {
    const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz/.:0123456789')
    fc.assert(
      fc.property(
        fc.array(letter, { minLength: 1, maxLength: 40 }),
        fc.nat(),
        letter,
        (letters, place, other) => {
          const at = place % letters.length
          fc.pre(letters[at] !== other)
          const first = (name: ReadonlyArray<string>): ReadonlyArray<number> =>
            Array.from(normals({ seed: 1, step: 0 }, name.join(''), 3))
          expect(first(letters)).not.toEqual(first(letters.with(at, other)))
        }
      )
    )
  })

  it('are the quantiles of the stream’s integers to 1e-6, out to the ends', () => {
    const exact = (u: number): number =>
      u < 2 ** 31 ? ndtri((u + 0.5) * 2 ** -32) : -ndtri((2 ** 32 - 1 - u + 0.5) * 2 ** -32)
    const ends = [
      0,
      1,
      2,
      3,
      10,
      1000,
      2 ** 20,
      2 ** 26 - 1,
      2 ** 26,
      2 ** 26 + 1,
      2 ** 31 - 1
    ].flatMap((u) => [u, 2 ** 32 - 1 - u])
    for (const u of ends) expect(Math.abs(normalOf(u) - exact(u))).toBeLessThan(1e-6)
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (u) => Math.abs(normalOf(u) - exact(u)) < 1e-6
      ),
      { numRuns: 2000 }
    )
    const key = streamKey({ seed: 1, step: 0 }, 'w')
    for (let i = 0; i < 20_000; i++)
      if (z[i] !== Math.fround(normalOf(integerAt(key, i))))
        expect(i).toBe('the place of its integer')
  })

  it('are these, on every machine and in every version', () => {
    expect([...normals({ seed: 1, step: 0 }, 'w', 4)]).toMatchInlineSnapshot(`
      [
        -1.1805808544158936,
        -0.39792847633361816,
        -0.9161649942398071,
        2.6404473781585693,
      ]
    `)
    expect(
      Array.from({ length: 4 }, (_, i) =>
        integerAt(streamKey({ seed: 123456789, step: 42 }, 'fc1/w'), i)
      )
    ).toMatchInlineSnapshot(`
      [
        -808066356,
        -1407615003,
        775771302,
        -801862951,
      ]
    `)
  })

  it('of a shorter draw are the beginning of a longer one', () => {
    fc.assert(
      fc.property(fc.nat(9000), fc.nat(), (m, seed) => {
        expect(normals({ seed, step: 5 }, 'x', m)).toEqual(
          normals({ seed, step: 5 }, 'x', m + 3).subarray(0, m)
        )
      }),
      { numRuns: 30 }
    )
  })
})

describe('integers', () => {
  const ones = (x: number): number => {
    let count = 0
    for (let left = x >>> 0; left !== 0; left = (left & (left - 1)) >>> 0) count++
    return count
  }
  const trials = 1000

  it('have every bit set half of the time', () => {
    const key = streamKey({ seed: 9, step: 9 }, 'bits')
    for (let b = 0; b < 32; b++) {
      const p = mean(new Float32Array(trials * 10), (_, i) => (integerAt(key, i) >>> b) & 1)
      expect(Math.abs(p - 0.5)).toBeLessThan((errors * 0.5) / Math.sqrt(trials * 10))
    }
  })

  it.each([
    [
      'counter',
      (i: number, bit: number) => integerAt(streamKey({ seed: 1, step: 2 }, 's'), i ^ (1 << bit))
    ],
    [
      'seed',
      (i: number, bit: number) => integerAt(streamKey({ seed: 1 ^ (1 << bit), step: 2 }, 's'), i)
    ],
    [
      'step',
      (i: number, bit: number) => integerAt(streamKey({ seed: 1, step: 2 ^ (1 << bit) }, 's'), i)
    ]
  ] as const)('change half of their bits with any bit of the %s', (_, changed) => {
    const key = streamKey({ seed: 1, step: 2 }, 's')
    for (let bit = 0; bit < 31; bit++) {
      const moved = mean(new Float32Array(trials), (_x, i) =>
        ones(integerAt(key, i) ^ changed(i, bit))
      )
      expect(Math.abs(moved - 16)).toBeLessThan(errors * Math.sqrt(8 / trials))
    }
  })
})

describe('uniforms', () => {
  it('are the middles of cells of 2⁻²⁴, as far as float32 has them', () => {
    const key = { seed: 4, step: 1 }
    const stream = streamKey(key, 'u')
    uniforms(key, 'u', 10_000).forEach((x, i) => {
      if (x < 0.5) expect(x * 2 ** 24).toBe((integerAt(stream, i) >>> 8) + 0.5)
    })
  })
  it('lie within (0, 1) and fill it evenly', () => {
    const u = uniforms({ seed: 4, step: 1 }, 'u', n)
    expect(u.every((x) => x > 0 && x < 1)).toBe(true)
    expect(kolmogorov(u, (x) => x)).toBeLessThan(1.95)
  })
})

describe('permutation', () => {
  it('has every index once', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(), (m, seed) => {
        expect([...permutation({ seed, step: 0 }, 'order', m)].sort((a, b) => a - b)).toEqual(
          Array.from({ length: m }, (_, i) => i)
        )
      }),
      { numRuns: 50 }
    )
  })

  it('puts every index everywhere equally often (χ² over 49 cells, 1e-4)', () => {
    const rounds = 7000,
      counts = new Float64Array(49)
    for (let step = 0; step < rounds; step++)
      permutation({ seed: 3, step }, 'order', 7).forEach((index, place) => {
        counts[7 * place + index] = (counts[7 * place + index] ?? 0) + 1
      })
    expect(counts.reduce((s, c) => s + (c - rounds / 7) ** 2 / (rounds / 7), 0)).toBeLessThan(73)
  })
})
