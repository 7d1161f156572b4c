/** Diagnostics against the numbers of ArviZ, which `reference.py` beside this file writes. */
import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import { type Chains, chainsOf, type Diagnosis } from '../../../src/inference/diagnostics/Chains.ts'
import {
  bulkSize,
  meanSize,
  quantileSize,
  tailSize
} from '../../../src/inference/diagnostics/EffectiveSize.ts'
import { energyFractions } from '../../../src/inference/diagnostics/EnergyFraction.ts'
import { leaveOneOut } from '../../../src/inference/diagnostics/LeaveOneOut.ts'
import {
  meanError,
  quantileErrorOf,
  sdError
} from '../../../src/inference/diagnostics/MonteCarloError.ts'
import { smoothWeights } from '../../../src/inference/diagnostics/ParetoSmoothing.ts'
import { bulkRHat, foldedRHat, rHat } from '../../../src/inference/diagnostics/RHat.ts'
import { widelyApplicable } from '../../../src/inference/diagnostics/WidelyApplicable.ts'

const numbers = t.array(t.number)
const perhaps = t.union([t.number, t.null])
const ReferenceC = t.type({
  chains: t.array(
    t.type({
      name: t.string,
      values: t.array(numbers),
      rHat: perhaps,
      bulkRHat: perhaps,
      foldedRHat: perhaps,
      bulkSize: t.number,
      tailSize: t.number,
      meanSize: t.number,
      quantileSizes: numbers,
      meanError: t.number,
      sdError: t.number,
      quantileErrors: numbers,
      energyFractions: numbers
    })
  ),
  weights: t.array(
    t.type({
      name: t.string,
      values: numbers,
      efficiency: t.number,
      smoothed: numbers,
      k: t.number
    })
  ),
  likelihood: t.array(numbers),
  loo: t.type({ elpd: t.number, error: t.number, pointwise: t.array(numbers) }),
  approximate: t.type({ logWeights: numbers, pointwise: t.array(numbers) }),
  waic: t.type({ elpd: t.number, error: t.number, parameters: numbers })
})

const found = ReferenceC.decode(
  JSON.parse(readFileSync(new URL('arviz.json', import.meta.url), 'utf8'))
)
if (E.isLeft(found)) throw new Error('arviz.json is not what reference.py writes')
const reference = found.right

const right = <A>(e: E.Either<unknown, A>): A => {
  if (E.isLeft(e)) throw new Error(`expected a value, found ${JSON.stringify(e.left)}`)
  return e.right
}

const near = (ours: number, theirs: number): void => {
  expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(theirs)))
}
const allNear = (ours: ReadonlyArray<number>, theirs: ReadonlyArray<number>): void => {
  expect(ours).toHaveLength(theirs.length)
  ours.forEach((o, i) => near(o, theirs[i] ?? NaN))
}

const quantiles = [0.05, 0.5, 0.9]

describe.each(reference.chains)('of $name', (wanted) => {
  const c: Chains = right(chainsOf(wanted.values))
  const at = (ask: (c: Chains) => Diagnosis): number => right(ask(c))

  test.runIf(c.chains > 1)('R̂: bulk, folded, and the larger', () => {
    near(at(rHat), wanted.rHat ?? NaN)
    near(at(bulkRHat), wanted.bulkRHat ?? NaN)
    near(at(foldedRHat), wanted.foldedRHat ?? NaN)
  })

  test('effective sizes', () => {
    near(at(bulkSize), wanted.bulkSize)
    near(at(tailSize()), wanted.tailSize)
    near(at(meanSize), wanted.meanSize)
    allNear(
      quantiles.map((q) => at(quantileSize(q))),
      wanted.quantileSizes
    )
  })

  test('Monte Carlo errors', () => {
    near(at(meanError), wanted.meanError)
    near(at(sdError), wanted.sdError)
    allNear(
      quantiles.map((q) => at(quantileErrorOf(q))),
      wanted.quantileErrors
    )
  })

  test('energy fractions', () => {
    allNear(right(energyFractions(c)).map(right), wanted.energyFractions)
  })
})

test.each(reference.weights)('smoothed weights: $name', ({ values, efficiency, smoothed, k }) => {
  const ours = right(smoothWeights(Float64Array.from(values), efficiency))
  near(ours.k, k)
  allNear([...ours.logWeights], smoothed)
})

const likelihood = reference.likelihood.map((row) => Float64Array.from(row))

test('leave one out', () => {
  const { elpd, error, pointwise } = reference.loo
  const ours = right(leaveOneOut(likelihood))
  near(ours.elpd, elpd)
  near(ours.error, error)
  allNear(
    ours.pointwise.flatMap((p) => [p.elpd, p.k, p.parameters]),
    pointwise.flat()
  )
  // the outlier of the data, and nothing else
  expect(ours.untrusted).toEqual(pointwise.flatMap(([, k = NaN], i) => (k > 0.55 ? [i] : [])))
  expect(ours.untrusted).toEqual([4])
})

test('leave one out of weighted draws', () => {
  const { logWeights, pointwise } = reference.approximate
  const ours = right(leaveOneOut(likelihood, 1, Float64Array.from(logWeights)))
  allNear(
    ours.pointwise.flatMap((p) => [p.elpd, p.k]),
    pointwise.flat()
  )
})

test('the widely applicable criterion', () => {
  const { elpd, error, parameters } = reference.waic
  const ours = right(widelyApplicable(likelihood))
  near(ours.elpd, elpd)
  near(ours.error, error)
  allNear(
    ours.pointwise.map((p) => p.parameters),
    parameters
  )
  expect(ours.untrusted).toContain(4)
})
