import { expect, test } from 'vitest'
import {
  around,
  guideStart,
  layerStart,
  pixels,
  transposed,
  uniforms
} from '../../../bench/peers/Start.ts'

/** By start.py: `[int(u * 2**32) for u in uniforms(1002, 4)]`. */
test('the numbers are those of Python', () => {
  expect(Array.from(uniforms(1002, 4), (u) => u * 2 ** 32)).toEqual([
    3547077998, 3028731385, 3993603736, 3353381103
  ])
})

test('numbers have the mean and the standard deviation that they are asked for', () => {
  const xs = around({ stream: 5, centre: 3, sd: 0.5 }, 20_000)
  const mean = xs.reduce((a, b) => a + b, 0) / xs.length
  expect(Math.abs(mean - 3)).toBeLessThan(0.02)
  expect(
    Math.abs(Math.sqrt(xs.reduce((a, x) => a + (x - mean) ** 2, 0) / xs.length) - 0.5)
  ).toBeLessThan(0.01)
  const lit = pixels(128).filter((p) => p > 0).length / (128 * 784)
  expect(Math.abs(lit - 0.2)).toBeLessThan(0.01)
})

test('every parameter has a stream of its own', () => {
  const layers = [0, 1, 2].flatMap((i) =>
    (['z', 'w', 'b'] as const).flatMap((part) =>
      (['location', 'logVariance'] as const).map((kind) => layerStart(i, part, kind, 100).stream)
    )
  )
  expect(new Set(layers).size).toBe(18)
  const start = guideStart([
    ['z.a', 0],
    ['z.b', 2]
  ])
  expect(
    ['z.a.location', 'z.a.logVariance', 'z.b.location', 'z.b.logVariance'].map((n) => start(n))
  ).toEqual([
    { stream: 900, centre: 0, sd: 0.1 },
    { stream: 901, centre: -4, sd: 0.5 },
    { stream: 902, centre: 2, sd: 0.1 },
    { stream: 903, centre: -4, sd: 0.5 }
  ])
})

test('a transposition moves rows to columns, and twice is none', () => {
  const x = Float64Array.of(1, 2, 3, 4, 5, 6)
  expect([...transposed(x, [2, 3], [1, 0])]).toEqual([1, 4, 2, 5, 3, 6])
  const y = uniforms(3, 120)
  expect(transposed(transposed(y, [2, 3, 4, 5], [2, 3, 1, 0]), [4, 5, 3, 2], [3, 2, 0, 1])).toEqual(
    y
  )
})
