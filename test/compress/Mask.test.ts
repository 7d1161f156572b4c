import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aliveCount, maskAbove, maskOfCount, maskTensors } from '../../src/compress/masks/Mask.ts'
import { rows } from '../../src/lower/index.ts'
import { arbitraryNetwork } from './ArbitraryNetwork.ts'

describe('masks', () => {
  it('never touch an ungated axis: what is left is the slices of living indices, unchanged', () => {
    fc.assert(
      fc.property(arbitraryNetwork, ({ full, masks }) => {
        for (const mask of masks) {
          const [before, after] = [
            full.tensors.get(mask.gate.target),
            maskTensors([mask])(full.tensors).get(mask.gate.target)
          ]
          if (before === undefined || after === undefined) throw new Error('no target')
          expect(after.axes).toEqual(before.axes)
          const [axis, ...more] = mask.gate.axes
          if (axis !== undefined && more.length === 0) {
            const indices = (alive: number): ReadonlyArray<number> =>
              [...mask.alive.keys()].filter((i) => mask.alive[i] === alive)
            expect(rows(axis, indices(1))(after)).toEqual(rows(axis, indices(1))(before))
            expect(rows(axis, indices(0))(after).values.every((v) => v === 0)).toBe(true)
          }
        }
      })
    )
  })

  it('leave every tensor that is no target the very same', () => {
    fc.assert(
      fc.property(arbitraryNetwork, ({ full, masks, masked }) => {
        const targets = masks.map((m) => m.gate.target)
        for (const [name, t] of full.tensors)
          if (!targets.includes(name)) expect(masked.tensors.get(name)).toBe(t)
      })
    )
  })

  it('switch off the noisiest', () => {
    const scores = {
      gate: { factors: [], target: 'w', axes: ['i'], why: 'in this test' },
      noise: Float64Array.of(0, 3, -1, Infinity, 3),
      size: new Float64Array(5)
    }
    expect([...maskOfCount(scores, 2).alive]).toEqual([1, 0, 1, 0, 1])
    expect([...maskAbove(scores, 0.5).alive]).toEqual([1, 0, 1, 0, 0])
    expect(aliveCount(maskOfCount(scores, 5))).toBe(0)
  })
})
