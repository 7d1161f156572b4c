import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inputMoments, type MeanOver } from '../../src/compress/quantise/InputMoments.ts'
import { openAxes } from '../../src/compress/Network.ts'
import { product } from '../../src/compress/remove/Elements.ts'
import { arbitraryNetwork, evaluateNetwork, imageCount } from './ArbitraryNetwork.ts'

describe('the second moments of what weights are summed with', () => {
  it('are symmetric, without negative directions, and those of the data for the first layer', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryNetwork, async ({ structure, full: network, data }) => {
        const open = openAxes(network)
        const meanOver: MeanOver = (n, sum, over) => {
          const found = evaluateNetwork(n, data)(sum)
          const sizes = new Map(n.sizes)
          const count = product(over.map((a) => (open.has(a) ? imageCount : (sizes.get(a) ?? 1))))
          return TE.right({ ...found, values: Float32Array.from(found.values, (v) => v / count) })
        }
        const found = await inputMoments(meanOver)(network)()
        if (E.isLeft(found)) throw new Error(found.left.what)
        for (const [target, { n, over, values }] of found.right) {
          expect(network.tensors.has(target)).toBe(true)
          expect(n).toBe(product(over.map((a) => network.sizes.get(a) ?? NaN)))
          for (let i = 0; i < n; i++)
            for (let k = 0; k < n; k++) {
              const [a = NaN, b = NaN, h = NaN, g = NaN] = [
                values[i * n + i],
                values[k * n + k],
                values[i * n + k],
                values[k * n + i]
              ]
              expect(h).toBeCloseTo(g, 5)
              expect(h * h).toBeLessThanOrEqual(a * b * (1 + 1e-5) + 1e-9)
            }
        }
        const x = data.get('x')
        const first = found.right.get('fc1/w')
        if (x === undefined || first === undefined || structure !== 'chain') return
        for (let i = 0; i < first.n; i++)
          for (let k = 0; k < first.n; k++) {
            let sum = 0
            for (let row = 0; row < imageCount; row++)
              sum += (x.values[row * first.n + i] ?? 0) * (x.values[row * first.n + k] ?? 0)
            expect(first.values[i * first.n + k]).toBeCloseTo(sum / imageCount, 5)
          }
      })
    )
  })
})
