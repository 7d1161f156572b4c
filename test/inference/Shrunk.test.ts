import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unusedIndices } from '../../src/compress/index.ts'
import { type Gate, showGate } from '../../src/ir/Gate.ts'
import type { KeptByAxis } from '../../src/ir/Kept.ts'
import { adam } from '../../src/lower/steps/Adam.ts'
import {
  atKept,
  boundAtKept,
  counted,
  due,
  evened,
  fromCheckpoint,
  initialParameters,
  keptSlices,
  nothingShrunk,
  putBack,
  sameBytes,
  sameState,
  type Shrunk,
  stateOf,
  toCheckpoint,
  withoutGone,
  withoutGroups,
  withPointMasses,
  zeroGone
} from '../../src/inference/index.ts'
import { compiled } from '../support/Models.ts'
import { bound, must } from './Fits.ts'
import { networkData, networkGraph, priors, sizes } from './Networks.ts'
import { tensor } from './Programs.ts'

const { program } = compiled(networkGraph(priors.jeffreys))
const full = new Map([['images', 9], ...Object.entries(sizes)])
const gates = program.gates
const [ofPixels, ofHidden] = gates
const inOrder = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)
const subset = (n: number): fc.Arbitrary<ReadonlyArray<number>> =>
  fc
    .uniqueArray(fc.nat(n - 1), { minLength: 1, maxLength: n - 1 })
    .map((xs) => [...xs].sort((a, b) => a - b))

describe('groups that leave a large axis', () => {
  const gate: Gate = { axes: ['wide'], factors: ['z'], target: 'w', why: 'in this test' }
  const leaving = (count: number) =>
    inOrder(count).map((index) => ({ gate, index, score: count - index }))

  it('leave as many as bring its size to the next multiple of eight, the noisiest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 300 }),
        fc.integer({ min: 8, max: 60 }),
        (left, count) => {
          const next = { kept: new Map([['wide', { size: left + count, indices: inOrder(left) }]]) }
          const going = evened(leaving(count), next),
            stay = count - going.length
          expect((left + stay) % 8).toBe(0)
          expect(stay).toBeLessThan(8)
          expect(going).toEqual(leaving(count).slice(0, going.length))
        }
      )
    )
  })

  it('leave a small one, or one of several axes, as they are', () => {
    const small = { kept: new Map([['wide', { size: 70, indices: inOrder(63) }]]) }
    expect(evened(leaving(7), small)).toEqual(leaving(7))
    const both = leaving(9).map((g) => ({ ...g, gate: { ...gate, axes: ['wide', 'deep'] } }))
    expect(
      evened(both, { kept: new Map([['wide', { size: 109, indices: inOrder(100) }]]) })
    ).toEqual(both)
  })
})

describe('tensors at kept indices', () => {
  it('are picked by index, and put back where they were', () => {
    fc.assert(
      fc.property(subset(3), subset(4), (some, more) => {
        const kept: KeptByAxis = new Map([
          ['a', { size: 3, indices: some }],
          ['c', { size: 4, indices: more }]
        ])
        const whole = tensor(['a', 'b', 'c'], [3, 2, 4], inOrder(24))
        const part = atKept(kept)(whole)
        expect(part.sizes).toEqual([some.length, 2, more.length])
        expect([...part.values]).toEqual(
          some.flatMap((a) => [0, 1].flatMap((b) => more.map((c) => 8 * a + 4 * b + c)))
        )
        expect(sameBytes(putBack(kept, whole)(part), whole)).toBe(true)
        const marked = putBack(kept, whole)({ ...part, values: part.values.map(() => -1) })
        marked.values.forEach((v, i) =>
          expect(v).toBe(some.includes(Math.floor(i / 8)) && more.includes(i % 4) ? -1 : i)
        )
        const other = tensor(['b'], [2], [5, 6])
        expect(atKept(kept)(other)).toBe(other)
        expect(putBack(kept, other)(whole)).toBe(whole)
      })
    )
  })

  it('data time and again: as at first, and the very same where their axes have the same indices', () => {
    const train = bound(program, networkData(9))
    const kept = fc
      .record({ pixels: subset(sizes.pixels), hidden: subset(sizes.hidden) }, { requiredKeys: [] })
      .map(
        (of): KeptByAxis =>
          new Map(
            Object.entries(of).map(([a, indices]) => [a, { size: full.get(a) ?? 1, indices }])
          )
      )
    fc.assert(
      fc.property(fc.array(kept, { minLength: 2, maxLength: 5 }), (all) => {
        const at = keptSlices(train)
        for (const k of all) {
          expect(at(k)).toEqual(boundAtKept(k)(train))
          const x = at(k).data.get('x')
          const withoutHidden = new Map([...k].filter(([axis]) => axis !== 'hidden'))
          expect(at(withoutHidden).data.get('x')).toBe(x)
        }
      })
    )
  })

  it('of data lose the columns that are gone, and no rows', () => {
    const train = bound(program, networkData(9))
    const small = boundAtKept(new Map([['pixels', { size: 6, indices: [0, 3] }]]))(train)
    expect([small.sizes.get('pixels'), small.sizes.get('images')]).toEqual([2, 9])
    expect(small.data.get('y')).toBe(train.data.get('y'))
    small.data
      .get('x')
      ?.values.forEach((v, i) =>
        expect(v).toBe(train.data.get('x')?.values[6 * Math.floor(i / 2) + (i % 2 === 0 ? 0 : 3)])
      )
  })
})

describe('groups', () => {
  const name = ofPixels === undefined ? '' : showGate(ofPixels)
  const scores = (values: ReadonlyArray<number>): ReadonlyMap<string, ReturnType<typeof tensor>> =>
    new Map([[name, tensor(['pixels'], [6], values)]])

  it('are due after as many epochs in a row as patience asks for, the noisiest first', () => {
    const rows = [
      [9, 5, 1, NaN, 5, 5],
      [9, 5, 5, NaN, 5, Infinity],
      [8, 5, 5, NaN, 1, 7]
    ]
    const seen = rows.reduce((s, row) => counted(5, scores(row))(s), nothingShrunk)
    expect([...(seen.noisyEpochs.get(name)?.values ?? [])]).toEqual([3, 3, 2, 0, 0, 3])
    expect(due(gates, 3, scores(rows[2] ?? []))(seen).map((g) => g.index)).toEqual([0, 5, 1])
    expect(due(gates, 4, scores(rows[2] ?? []))(seen)).toEqual([])
    const gone: Shrunk = {
      ...seen,
      gone: new Map([[name, tensor(['pixels'], [6], [1, 0, 0, 0, 0, 0])]])
    }
    expect(due(gates, 3, scores(rows[2] ?? []))(gone).map((g) => g.index)).toEqual([5, 1])
  })

  it('never leave a gate without one', () => {
    const seen = counted(5, scores([9, 6, 7, 8, 5, 10]))(nothingShrunk)
    expect(due(gates, 1, scores([9, 6, 7, 8, 5, 10]))(seen).map((g) => g.index)).toEqual([
      5, 0, 3, 2, 1
    ])
  })

  const unused = unusedIndices(program)
  const shrunkBy = (pixels: ReadonlyArray<number>, hidden: ReadonlyArray<number>): Shrunk =>
    withoutGroups(
      gates,
      full,
      unused
    )([
      ...pixels.flatMap((index) =>
        ofPixels === undefined ? [] : [{ gate: ofPixels, index, score: 9 }]
      ),
      ...hidden.flatMap((index) =>
        ofHidden === undefined ? [] : [{ gate: ofHidden, index, score: 9 }]
      )
    ])(nothingShrunk)

  it('that are gone take their indices along, and theirs alone', () => {
    fc.assert(
      fc.property(subset(sizes.pixels), subset(sizes.hidden), (pixels, hidden) => {
        const s = shrunkBy(pixels, hidden)
        expect(s.kept.get('pixels')?.indices).toEqual(
          inOrder(sizes.pixels).filter((i) => !pixels.includes(i))
        )
        expect(s.kept.get('hidden')?.indices).toEqual(
          inOrder(sizes.hidden).filter((i) => !hidden.includes(i))
        )
        expect([...(s.gone.get(name)?.values ?? [])]).toEqual(
          inOrder(sizes.pixels).map((i) => (pixels.includes(i) ? 1 : 0))
        )
        // what goes later does not bring back what went before
        const later = withoutGroups(gates, full, unused)([])(s)
        expect([later.kept, later.gone]).toEqual([s.kept, s.gone])
      }),
      { numRuns: 20 }
    )
  })

  it('that take no index along are not gone', () => {
    const s = shrunkBy([], inOrder(sizes.hidden))
    expect(s.kept.size).toBe(0)
    expect([...s.gone.values()].every((t) => t.values.every((v) => v === 0))).toBe(true)
  })

  it('are zero in the posterior of the tensor they were a part of, and in draws from it; nothing else changes', () => {
    const s = shrunkBy([1, 4], [0])
    const w = tensor(
      ['pixels', 'hidden'],
      [6, 7],
      inOrder(42).map((i) => i + 1)
    )
    const b = tensor(
      ['hidden'],
      [7],
      inOrder(7).map((i) => i + 1)
    )
    const zeroed = zeroGone(
      gates,
      s
    )(
      new Map([
        ['fc1/w', w],
        ['fc1/b', b]
      ])
    )
    zeroed
      .get('fc1/w')
      ?.values.forEach((v, i) => expect(v).toBe([1, 4].includes(Math.floor(i / 7)) ? 0 : i + 1))
    expect(zeroed.get('fc1/b')).toBe(b)
    const sites = withoutGone(
      gates,
      s
    )(
      new Map([
        ['fc1/w', { mean: w, variance: w }],
        ['fc1/b', { mean: b, variance: b }]
      ])
    )
    expect(sites.get('fc1/w')).toEqual({ mean: zeroed.get('fc1/w'), variance: zeroed.get('fc1/w') })
    expect(
      withPointMasses(sites)(
        new Map([
          ['fc1/w', w],
          ['fc1/b', b]
        ])
      )
    ).toEqual(zeroed)
  })

  it('are kept by a checkpoint, to the last bit', () => {
    const shrunk = counted(5, scores([9, 1, 9, 1, 9, 1]))(shrunkBy([1, 4], [0, 2]))
    const state = {
      ...stateOf(program, adam, initialParameters(program, full, 1)),
      step: 8,
      shrunk
    }
    const { tensors, scalars } = toCheckpoint(state)
    const back = must(
      fromCheckpoint(program, adam, full)({ tensors, scalars: JSON.parse(JSON.stringify(scalars)) })
    )
    expect(sameState(back, state)).toBe(true)
    expect(sameState({ ...back, shrunk: nothingShrunk }, state)).toBe(false)
  })
})
