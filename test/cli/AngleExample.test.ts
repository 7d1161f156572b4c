/** The example of headings, sampled, against a grid that shares no code with the compiler. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import headings from '../../dsl-examples/headings.ts'
import { sampleModel } from '../../src/index.ts'

const angles = readFileSync(
  fileURLToPath(new URL('../../dsl-examples/data/headings.csv', import.meta.url)),
  'utf8'
)
  .trimEnd()
  .split('\n')
  .slice(1)
  .map(Number)
const sum = (f: (x: number) => number): number => angles.reduce((s, x) => s + f(x), 0)

/** ln ∫ e^(k cos x) dx over a turn, by equal steps: exact to the last digit for k so small. */
const logTotal = (k: number): number => {
  const n = 64
  const steps = Array.from({ length: n }, (_, i) => Math.exp(k * Math.cos((2 * Math.PI * i) / n)))
  return Math.log((2 * Math.PI * steps.reduce((s, x) => s + x, 0)) / n)
}

/** Means and deviations of direction and concentration over a grid. */
const exact = () => {
  const [cosines, sines] = [sum(Math.cos), sum(Math.sin)]
  const cells: Array<readonly [log: number, direction: number, k: number]> = []
  for (let k = 0.3; k < 4; k += 0.02) {
    const total = angles.length * logTotal(k)
    for (let m = 1.2; m < 3.6; m += 0.02)
      cells.push([
        -0.5 * (m - Math.PI) ** 2 -
          0.2 * k +
          k * (Math.cos(m) * cosines + Math.sin(m) * sines) -
          total,
        m,
        k
      ])
  }
  const top = cells.reduce((t, [log]) => Math.max(t, log), -Infinity)
  const mass = cells.reduce((s, [log]) => s + Math.exp(log - top), 0)
  const mean = (f: (m: number, k: number) => number): number =>
    cells.reduce((s, [log, m, k]) => s + Math.exp(log - top) * f(m, k), 0) / mass
  return {
    direction: [mean((m) => m), mean((m) => m * m)],
    concentration: [mean((_, k) => k), mean((_, k) => k * k)]
  } as const
}

test('headings have the posterior of a grid, and their plain mean lies elsewhere', async () => {
  const values = Float32Array.from(angles)
  const data = new Map([['heading', { axes: ['birds'], sizes: [angles.length], values }]])
  const settings = { chains: 2, draws: 300, warmUp: 300 }
  const found = await pipe(headings, sampleModel({ data, threads: 1, settings }))()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  const wanted = exact()
  for (const name of ['direction', 'concentration'] as const) {
    const site = found.right.sites.get(name)
    const [mean, square] = wanted[name]
    const sd = Math.sqrt(square - mean ** 2)
    expect(Math.abs((site?.mean.values[0] ?? NaN) - mean) / sd).toBeLessThan(0.3)
    expect(Math.abs(Math.sqrt(site?.variance.values[0] ?? NaN) / sd - 1)).toBeLessThan(0.3)
  }
  expect(Math.abs(wanted.direction[0] - 2.4)).toBeLessThan(0.4)
  expect(sum((x) => x) / angles.length).toBeLessThan(1.8)
})
