import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Network, roots, selectData } from '../../src/compress/Network.ts'
import { slim } from '../../src/compress/Slim.ts'
import { dataRefs } from '../../src/compress/Network.ts'
import type { Evaluated } from '../../src/expr/Reference.ts'
import type { Bindings } from '../../src/ir/Posterior.ts'
import { arbitraryNetwork, evaluateNetwork } from './ArbitraryNetwork.ts'

/** Values by the coordinates written out, so that the order of axes does not matter. */
const byName = ({ axes, sizes, values }: Evaluated): ReadonlyMap<string, number> => new Map(Array.from(values, (v, k) => {
  let rest = k
  const at = [...axes].reverse().map((a, i) => { const n = sizes[axes.length - 1 - i] ?? 1; const c = rest % n; rest = Math.floor(rest / n); return `${a}=${c}` })
  return [at.sort().join(), v] as const
}))

const expectSame = (a: Evaluated, b: Evaluated): void => {
  const [x, y] = [byName(a), byName(b)]
  expect([...y.keys()].sort()).toEqual([...x.keys()].sort())
  for (const [at, v] of x) expect(Math.abs((y.get(at) ?? NaN) - v), at).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(v)))
}

const selected = (n: Network, data: Bindings): Bindings =>
  new Map(dataRefs(n).flatMap(({ name }) => { const t = data.get(name); return t === undefined ? [] : [[name, selectData(n)(t)] as const] }))

describe('a slim network', () => {
  it('predicts what the masked one predicts', () => {
    fc.assert(fc.property(arbitraryNetwork, ({ masked, data }) => {
      const { network } = slim(masked)
      const [before, after] = [evaluateNetwork(masked, data), evaluateNetwork(network, selected(network, data))]
      roots(masked).forEach((e, i) => expectSame(before(e), after(roots(network)[i] ?? e)))
    }), { numRuns: 600 })
  })
})
