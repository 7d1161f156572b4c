/**
 * Equation (1) where a batch holds some rows of a plate: what is over the plate stands for N/B times
 * as much, and what is not is counted once.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { build, normal, observe, over, plate, program, sample } from '../../src/dsl/index.ts'
import { evaluate, type Expr } from '../../src/expr/index.ts'
import { klWeightName, totalOf } from '../../src/ir/Variational.ts'
import { filled } from '../support/Draws.ts'
import { compiled } from '../support/Models.ts'

const model = () => {
  const rows = plate('rows')
  const built = build(
    pipe(
      program,
      sample('m', normal(0, 1)),
      sample('z', ({ m }) => over(rows)(normal(m, 2))),
      observe('y', ({ z }) => normal(z, 0.5))
    )
  )
  if (isLeft(built)) throw new Error('refused')
  return built.right
}

describe('a plate of N rows in batches of B', () => {
  const { program: p } = compiled(model())
  const [batch, whole] = [2, 10]
  const sizes = new Map([
    ['draw:', 1],
    ['rows', batch]
  ])
  const at = (total: number, klWeight = 1): ((e: Expr) => number) => {
    const values = new Map([
      ...[...p.parameters, ...p.noise, ...p.observed].map(
        (v, k) => [v.name, filled(v.axes, sizes, (i) => 0.3 + 0.1 * k - 0.2 * i)] as const
      ),
      [klWeightName, filled([], sizes, () => klWeight)] as const,
      [totalOf('rows'), filled([], sizes, () => total)] as const
    ])
    return (e) => evaluate({ sizes, values })(e).values[0] ?? NaN
  }
  const cost = (site: string): Expr => {
    const found = p.complexity.find((c) => c.declared === site)
    if (found === undefined) throw new Error(`no cost of ${site}`)
    return found.nats
  }
  it.each([
    ['the error cost', p.errorCostNats, whole / batch],
    ['the cost of a latent on the plate', cost('z'), whole / batch],
    ['the cost of a latent that all rows share', cost('m'), 1]
  ])('scales %s', (_, nats, factor) => {
    expect(at(batch)(nats)).not.toBe(0)
    expect(at(whole)(nats) / at(batch)(nats)).toBeCloseTo(factor, 12)
  })
  it('and weights the complexity costs, and nothing else, by the warm-up', () => {
    const [none, some, full] = [0, 0.3, 1].map((weight) => at(whole, weight)(p.lossNats))
    const complexity = p.complexity.reduce((sum, c) => sum + at(whole)(c.nats), 0)
    expect(none).toBeCloseTo(at(whole)(p.errorCostNats), 9)
    expect(some).toBeCloseTo((none ?? NaN) + 0.3 * complexity, 9)
    expect(full).toBeCloseTo((none ?? NaN) + complexity, 9)
  })
  it('and so the loss', () => {
    const [b, n] = [at(batch), at(whole)]
    const rest = b(p.lossNats) - b(cost('m'))
    expect(n(p.lossNats)).toBeCloseTo(b(cost('m')) + (rest * whole) / batch, 9)
  })
})
