/** The least that an element can cost, against closed forms and against a search of its own. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  axis,
  boundVariance,
  compileModel,
  data,
  dense,
  groupHorseshoe,
  groupJeffreys,
  include,
  normal,
  normalPrior,
  observe,
  over,
  plate,
  type Prior,
  program
} from '../../src/index.ts'
import {
  boundedParameters,
  leastComplexity,
  withoutBounds
} from '../../src/inference/evaluate/LeastComplexity.ts'
import type { Variational } from '../../src/ir/Variational.ts'

const rows = plate('rows'),
  features = axis('features', 4),
  units = axis('units', 3)

const layer = (prior: Prior): Variational => {
  const found = compileModel()(
    pipe(
      program,
      data('x', [rows, features]),
      include('fc', ({ x }) => dense(features, units, prior)(x)),
      observe('y', ({ fc: sums }) => over(rows, units)(normal(sums, 1)))
    )
  )
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  return found.right.program
}

/** ln of an inverse gamma is less that of a gamma: both KLs have one minimum over m, then one over v. */
const leastOfHalfCauchyPair = (): number => {
  // KL(LN(m, v) ‖ Gamma(½, 1)) = ln Γ(½) − ½m + exp(m + v/2) − ½(ln 2πv + 1); at best m = −ln 2 − v/2
  const at = (v: number): number =>
    0.5 * Math.log(Math.PI) + 0.5 * (Math.LN2 + v / 2) + 0.5 - 0.5 * (Math.log(2 * Math.PI * v) + 1)
  let least = Infinity
  for (let v = 0.01; v < 20; v += 1e-4) least = Math.min(least, at(v))
  return least
}

describe('the least complexity of an element', () => {
  it('is nothing where the guide can be the prior', () => {
    const least = leastComplexity(layer(normalPrior()))
    expect([...least.keys()].toSorted()).toEqual(['fc/b', 'fc/w'])
    for (const { nats } of least.values()) expect(Math.abs(nats)).toBeLessThan(1e-12)
    expect(least.get('fc/w')?.axes).toEqual(['features', 'units'])
  })

  it('is what no log-normal can save of a gamma', () => {
    const least = leastComplexity(layer(groupHorseshoe(1)))
    expect(least.get('fc/w/z.a')?.nats).toBeCloseTo(leastOfHalfCauchyPair(), 6)
    expect(least.get('fc/w/z.b')?.nats).toBeCloseTo(leastOfHalfCauchyPair(), 6)
    expect(least.get('fc/w/z.a')?.axes).toEqual(['features'])
    expect(least.get('fc/w/s.a')?.axes).toEqual([])
  })

  it('goes to nothing for noise under a log-uniform law', () => {
    const nats = leastComplexity(layer(groupJeffreys)).get('fc/w/z')?.nats ?? NaN
    expect(Math.abs(nats)).toBeLessThan(1e-6)
  })

  it('is the price of a bound that elements at it pay, and no other does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), (percent) => {
        const bounded = layer(boundVariance(percent / 100)(normalPrior()))
        const bounds = boundedParameters(bounded, leastComplexity(bounded))
        const [[name, { upper, freely }] = ['', { upper: NaN, freely: NaN }]] = bounds
        expect(bounds.size).toBe(1)
        expect(upper).toBe(Math.fround(Math.log(percent / 100)))
        expect(freely).toBeCloseTo(0, 8)
        const values = Float32Array.from([upper, upper - 1, upper])
        const moved = withoutBounds(bounds)(
          new Map([[name, { axes: ['units'], sizes: [3], values }]])
        ).get(name)
        expect([...(moved?.values ?? [])]).toEqual([
          Math.fround(freely),
          Math.fround(upper - 1),
          Math.fround(freely)
        ])
      })
    )
  })

  it('has no price where there is no bound, or one above what is best', () => {
    const wide = layer(boundVariance(4)(normalPrior()))
    expect(boundedParameters(wide, leastComplexity(wide)).size).toBe(0)
  })
})
