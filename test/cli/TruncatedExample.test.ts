/** The example of what a net keeps, sampled, against a grid that shares no code with the compiler. */
import stdErfc from '@stdlib/math-base-special-erfcx'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import mesh from '../../dsl-examples/mesh.ts'
import { sampleModel } from '../../src/index.ts'
import { exampleTable } from '../support/ExampleTable.ts'

const lengths = exampleTable('mesh.csv').rows.flat()

/** ln(1 − Φ(t)) */
const logAbove = (t: number): number =>
  t > 0
    ? Math.log(0.5 * stdErfc(t * Math.SQRT1_2)) - 0.5 * t * t
    : Math.log1p(-0.5 * stdErfc(-t * Math.SQRT1_2) * Math.exp(-0.5 * t * t))

/** Mean and deviation of both latents over a grid. */
const exact = () => {
  const cells: Array<readonly [log: number, mean: number, sd: number]> = []
  for (let m = 12; m < 28; m += 0.1)
    for (let s = 2.5; s < 10; s += 0.05) {
      const errors = lengths.reduce((sum, y) => sum + (y - m) ** 2, 0)
      const log =
        -0.5 * ((m - 25) / 10) ** 2 -
        0.5 * ((s - 5) / 5) ** 2 -
        errors / (2 * s * s) -
        lengths.length * (Math.log(s) + logAbove((20 - m) / s))
      cells.push([log, m, s])
    }
  const top = cells.reduce((t, [log]) => Math.max(t, log), -Infinity)
  const mean = (f: (m: number, s: number) => number): number =>
    cells.reduce((sum, [log, m, s]) => sum + Math.exp(log - top) * f(m, s), 0) /
    cells.reduce((sum, [log]) => sum + Math.exp(log - top), 0)
  return {
    mean: { mean: mean((m) => m), square: mean((m) => m * m) },
    deviation: { mean: mean((_, s) => s), square: mean((_, s) => s * s) }
  }
}

test('what a net keeps has the posterior of a grid, and the lake its mean', async () => {
  const data = new Map([
    ['length', { axes: ['fish'], sizes: [lengths.length], values: Float32Array.from(lengths) }]
  ])
  const settings = { chains: 2, draws: 400, warmUp: 300 }
  const found = await pipe(mesh, sampleModel({ data, threads: 1, settings }))()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  const wanted = exact()
  for (const name of ['mean', 'deviation'] as const) {
    const site = found.right.sites.get(name)
    const sd = Math.sqrt(wanted[name].square - wanted[name].mean ** 2)
    expect(Math.abs((site?.mean.values[0] ?? NaN) - wanted[name].mean) / sd).toBeLessThan(0.3)
    expect(Math.abs(Math.sqrt(site?.variance.values[0] ?? NaN) / sd - 1)).toBeLessThan(0.3)
  }
  const ofTheCatch = lengths.reduce((sum, y) => sum + y, 0) / lengths.length
  expect(ofTheCatch).toBeGreaterThan(24.5)
  const sd = Math.sqrt(wanted.mean.square - wanted.mean.mean ** 2)
  expect(Math.abs(wanted.mean.mean - 24) / sd).toBeLessThan(2)
})
