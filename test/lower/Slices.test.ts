/** Rows along an axis, where they are short and where they are long, against indices one by one. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rows, stretch } from '../../src/lower/Slices.ts'

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
