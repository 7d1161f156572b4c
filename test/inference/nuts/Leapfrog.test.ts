/** The laws of the integrator: its own inverse, keeps volume, errs by ε² in energy. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leapfrog, weigh } from '../../../src/inference/nuts/paths/Leapfrog.ts'
import { type PhasePoint, phasePoint } from '../../../src/inference/nuts/LogDensity.ts'
import {
  type Kinetics,
  kineticsOf,
  type MassMatrix
} from '../../../src/inference/nuts/MassMatrix.ts'
import { between, logSpread } from '../../../src/laws/ArbitraryNumber.ts'
import { quartic, type Target } from './Targets.ts'

const size = 3
const target = quartic(size, 0.7)
const vector = fc.array(between(-1.5, 1.5), { minLength: size, maxLength: size })

/** Diagonal, or dense with the diagonal of one and some correlation. */
const masses: fc.Arbitrary<MassMatrix> = fc
  .tuple(
    fc.array(logSpread(0.2, 5), { minLength: size, maxLength: size }),
    between(-0.4, 0.8),
    fc.boolean()
  )
  .map(([variances, r, isDense]) =>
    isDense
      ? {
          kind: 'dense',
          inverse: Float64Array.from({ length: size * size }, (_, at) => {
            const [i, j] = [Math.floor(at / size), at % size]
            const scale = Math.sqrt((variances[i] ?? NaN) * (variances[j] ?? NaN))
            return (i === j ? 1 : r) * scale
          })
        }
      : { kind: 'diagonal', inverse: Float64Array.from(variances) }
  )

const pointAt = (
  density: Target,
  q: ReadonlyArray<number>,
  p: ReadonlyArray<number>
): PhasePoint => {
  const point = phasePoint(density.size)
  point.q.set(q)
  point.p.set(p)
  point.logDensity = density.at(point.q, point.gradient)
  return point
}

const moved = (point: PhasePoint, kinetics: Kinetics, step: number, count: number): PhasePoint => {
  for (let i = 0; i < count; i++) leapfrog(target, kinetics, step, point, point)
  return point
}
const energy = (point: PhasePoint, kinetics: Kinetics): number => {
  weigh(kinetics, point)
  return point.energy
}

test('steps and as many steps back are none, by −ε and by −p', () =>
  fc.assert(
    fc.property(
      vector,
      vector,
      masses,
      logSpread(0.01, 0.2),
      fc.integer({ min: 1, max: 20 }),
      (q, p, mass, step, count) => {
        const kinetics = kineticsOf(mass)
        const point = moved(pointAt(target, q, p), kinetics, step, count)
        const turned = pointAt(
          target,
          [...point.q],
          [...point.p].map((x) => -x)
        )
        moved(point, kinetics, -step, count)
        moved(turned, kinetics, step, count)
        q.forEach((x, i) => {
          expect(point.q[i]).toBeCloseTo(x, 10)
          expect(turned.q[i]).toBeCloseTo(x, 10)
          expect(point.p[i]).toBeCloseTo(p[i] ?? NaN, 10)
          expect(turned.p[i]).toBeCloseTo(-(p[i] ?? NaN), 10)
        })
      }
    )
  ))

/** By Gaussian elimination with the largest pivots. */
const determinant = (rows: ReadonlyArray<ReadonlyArray<number>>): number => {
  const a = rows.map((row) => [...row])
  let found = 1
  for (let k = 0; k < a.length; k++) {
    const at = a.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k] ?? 0) > Math.abs(a[best]?.[k] ?? 0) ? i : best),
      k
    )
    const pivot = a[at] ?? []
    if (at !== k) found = -found
    a[at] = a[k] ?? []
    a[k] = pivot
    found *= pivot[k] ?? NaN
    for (const row of a.slice(k + 1)) {
      const share = (row[k] ?? NaN) / (pivot[k] ?? NaN)
      row.forEach((x, j) => {
        row[j] = x - share * (pivot[j] ?? NaN)
      })
    }
  }
  return found
}

test('the Jacobian of some steps has determinant 1', () =>
  fc.assert(
    fc.property(vector, vector, masses, logSpread(0.05, 0.3), (q, p, mass, step) => {
      const kinetics = kineticsOf(mass)
      const h = 1e-5
      const flow = (z: ReadonlyArray<number>): ReadonlyArray<number> => {
        const end = moved(pointAt(target, z.slice(0, size), z.slice(size)), kinetics, step, 3)
        return [...end.q, ...end.p]
      }
      const z = [...q, ...p]
      const columns = z.map((_, j) => {
        const by = (d: number): ReadonlyArray<number> =>
          flow(z.map((x, i) => (i === j ? x + d : x)))
        const [more, less] = [by(h), by(-h)]
        return more.map((x, i) => (x - (less[i] ?? NaN)) / (2 * h))
      })
      expect(Math.abs(determinant(columns) - 1)).toBeLessThan(1e-5)
    }),
    { numRuns: 50 }
  ))

test('the energy error of a path is of order ε²', () =>
  fc.assert(
    fc.property(vector, vector, masses, (q, p, mass) => {
      const kinetics = kineticsOf(mass)
      const worst = (step: number): number => {
        const point = pointAt(target, q, p)
        const first = energy(point, kinetics)
        let most = 0
        for (let t = 0; t < 1 - step / 2; t += step) {
          leapfrog(target, kinetics, step, point, point)
          most = Math.max(most, Math.abs(energy(point, kinetics) - first))
        }
        return most
      }
      const [coarse, fine] = [worst(1 / 64), worst(1 / 128)]
      // an error that is nothing but rounding has no order
      fc.pre(fine > 1e-9)
      expect(coarse / fine).toBeGreaterThan(3)
      expect(coarse / fine).toBeLessThan(5.2)
    }),
    { numRuns: 50 }
  ))

test('momenta have covariance M, whose inverse is given', () =>
  fc.assert(
    fc.property(masses, (mass) => {
      const { toMomentum, velocity: toVelocity } = kineticsOf(mass)
      // the columns of M^½ are what it makes of unit vectors; M⁻¹ M^½ (M^½)ᵀ = 1
      const columns = Array.from({ length: size }, (_, i) => {
        const z = new Float64Array(size)
        z[i] = 1
        toMomentum(z)
        return z
      })
      for (let j = 0; j < size; j++) {
        const m = Float64Array.from({ length: size }, (_, i) =>
          columns.reduce((sum, c) => sum + (c[i] ?? NaN) * (c[j] ?? NaN), 0)
        )
        const velocity = new Float64Array(size)
        toVelocity(m, velocity)
        velocity.forEach((x, i) => expect(x).toBeCloseTo(i === j ? 1 : 0, 10))
      }
    })
  ))
