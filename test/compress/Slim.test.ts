import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskTensors } from '../../src/compress/masks/Mask.ts'
import { type Network, roots } from '../../src/compress/Network.ts'
import { slim } from '../../src/compress/remove/Slim.ts'
import type { Expr } from '../../src/expr/index.ts'
import type { NamedShape } from '../../src/expr/Sizes.ts'
import type { Mask } from '../../src/ir/Gate.ts'
import type { Bindings } from '../../src/ir/Posterior.ts'
import { lower } from '../../src/lower/Lower.ts'
import { makeReferenceExecutor } from '../../src/runtime/reference/ReferenceExecutor.ts'
import {
  arbitraryNetwork,
  caseOf,
  evaluateNetwork,
  imageCount,
  plate,
  selected
} from './ArbitraryNetwork.ts'

interface Values extends NamedShape {
  readonly values: ArrayLike<number>
}

/** Values by the coordinates written out, so that the order of axes does not matter. */
const byName = ({ axes, sizes, values }: Values): ReadonlyMap<string, number> =>
  new Map(
    Array.from(values, (v, k) => {
      let rest = k
      const at = [...axes].reverse().map((a, i) => {
        const n = sizes[axes.length - 1 - i] ?? 1
        const c = rest % n
        rest = Math.floor(rest / n)
        return `${a}=${c}`
      })
      return [at.sort().join(), v] as const
    })
  )

const expectSame = (a: Values, b: Values): void => {
  const [x, y] = [byName(a), byName(b)]
  expect([...y.keys()].sort()).toEqual([...x.keys()].sort())
  for (const [at, v] of x)
    expect(Math.abs((y.get(at) ?? NaN) - v), at).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(v)))
}

/** The values of expressions of a network by a lowered plan. */
const runPlan = async (n: Network, data: Bindings): Promise<ReadonlyMap<Expr, Values>> => {
  const named = roots(n).map((e, i) => [`output ${i}`, e] as const)
  const plan = lower({
    outputs: new Map(named),
    outputAxes: new Map(named.map(([name, e]) => [name, e.axes] as const)),
    sizes: new Map([...n.sizes, [plate, imageCount]]),
    order: [plate, ...n.sizes.keys()],
    noise: new Set(),
    consumed: new Set()
  })
  if (E.isLeft(plan)) throw new Error(plan.left.what)
  const executor = makeReferenceExecutor()
  const runnable = executor.prepare(plan.right)
  if (E.isLeft(runnable)) throw new Error(runnable.left.what)
  const bound = new Map([...n.tensors, ...data])
  const inputs = new Map(
    plan.right.inputs.map((i) => {
      const t = bound.get(i.name)
      if (t === undefined || t.axes.join() !== i.axes.join())
        throw new Error(`${i.name} lies over [${i.axes.join()}]`)
      return [i.name, executor.upload(t.values, i.shape)] as const
    })
  )
  const outputs = runnable.right.run(inputs, { seed: 0, step: 0 })
  const found = new Map<Expr, Values>()
  for (const [name, e] of named) {
    const o = plan.right.outputs.find((p) => p.name === name),
      buffer = outputs.get(name)
    if (o !== undefined && buffer !== undefined)
      found.set(e, { axes: o.axes, sizes: o.shape, values: await executor.download(buffer) })
  }
  return found
}

const mask = (target: string, axis: string, alive: ReadonlyArray<number>): Mask => ({
  gate: { factors: [], target, axes: [axis], why: 'in this test' },
  alive: Uint8Array.from(alive)
})

describe('a slim network', () => {
  it('predicts what the masked one predicts', () => {
    fc.assert(
      fc.property(arbitraryNetwork, ({ masked, data }) => {
        const { network } = slim(masked)
        const [before, after] = [
          evaluateNetwork(masked, data),
          evaluateNetwork(network, selected(network, data))
        ]
        roots(masked).forEach((e, i) => expectSame(before(e), after(roots(network)[i] ?? e)))
      }),
      { numRuns: 250 }
    )
  })

  it('predicts the same when it is lowered', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryNetwork, async ({ masked, data }) => {
        const { network } = slim(masked)
        const before = evaluateNetwork(masked, data)
        const after = await runPlan(network, selected(network, data))
        roots(masked).forEach((e, i) => {
          const found = after.get(roots(network)[i] ?? e)
          if (found === undefined) throw new Error('no such output')
          expectSame(before(e), found)
        })
      }),
      { numRuns: 100 }
    )
  })

  it('cannot be made slimmer', () => {
    fc.assert(
      fc.property(arbitraryNetwork, ({ masked }) => {
        const once = slim(masked)
        const twice = slim(once.network)
        expect(twice.kept.size).toBe(0)
        expect(twice.network.tensors).toEqual(once.network.tensors)
      }),
      { numRuns: 100 }
    )
  })

  it('keeps observed axes, whatever is dead', () => {
    fc.assert(
      fc.property(arbitraryNetwork, ({ masked }) => {
        expect(slim(masked).network.sizes.get('classes')).toBe(masked.sizes.get('classes'))
      }),
      { numRuns: 100 }
    )
  })

  it('keeps of an input gate what the gate keeps, and of the data the same', () => {
    const c = caseOf('chain', 'relu', { pixels: 4, h1: 3 })
    const masks = [mask('fc1/w', 'pixels', [1, 0, 0, 1]), mask('fc2/w', 'h1', [0, 1, 1])]
    const { network, kept, folded } = slim({ ...c, tensors: maskTensors(masks)(c.tensors) })
    expect(kept).toEqual(
      new Map([
        ['pixels', [0, 3]],
        ['h1', [1, 2]]
      ])
    )
    expect(network.kept).toEqual(new Map([['pixels', { size: 4, indices: [0, 3] }]]))
    expect([...network.tensors].map(([name, t]) => [name, t.sizes])).toEqual([
      ['fc1/w', [2, 2]],
      ['fc1/b', [2]],
      ['fc2/w', [2, 3]],
      ['fc2/b', [3]],
      ['fc3/w', [3, 3]],
      ['fc3/b', [3]]
    ])
    expect(folded).toEqual([])
  })

  it('folds a unit without inputs into the next bias', () => {
    const c = caseOf('chain', 'sigmoid', { pixels: 2, h1: 3 })
    const { network, kept, folded } = slim({
      ...c,
      tensors: maskTensors([mask('fc1/w', 'h1', [1, 0, 1])])(c.tensors)
    })
    const [b1 = 0] = [c.tensors.get('fc1/b')?.values[1]]
    const [w, before, after] = [
      c.tensors.get('fc2/w'),
      c.tensors.get('fc2/b'),
      network.tensors.get('fc2/b')
    ]
    expect(kept).toEqual(new Map([['h1', [0, 2]]]))
    expect(folded).toEqual([{ into: 'fc2/b', merged: true, elements: 3 }])
    for (let j = 0; j < 3; j++)
      expect(after?.values[j]).toBeCloseTo(
        (before?.values[j] ?? NaN) + (w?.values[3 + j] ?? NaN) / (1 + Math.exp(-b1)),
        5
      )
  })

  it('folds a filter without inputs into a constant of every window, which differs at the border', () => {
    const c = caseOf('pooled', 'sigmoid', { pixels: 2, h1: 3 })
    const { kept, folded } = slim({
      ...c,
      tensors: maskTensors([mask('fc1/w', 'h1', [1, 0, 1])])(c.tensors)
    })
    expect(kept).toEqual(new Map([['h1', [0, 2]]]))
    expect(folded).toEqual([{ into: 'constant 1', merged: false, elements: 4 * 3 }])
  })

  it('keeps an index that only one of two consumers has switched off', () => {
    const c = caseOf('twoConsumers', 'relu', { pixels: 2, h1: 3 })
    const only = slim({ ...c, tensors: maskTensors([mask('fc2/w', 'h1', [1, 0, 1])])(c.tensors) })
    const both = slim({
      ...c,
      tensors: maskTensors([mask('fc2/w', 'h1', [1, 0, 1]), mask('fc3/w', 'h1', [0, 0, 1])])(
        c.tensors
      )
    })
    expect(only.kept.size).toBe(0)
    expect(both.kept).toEqual(new Map([['h1', [0, 2]]]))
  })

  it('of a network whose every weight is dead leaves a constant', () => {
    const c = caseOf('chain', 'relu', { pixels: 2, h1: 2 })
    const { network } = slim({
      ...c,
      tensors: maskTensors([mask('fc1/w', 'pixels', [0, 0])])(c.tensors)
    })
    expect([...network.tensors.keys()]).toEqual(['fc3/b'])
    expect([...network.sizes]).toEqual([['classes', 3]])
  })
})
