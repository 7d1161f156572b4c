/**
 * Transitions keep their density. Exactly, on an orbit with finitely many states; and in one transition
 * from independent draws of it, so that no mixing can hide a bias.
 */
import { expect, test } from 'vitest'
import { chainNoise, type ChainNoise } from '../../../src/inference/nuts/ChainNoise.ts'
import { phasePoint } from '../../../src/inference/nuts/LogDensity.ts'
import { kineticsOf, unitMass, type MassMatrix } from '../../../src/inference/nuts/MassMatrix.ts'
import { nuts } from '../../../src/inference/nuts/paths/Trajectory.ts'
import { gaussian, logGamma, logHalfNormal, type Target } from './Targets.ts'

/** States of the leapfrog path of q″ = −q that closes after `count` steps of ε = 2 sin(π/count). */
const orbit = (count: number) => {
  const step = 2 * Math.sin(Math.PI / count)
  const states: Array<{ readonly q: number; readonly p: number; readonly weight: number }> = []
  let [q, p] = [0.3, 1.9]
  for (let k = 0; k < count; k++) {
    states.push({ q, p, weight: Math.exp(-0.5 * (q * q + p * p)) })
    p -= 0.5 * step * q
    q += step * p
    p -= 0.5 * step * q
  }
  return { step, states }
}

test.each([5, 7, 12])(
  'on an orbit of %i states each is left as often as it is entered',
  (count) => {
    const { step, states } = orbit(count)
    // the weights differ: they are what is put to the test
    const weights = states.map((s) => s.weight)
    expect(Math.max(...weights) / Math.min(...weights)).toBeGreaterThan(1.1)
    const total = weights.reduce((a, b) => a + b, 0)
    const sampler = nuts(gaussian([[1]]), 3)
    const kinetics = kineticsOf(unitMass('diagonal', 1))
    const runs = 5000
    const entered = new Float64Array(count)
    const variance = new Float64Array(count)
    states.forEach(({ q, p, weight }, from) => {
      const ends = new Float64Array(count)
      for (let run = 0; run < runs; run++) {
        const noise = chainNoise(7, from, run, 'transition')
        const withMomentum: ChainNoise = { ...noise, normals: (out) => out.fill(p) }
        const point = phasePoint(1)
        point.q[0] = q
        point.gradient[0] = -q
        point.logDensity = -0.5 * q * q
        sampler.move(point, kinetics, step, withMomentum)
        const to = states.findIndex((s) => Math.abs(s.q - (point.q[0] ?? NaN)) < 1e-9)
        expect(to).toBeGreaterThanOrEqual(0)
        ends[to] = (ends[to] ?? 0) + 1
      }
      ends.forEach((n, to) => {
        const share = n / runs
        entered[to] = (entered[to] ?? 0) + (weight / total) * share
        variance[to] = (variance[to] ?? 0) + ((weight / total) ** 2 * share * (1 - share)) / runs
      })
    })
    states.forEach(({ weight }, k) => {
      const errors = ((entered[k] ?? NaN) - weight / total) / Math.sqrt(variance[k] ?? NaN)
      expect(Math.abs(errors), `state ${k}`).toBeLessThan(4)
    })
  }
)

interface Exact {
  readonly target: Target
  /** An independent draw, and what of it is uniform on (0, 1), from standard normals. */
  readonly draw: (z: Float64Array) => ReadonlyArray<number>
  readonly uniforms: (q: Float64Array) => ReadonlyArray<number>
  readonly step: number
  readonly mass: MassMatrix
}

/** Φ by the power series in z e^(−z²/2): Σ z^(2k+1)/(1·3·5···(2k+1)). */
const normalCdf = (z: number): number => {
  if (Math.abs(z) > 7) return z > 0 ? 1 : 0
  let [term, sum] = [z, z]
  for (let k = 1; k < 200; k++) {
    term *= (z * z) / (2 * k + 1)
    sum += term
  }
  return 0.5 + (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI)
}

const rho = 0.9
const precision = [
  [1 / (1 - rho ** 2), -rho / (1 - rho ** 2)],
  [-rho / (1 - rho ** 2), 1 / (1 - rho ** 2)]
]
const correlated = (mass: MassMatrix, step: number): Exact => ({
  target: gaussian(precision),
  draw: ([a = 0, b = 0]) => [a, rho * a + Math.sqrt(1 - rho ** 2) * b],
  uniforms: ([a = 0, b = 0]) => [
    normalCdf(a),
    normalCdf(b),
    normalCdf((b - rho * a) / Math.sqrt(1 - rho ** 2))
  ],
  step,
  mass
})

/** −ln u₁ − ln u₂ − … of three uniforms is Gamma(3, 1): 1 − F = e^−x (1 + x + x²/2). */
const cases: ReadonlyArray<Exact> = [
  {
    target: gaussian([[1]]),
    draw: ([z = 0]) => [z],
    uniforms: ([q = 0]) => [normalCdf(q)],
    step: 1.6,
    mass: unitMass('diagonal', 1)
  },
  correlated(unitMass('diagonal', 2), 0.5),
  correlated({ kind: 'dense', inverse: Float64Array.of(1, 0.5, 0.5, 1) }, 0.7),
  {
    target: logHalfNormal,
    draw: ([z = 0]) => [Math.log(Math.abs(z))],
    uniforms: ([u = 0]) => [2 * normalCdf(Math.exp(u)) - 1],
    step: 0.9,
    mass: unitMass('diagonal', 1)
  },
  {
    target: logGamma(3),
    draw: (z) => [Math.log(-[...z].slice(0, 3).reduce((a, x) => a + Math.log(normalCdf(x)), 0))],
    uniforms: ([u = 0]) => {
      const x = Math.exp(u)
      return [1 - Math.exp(-x) * (1 + x + (x * x) / 2)]
    },
    step: 0.8,
    mass: unitMass('diagonal', 1)
  }
]

const cells = 20

test.each(cases)(
  'independent draws of $target.name stay so',
  ({ target, draw, uniforms, step, mass }) => {
    const sampler = nuts(target, 6)
    const kinetics = kineticsOf(mass)
    const count = 20_000
    const point = phasePoint(target.size)
    const z = new Float64Array(3)
    const counts: Array<Float64Array> = []
    let acceptance = 0
    for (let i = 0; i < count; i++) {
      chainNoise(3, 0, i, 'start').normals(z)
      point.q.set(draw(z))
      point.logDensity = target.at(point.q, point.gradient)
      acceptance += sampler.move(
        point,
        kinetics,
        step,
        chainNoise(3, 0, i, 'transition')
      ).acceptance
      uniforms(point.q).forEach((u, k) => {
        const own = (counts[k] ??= new Float64Array(cells))
        const cell = Math.min(cells - 1, Math.floor(u * cells))
        own[cell] = (own[cell] ?? 0) + 1
      })
    }
    // steps so large that what is not weighed rightly shows
    expect(acceptance / count).toBeLessThan(0.97)
    counts.forEach((own) => {
      const expected = count / cells
      const chi = own.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
      expect((chi - (cells - 1)) / Math.sqrt(2 * (cells - 1))).toBeLessThan(4.5)
    })
  }
)
