/**
 * Paths of one length: one transition keeps independent draws what they are, whatever the mass matrix;
 * the length that is asked for is the length on average; and no length makes a chain stand still.
 */
import { expect, test } from 'vitest'
import { staticPaths } from '../../../src/inference/hmc/StaticPath.ts'
import { chainNoise } from '../../../src/inference/nuts/ChainNoise.ts'
import { phasePoint } from '../../../src/inference/nuts/LogDensity.ts'
import { kineticsOf, type MassMatrix, unitMass } from '../../../src/inference/nuts/MassMatrix.ts'
import { gaussian, logHalfNormal, type Target } from '../nuts/Targets.ts'

interface Exact {
  readonly target: Target
  readonly draw: (z: Float64Array) => ReadonlyArray<number>
  /** Of a place numbers whose means are known. */
  readonly known: (
    q: Float64Array
  ) => ReadonlyArray<readonly [value: number, mean: number, sd: number]>
  readonly step: number
  readonly mass: MassMatrix
}

const rho = 0.9
const scale = 1 / (1 - rho ** 2)
const correlated = (mass: MassMatrix, step: number): Exact => ({
  target: gaussian([
    [scale, -rho * scale],
    [-rho * scale, scale]
  ]),
  draw: ([a = 0, b = 0]) => [a, rho * a + Math.sqrt(1 - rho ** 2) * b],
  known: ([a = 0, b = 0]) => [
    [a, 0, 1],
    [a * a, 1, Math.SQRT2],
    [b * b, 1, Math.SQRT2],
    [a * b, rho, Math.sqrt(1 + rho * rho)],
    [b ** 4, 3, Math.sqrt(96)]
  ],
  step,
  mass
})
/** u = ln |z|: moments of |z| = e^u. */
const skewed: Exact = {
  target: logHalfNormal,
  draw: ([z = 0]) => [Math.log(Math.abs(z))],
  known: ([u = 0]) => [
    [Math.exp(u), Math.sqrt(2 / Math.PI), Math.sqrt(1 - 2 / Math.PI)],
    [Math.exp(2 * u), 1, Math.SQRT2],
    [u < Math.log(0.1) ? 1 : 0, 0.0796557, 0.2707642]
  ],
  step: 0.9,
  mass: unitMass('diagonal', 1)
}

test.each([
  correlated(unitMass('diagonal', 2), 0.45),
  correlated({ kind: 'dense', inverse: Float64Array.of(1, 0.5, 0.5, 1) }, 0.6),
  skewed
])('independent draws of $target.name stay so', ({ target, draw, known, step, mass }) => {
  const sampler = staticPaths(target, 2, 6)
  const kinetics = kineticsOf(mass)
  const count = 12_000
  const point = phasePoint(target.size)
  const z = new Float64Array(2)
  const sums: Array<number> = []
  let [acceptance, leapfrogs] = [0, 0]
  for (let i = 0; i < count; i++) {
    chainNoise(3, 0, i, 'start').normals(z)
    point.q.set(draw(z))
    point.logDensity = target.at(point.q, point.gradient)
    const done = sampler.move(point, kinetics, step, chainNoise(3, 0, i, 'transition'))
    acceptance += done.acceptance / count
    leapfrogs += done.leapfrogs / count
    known(point.q).forEach(([value, mean, sd], k) => {
      sums[k] = (sums[k] ?? 0) + (value - mean) / sd
    })
  }
  // steps so large that what is not weighed rightly shows
  expect(acceptance).toBeLessThan(0.97)
  sums.forEach((sum) => expect(Math.abs(sum) / Math.sqrt(count)).toBeLessThan(4))
  expect(Math.abs(leapfrogs * step - 2)).toBeLessThan(0.6 * step)
})

test('where each path comes back to its beginning a chain moves all the same', () => {
  // a whole period of the oscillator: of one length alone every path ends where it began
  const sampler = staticPaths(gaussian([[1]]), 2 * Math.PI, 8)
  const kinetics = kineticsOf(unitMass('diagonal', 1))
  const point = phasePoint(1)
  point.q[0] = 0.5
  point.gradient[0] = -0.5
  point.logDensity = -0.125
  let [before, along] = [0.5, 0]
  for (let i = 0; i < 2000; i++) {
    sampler.move(point, kinetics, 0.05, chainNoise(1, 0, i, 'transition'))
    along += (before * (point.q[0] ?? NaN)) / 2000
    before = point.q[0] ?? NaN
  }
  // E cos(2π U) over (½, 3/2) is 0
  expect(Math.abs(along)).toBeLessThan(0.15)
})

test('a path that runs away ends there, and is told', () => {
  const steep = gaussian([[1e6]])
  const point = phasePoint(1)
  point.q[0] = 1
  point.logDensity = steep.at(point.q, point.gradient)
  const kinetics = kineticsOf(unitMass('diagonal', 1))
  const done = staticPaths(steep, 10, 8).move(
    point,
    kinetics,
    0.5,
    chainNoise(1, 0, 0, 'transition')
  )
  expect(done).toMatchObject({ isDivergent: true, acceptance: 0, leapfrogs: 1 })
  expect(point.q[0]).toBe(1)
})
