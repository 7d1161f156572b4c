import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  axis,
  build,
  contract,
  data,
  dense,
  groupJeffreys,
  halfCauchy,
  include,
  mul,
  normal,
  observe,
  over,
  plate,
  program as empty,
  relu,
  sample,
  withOptions,
  yields
} from '../../src/index.ts'
import { unusedIndices } from '../../src/compress/index.ts'
import { type Mask, showGate } from '../../src/ir/Gate.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { compiled } from '../support/Models.ts'
import { networkGraph, priors, sizes } from '../inference/Networks.ts'

const graphOf = (built: ReturnType<typeof build>): Parameters<typeof compiled>[0] => {
  if (isLeft(built)) throw new Error(built.left.map((p) => p.what).join('; '))
  return built.right
}

/** The gate of this name with some of its groups off. */
const off = (program: Variational, name: string, dead: ReadonlyArray<number>): Mask => {
  const gate = program.gates.find((g) => showGate(g) === name)
  if (gate === undefined)
    throw new Error(`no gate ${name}: ${program.gates.map(showGate).join(', ')}`)
  const count = gate.axes.reduce((n, a) => {
    const size = program.axes.find((x) => x.name === a)?.size
    return n * (typeof size === 'number' ? size : 1)
  }, 1)
  return { gate, alive: Uint8Array.from({ length: count }, (_, i) => (dead.includes(i) ? 0 : 1)) }
}

const others = (dead: ReadonlyArray<number>, size: number): ReadonlyArray<number> =>
  Array.from({ length: size }, (_, i) => i).filter((i) => !dead.includes(i))

describe('what a program can be trained without', () => {
  const { program } = compiled(networkGraph(priors.jeffreys))
  const unused = unusedIndices(program)
  const subset = (size: number): fc.Arbitrary<ReadonlyArray<number>> =>
    fc.uniqueArray(fc.nat(size - 1), { maxLength: size - 1 })

  it('are the inputs and the units whose consumers are zero', () => {
    fc.assert(
      fc.property(subset(sizes.pixels), subset(sizes.hidden), (pixels, hidden) => {
        const kept = unused([
          off(program, 'pixels←fc1/w', pixels),
          off(program, 'hidden←fc2/w', hidden)
        ])
        expect(kept.get('pixels')).toEqual(
          pixels.length === 0
            ? undefined
            : { size: sizes.pixels, indices: others(pixels, sizes.pixels) }
        )
        expect(kept.get('hidden')).toEqual(
          hidden.length === 0
            ? undefined
            : { size: sizes.hidden, indices: others(hidden, sizes.hidden) }
        )
        expect(kept.has('classes')).toBe(false)
      }),
      { numRuns: 20 }
    )
  })

  it('is nothing of an axis of which nothing would be left', () => {
    const all = Array.from({ length: sizes.hidden }, (_, i) => i)
    const kept = unused([off(program, 'pixels←fc1/w', [5]), off(program, 'hidden←fc2/w', all)])
    expect([...kept]).toEqual([['pixels', { size: sizes.pixels, indices: [0, 1, 2, 3, 4] }]])
  })

  it('is nothing that another layer still reads', () => {
    const rows = plate('rows'),
      a = axis('a', 4),
      h = axis('h', 3),
      b = axis('b', 2)
    const two = compiled(
      graphOf(
        build(
          pipe(
            empty,
            data('x', [rows, a]),
            include('fc1', ({ x }) => dense(a, h, groupJeffreys)(x)),
            include('left', ({ fc1 }) => dense(h, b, groupJeffreys)(relu(fc1))),
            include('right', ({ fc1 }) => dense(h, b, groupJeffreys)(relu(fc1))),
            observe('y', ({ left, right }) => normal(pipe(left, mul(right)), 1))
          )
        )
      )
    ).program
    const [left, right] = [off(two, 'h←left/w', [0, 1]), off(two, 'h←right/w', [1, 2])]
    expect(unusedIndices(two)([left, right]).get('h')).toEqual({ size: 3, indices: [0, 2] })
    expect(unusedIndices(two)([left]).size).toBe(0)
  })

  it.each([
    [true, undefined],
    [false, { size: 3, indices: [1, 2] }]
  ])('is nothing along an axis whose elements share a cost (centred: %s)', (isCentred, wanted) => {
    // a centred w costs what z makes of it, and z learns from all of its row: without a unit it
    // would learn from less
    const rows = plate('rows'),
      a = axis('a', 4),
      h = axis('h', 3)
    const { program: one } = compiled(
      graphOf(
        build(
          pipe(
            empty,
            data('x', [rows, a]),
            sample('z', over(a)(halfCauchy(1))),
            include('w', ({ z }) =>
              pipe(
                empty,
                yields(over(a, h)(normal(0, z))),
                withOptions(isCentred ? { guide: 'normal' } : {})
              )
            ),
            sample('u', over(h)(halfCauchy(1))),
            sample('v', ({ u }) => over(h)(normal(0, u))),
            observe('y', ({ x, w, v }) =>
              normal(pipe(relu(pipe(x, contract(a)(w))), contract(h)(v)), 1)
            )
          )
        )
      )
    )
    const kept = unusedIndices(one)([off(one, 'h←v', [0]), off(one, 'a←w', [3])])
    expect(kept.get('h')).toEqual(wanted)
    expect(kept.get('a')).toEqual({ size: 4, indices: [0, 1, 2] })
  })

  it('is what is removed with the collapsed half-Cauchy too, whose cost is a quadrature', () => {
    const collapsed = compiled(networkGraph(priors.horseshoe), { halfCauchy: 'collapsed' }).program
    expect(unusedIndices(collapsed)([off(collapsed, 'hidden←fc2/w', [2])]).get('hidden')).toEqual({
      size: sizes.hidden,
      indices: others([2], sizes.hidden)
    })
  })
})
