/**
 * The exact posterior of `dsl-examples/three-scales.ts`, without code of the compiler: given the
 * weight, the noise of each scale by quadrature; the weight by a grid.
 */
import { integrate } from '../support/Quadrature.ts'
import type { MeanAndDeviation } from './ChangePoint.ts'

/** ln ∫ and the first two moments of a deviation with prior halfNormal(5), given its squares. */
const noiseGiven = (count: number, squares: number) => {
  const best = Math.sqrt(squares / count)
  const density = (s: number): number =>
    Math.exp(-0.5 * (s / 5) ** 2 - count * (Math.log(s / best) + 0.5 * ((best / s) ** 2 - 1)))
  const mass = integrate(density, 1e-3 * best, 40)
  const moment = (k: number): number =>
    integrate((s) => s ** k * density(s), 1e-3 * best, 40) / mass
  return { log: Math.log(mass) - count * Math.log(best), first: moment(1), second: moment(2) }
}

/** The weight, and the noise of each scale, in the order of the readings given. */
export const exactThreeScales = (
  readings: ReadonlyArray<ReadonlyArray<number>>
): { readonly weight: MeanAndDeviation; readonly noise: ReadonlyArray<MeanAndDeviation> } => {
  const cells = Array.from({ length: 201 }, (_, i) => {
    const weight = 499 + i / 100
    const scales = readings.map((of) =>
      noiseGiven(
        of.length,
        of.reduce((sum, x) => sum + (x - weight) ** 2, 0)
      )
    )
    const log = scales.reduce((sum, s) => sum + s.log, -0.5 * ((weight - 500) / 10) ** 2)
    return { weight, scales, log }
  })
  const top = cells.reduce((m, c) => Math.max(m, c.log), -Infinity)
  const mean = (f: (c: (typeof cells)[number]) => number): number =>
    cells.reduce((s, c) => s + Math.exp(c.log - top) * f(c), 0) /
    cells.reduce((s, c) => s + Math.exp(c.log - top), 0)
  const of = (
    first: (c: (typeof cells)[number]) => number,
    second: (c: (typeof cells)[number]) => number
  ): MeanAndDeviation => {
    const m = mean(first)
    return { mean: m, sd: Math.sqrt(mean(second) - m * m) }
  }
  return {
    weight: of(
      (c) => c.weight - 500,
      (c) => (c.weight - 500) ** 2
    ),
    noise: readings.map((_, k) =>
      of(
        (c) => c.scales[k]?.first ?? NaN,
        (c) => c.scales[k]?.second ?? NaN
      )
    )
  }
}
