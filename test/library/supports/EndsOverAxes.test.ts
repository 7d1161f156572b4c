/**
 * Ends of latents over axes, element by element: whatever order the arrays and the expressions have
 * their axes in, and where a member is looked up twice.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  add,
  axis,
  data,
  gather,
  halfNormal,
  indicesOf,
  mul,
  observe,
  over,
  plate,
  positives,
  program,
  reals,
  sample,
  uniform
} from '../../../src/dsl/index.ts'
import { bindData, type BoundData, dataStarts } from '../../../src/inference/index.ts'
import { compileModel } from '../../../src/library/index.ts'
import { must } from '../../inference/Fits.ts'
import { tensor } from '../../inference/Programs.ts'

const rows = plate('rows'),
  out = axis('out', 2),
  kinds = axis('kinds', 3)

const endsOf = (
  model: Parameters<ReturnType<typeof compileModel>>[0],
  given: BoundData
): Record<string, ReadonlyArray<number>> => {
  const { program: compiled } = must(compileModel()(model))
  const starts = must(dataStarts(compiled, must(bindData(compiled, given))))
  return Object.fromEntries(
    [...starts].flatMap(([name, { values }]) =>
      /[.](low|high)$/.test(name) ? [[name, [...values]]] : []
    )
  )
}

describe('ends over axes', () => {
  const scaled = pipe(
    program,
    data('offset', [out], reals),
    data('width', [rows], positives),
    sample('h', over(kinds, out)(halfNormal(1))),
    observe('y', ({ h, offset, width }) =>
      over(kinds, rows, out)(uniform(-100, pipe(h, mul(width), add(offset))))
    )
  )
  // y[rows, kinds, out] = 100·row + 10·kind + out
  const y = Array.from({ length: 12 }, (_, i) => {
    const [row, kind, o] = [Math.floor(i / 6), Math.floor(i / 2) % 3, i % 2]
    return 100 * row + 10 * kind + o
  })
  const rest: BoundData = new Map([
    ['offset', tensor(['out'], [2], [-10, -20])],
    ['width', tensor(['rows'], [2], [2, 4])]
  ])

  it('are those of each element, over all rows', () => {
    // (y − offset)/width: row 1 asks for (100 + 10 kind + out + 10 (out + 1))/4, row 0 for less
    const expected = [0, 1, 2].flatMap((kind) =>
      [0, 1].map((o) =>
        Math.max(
          ...[0, 1].map((row) => (100 * row + 10 * kind + o + 10 * (o + 1)) / (row === 0 ? 2 : 4))
        )
      )
    )
    const found = endsOf(
      scaled,
      new Map([...rest, ['y', tensor(['rows', 'kinds', 'out'], [2, 3, 2], y)]])
    )
    expect(found['h.low']).toEqual(expected.map(Math.fround))
    // the same numbers with their axes in another order
    const turned = Array.from({ length: 12 }, (_, i) => {
      const [o, row, kind] = [Math.floor(i / 6), Math.floor(i / 3) % 2, i % 3]
      return 100 * row + 10 * kind + o
    })
    expect(
      endsOf(scaled, new Map([...rest, ['y', tensor(['out', 'rows', 'kinds'], [2, 2, 3], turned)]]))
    ).toEqual(found)
  })

  it('are looked up through two indices', () => {
    const looked = pipe(
      program,
      data('kind', [out], indicesOf(kinds)),
      data('at', [rows], indicesOf(out)),
      sample('h', over(kinds)(halfNormal(1))),
      observe('y', ({ h, kind, at }) => uniform(0, pipe(h, gather(kinds)(kind), gather(out)(at))))
    )
    const given = new Map([
      ['kind', tensor(['out'], [2], [2, 0])],
      ['at', tensor(['rows'], [4], [0, 1, 1, 0])],
      ['y', tensor(['rows'], [4], [3, 5, 4, 7])]
    ])
    expect(endsOf(looked, given)).toEqual({ 'h.low': [5, 0, 7] })
  })
})
