import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constants, contract, type Expr, gather, iota, ref, size } from '../../src/expr/Expr.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { add, div, mul, sumAll, sumOver } from '../../src/expr/Words.ts'
import type { KeptByAxis } from '../../src/ir/Kept.ts'
import { programAt } from '../../src/lower/AtKept.ts'
import { normals } from '../../src/runtime/Noise.ts'
import { atKept, type Tensors } from '../../src/inference/index.ts'
import { compiled } from '../support/Models.ts'
import { networkGraph, priors, sizes } from '../inference/Networks.ts'
import { regression, tensor } from '../inference/Programs.ts'

/** The error cost of a program that has the expression in its place. */
const rewritten = (kept: KeptByAxis, e: Expr): Expr =>
  programAt(kept)({ ...regression({ noisy: false }), errorCostNats: e }).errorCostNats

const value = (
  e: Expr,
  at: ReadonlyMap<string, number>,
  values: Tensors = new Map()
): ReadonlyArray<number> => Array.from(evaluate({ sizes: at, values })(e).values)

describe('an expression at kept indices', () => {
  const kept: KeptByAxis = new Map([['a', { size: 5, indices: [1, 4] }]])
  const small = new Map([
    ['a', 2],
    ['b', 2]
  ])

  it('counts what there was, knows the old positions, and slices its arrays', () => {
    expect(value(rewritten(kept, size('a')), small)).toEqual([5])
    expect(value(rewritten(kept, size('b')), small)).toEqual([2])
    expect(value(rewritten(kept, iota('a')), small)).toEqual([1, 4])
    expect(
      value(
        rewritten(kept, constants(['b', 'a'], [2, 5], [0, 1, 2, 3, 4, 10, 11, 12, 13, 14])),
        small
      )
    ).toEqual([1, 4, 11, 14])
    expect(
      value(rewritten(kept, constants(['a', 'b'], [5, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])), small)
    ).toEqual([2, 3, 8, 9])
  })

  it('is the very same where it says nothing of the axis', () => {
    const e = add(gather('b', ref('i', []))(ref('x', ['b'])))(sumOver(['a'])(ref('w', ['a'])))
    expect(rewritten(kept, e)).toBe(e)
    const program = regression({ noisy: false })
    expect(programAt(new Map())(program)).toBe(program)
  })

  it('has the value of the whole, whatever is removed with zeros', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (chosen, seed) => {
          const indices = [...chosen].sort((x, y) => x - y)
          const at: KeptByAxis = new Map([['a', { size: 5, indices }]])
          const w = tensor(
            ['a'],
            [5],
            normals({ seed, step: 0 }, 'w', 5).map((v, i) => (indices.includes(i) ? v : 0))
          )
          const x = tensor(['a'], [5], normals({ seed, step: 0 }, 'x', 5))
          // a mean of products, of positions and of an array of the expression's own
          const mean = div(size('a'))(contract(['a'])(ref('x', ['a']), ref('w', ['a'])))
          const e = add(
            sumAll(mul(iota('a'))(mul(constants(['a'], [5], [5, 4, 3, 2, 1]))(ref('w', ['a']))))
          )(mean)
          const sliced = new Map([
            ['w', atKept(at)(w)],
            ['x', atKept(at)(x)]
          ])
          const [whole = NaN] = value(
            e,
            new Map([['a', 5]]),
            new Map([
              ['w', w],
              ['x', x]
            ])
          )
          expect(value(rewritten(at, e), new Map([['a', indices.length]]), sliced)[0]).toBeCloseTo(
            whole,
            9
          )
        }
      )
    )
  })
})

describe.each(Object.entries(priors))('the complexity costs of a network, %s', (_, prior) => {
  it('are those of the kept indices and those of the others', () => {
    const { program } = compiled(networkGraph(prior))
    const full = new Map([['images', 1], ...Object.entries(sizes)])
    const parameters: Tensors = new Map(
      program.parameters.map((p) => {
        const shape = p.axes.map((a) => full.get(a) ?? 1)
        return [
          p.name,
          tensor(
            p.axes,
            shape,
            normals(
              { seed: 4, step: 0 },
              p.name,
              shape.reduce((a, b) => a * b, 1)
            ).map((v) => 0.3 * v - 1)
          )
        ] as const
      })
    )
    const costs = (kept: KeptByAxis): ReadonlyArray<number> => {
      const at = new Map([...full].map(([a, n]) => [a, kept.get(a)?.indices.length ?? n] as const))
      const sliced = new Map([...parameters].map(([name, t]) => [name, atKept(kept)(t)] as const))
      return programAt(kept)(program).complexity.map((c) => value(c.nats, at, sliced)[0] ?? NaN)
    }
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(sizes.hidden - 1), { minLength: 1, maxLength: sizes.hidden - 1 }),
        (chosen) => {
          const part = (isIn: boolean): KeptByAxis =>
            new Map([
              [
                'hidden',
                {
                  size: sizes.hidden,
                  indices: Array.from({ length: sizes.hidden }, (_, i) => i).filter(
                    (i) => chosen.includes(i) === isIn
                  )
                }
              ]
            ])
          const [whole, some, others] = [costs(new Map()), costs(part(true)), costs(part(false))]
          program.complexity.forEach((c, i) => {
            const overHidden = program.parameters.some(
              (p) =>
                c.site === p.name.replace(/\.(location|logVariance)$/, '') &&
                p.axes.includes('hidden')
            )
            expect(overHidden ? (some[i] ?? NaN) + (others[i] ?? NaN) : some[i]).toBeCloseTo(
              whole[i] ?? NaN,
              6
            )
          })
        }
      ),
      { numRuns: 10 }
    )
  })
})
