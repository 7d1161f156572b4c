/**
 * Rows along an axis, where they are short and where they are long, against indices one by one; and slices
 * made zero, over axes in whatever order.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rows, stretch, zeroSlices } from '../../src/lower/Slices.ts'

const cases = fc
  .record({
    outer: fc.integer({ min: 1, max: 3 }),
    size: fc.integer({ min: 1, max: 5 }),
    // rows of 16 numbers and more are copied whole
    inner: fc.constantFrom(1, 2, 15, 16, 17, 40),
    room: fc.boolean()
  })
  .chain((c) =>
    fc.array(fc.nat({ max: c.size - 1 }), { maxLength: 6 }).map((indices) => ({ ...c, indices }))
  )

it('rows are those at the indices, in their order, along whatever axis', () => {
  fc.assert(
    fc.property(cases, ({ outer, size, inner, room, indices }) => {
      const t = {
        axes: ['a', 'b', 'c'],
        sizes: [outer, size, inner],
        values: Float32Array.from({ length: outer * size * inner }, (_, i) => i)
      }
      const wanted = Array.from({ length: outer }, (_, o) =>
        indices.flatMap((at) =>
          Array.from({ length: inner }, (_i, k) => (o * size + at) * inner + k)
        )
      ).flat()
      const found = rows('b', indices)(t, room ? new Float32Array(1000) : undefined)
      expect([...found.values]).toEqual(wanted)
      expect(found.sizes).toEqual([outer, indices.length, inner])
      expect(rows('d', indices)(t)).toBe(t)
      const [from] = indices
      if (from !== undefined)
        expect(stretch('b', from, size - from)(t)).toEqual(
          rows(
            'b',
            Array.from({ length: size - from }, (_, i) => from + i)
          )(t)
        )
    })
  )
})

const zeroed = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }),
    over: fc.shuffledSubarray(['a', 'b', 'c'])
  })
  .chain((c) => {
    const count = c.over.reduce((n, a) => n * (c.sizes['abc'.indexOf(a)] ?? 1), 1)
    return fc
      .array(fc.constantFrom(0, 1), { minLength: count, maxLength: count })
      .map((off) => ({ ...c, off }))
  })

it('slices that are off are zero, and nothing else changes', () => {
  fc.assert(
    fc.property(zeroed, ({ sizes, over, off }) => {
      const [, rowsOf = 1, columns = 1] = sizes
      const values = Float32Array.from(
        { length: sizes.reduce((m, k) => m * k, 1) },
        (_, i) => i + 1
      )
      const t = { axes: ['a', 'b', 'c'], sizes, values }
      const place = (i: number): ReadonlyArray<number> => [
        Math.floor(i / (rowsOf * columns)),
        Math.floor(i / columns) % rowsOf,
        i % columns
      ]
      const isOff = (i: number): boolean =>
        off[
          over.reduce((at, axis) => {
            const d = 'abc'.indexOf(axis)
            return at * (sizes[d] ?? 1) + (place(i)[d] ?? 0)
          }, 0)
        ] === 1
      expect([...zeroSlices(over, off)(t).values]).toEqual(
        Array.from(values, (v, i) => (isOff(i) ? 0 : v))
      )
    })
  )
})
