import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NamedTensor } from '../../src/ir/Posterior.ts'
import { arrange, isFinite, sameBytes } from '../../src/inference/index.ts'
import { rows, stretch } from '../../src/lower/index.ts'
import { tensor } from './Programs.ts'

const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
const counted: fc.Arbitrary<NamedTensor> = sizes.map((s) =>
  tensor(
    s.map((_, i) => `a${i}`),
    s,
    Array.from({ length: s.reduce((x, y) => x * y, 1) }, (_, i) => i)
  )
)
const at = (t: NamedTensor, index: Readonly<Record<string, number>>): number =>
  t.values[t.axes.reduce((o, a, i) => o * (t.sizes[i] ?? 1) + (index[a] ?? 0), 0)] ?? NaN

describe('arrays of the host', () => {
  it('hold the same element at the same names, in any order of axes and spread over a new one', () => {
    const point = fc.array(fc.nat(100), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(
        counted,
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
        point,
        (t, extra, keys, where) => {
          const pairs = [
            ...t.axes.map((a, i) => [a, t.sizes[i] ?? 1] as const),
            ['new', extra] as const
          ]
            .map((p, i) => [p, keys[i] ?? 0] as const)
            .sort((x, y) => x[1] - y[1])
            .map(([p]) => p)
          const arranged = arrange(
            pairs.map(([a]) => a),
            pairs.map(([, n]) => n)
          )(t)
          const index = Object.fromEntries(pairs.map(([a, n], i) => [a, (where[i] ?? 0) % n]))
          expect(at(arranged, index)).toBe(at(t, index))
        }
      )
    )
  })

  it('give rows of any axis in the order asked', () => {
    fc.assert(
      fc.property(
        counted,
        fc.nat(),
        fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
        (t, which, picks) => {
          const axis = `a${which % t.axes.length}`
          const n = t.sizes[which % t.axes.length] ?? 1
          const chosen = picks.map((p) => p % n)
          const taken = rows(axis, chosen)(t)
          chosen.forEach((from, to) =>
            expect(at(taken, { [axis]: to })).toBe(at(t, { [axis]: from }))
          )
          expect(taken.values.length).toBe((t.values.length / n) * chosen.length)
        }
      )
    )
    const t = tensor(['a'], [2], [1, 2])
    expect(rows('b', [0])(t)).toBe(t)
  })

  it('give long rows and rows in a room of their own as they give others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }),
        fc.nat(300),
        (inner, chosen, room) => {
          const t = tensor(
            ['a', 'b'],
            [4, inner],
            Array.from({ length: 4 * inner }, (_, i) => i)
          )
          const wanted = chosen.flatMap((row) =>
            Array.from({ length: inner }, (_, j) => row * inner + j)
          )
          const into = new Float32Array(room).fill(-1),
            taken = rows('a', chosen)(t, into)
          expect([...taken.values]).toEqual(wanted)
          expect(taken.values.buffer === into.buffer).toBe(room >= wanted.length)
          expect(into.subarray(wanted.length).every((v) => v === -1)).toBe(true)
        }
      )
    )
  })

  it('give a stretch of rows as they give its rows one by one', () => {
    fc.assert(
      fc.property(counted, fc.nat(), fc.nat(), fc.nat(), (t, which, from, to) => {
        const axis = `a${which % t.axes.length}`
        const n = t.sizes[which % t.axes.length] ?? 1
        const start = from % n,
          count = 1 + (to % (n - start))
        expect(stretch(axis, start, count)(t)).toEqual(
          rows(
            axis,
            Array.from({ length: count }, (_, i) => start + i)
          )(t)
        )
        expect(stretch('b', 0, 1)(t)).toBe(t)
      })
    )
  })

  it('are equal by bytes', () => {
    expect(sameBytes(tensor(['a'], [2], [NaN, 1]), tensor(['a'], [2], [NaN, 1]))).toBe(true)
    expect(sameBytes(tensor(['a'], [1], [0]), tensor(['a'], [1], [-0]))).toBe(false)
    expect(sameBytes(tensor(['a'], [1], [0]), tensor(['b'], [1], [0]))).toBe(false)
    expect(sameBytes(tensor(['a', 'b'], [1, 2], [0, 0]), tensor(['a', 'b'], [2, 1], [0, 0]))).toBe(
      false
    )
    expect([
      isFinite(tensor(['a'], [2], [1, Infinity])),
      isFinite(tensor(['a'], [2], [1, -1]))
    ]).toEqual([false, true])
  })
})
