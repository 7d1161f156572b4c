/**
 * Convolutional networks as wholes: a slim one predicts what the masked one does, whatever its
 * windows, pooling, residual and groups; LeNet-5 goes through a file and predicts the same.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import lenet5 from '../../dsl-examples/lenet-5.ts'
import { maskTensors } from '../../src/compress/masks/Mask.ts'
import { fixedSizes, type Network, roots } from '../../src/compress/Network.ts'
import { slim } from '../../src/compress/remove/Slim.ts'
import { decodeNet, encodeNet, evaluateOn, fitModel, pressFitted } from '../../src/index.ts'
import { evaluate, type NamedArray } from '../../src/expr/index.ts'
import type { Mask } from '../../src/ir/Gate.ts'
import { showGate } from '../../src/ir/Gate.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import {
  convolutionFor,
  type ConvolutionShape,
  convolutionShapes,
  valued
} from '../support/ArbitraryConvolution.ts'
import { normals } from '../../src/runtime/Noise.ts'

const must = <L, A>(e: E.Either<L, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

// ---------------------------------------------------------------------------
// generated networks
// ---------------------------------------------------------------------------

/** Of every gate some indices, by the digits of `dead`; all of them are possible. */
const masksOf = (compiled: Variational, dead: number): ReadonlyArray<Mask> => {
  const sizes = new Map(compiled.axes.map((a) => [a.name, Number(a.size)] as const))
  return compiled.gates
    .filter(({ axes, target }) => axes.length === 1 && !target.startsWith('y'))
    .map((gate, g) => ({
      gate,
      alive: Uint8Array.from(
        { length: gate.axes.reduce((n, a) => n * (sizes.get(a) ?? 1), 1) },
        (_, i) => (dead >> (5 * g + (i % 5))) & 1
      )
    }))
}

const count = 3

const predicted = (n: Network, side: number): ReadonlyArray<ReadonlyMap<string, number>> => {
  const kept = n.kept.get('colours')?.indices ?? [0, 1]
  const x = normals({ seed: 5, step: 0 }, 'x', count * side * side * 2)
  const run = evaluate({
    sizes: new Map([...fixedSizes(n), ['images', count]]),
    values: new Map<string, NamedArray>([
      ...n.tensors,
      [
        'x',
        {
          axes: ['images', 'rows', 'columns', 'colours'],
          sizes: [count, side, side, kept.length],
          values: Float64Array.from(
            { length: count * side * side * kept.length },
            (_, i) => x[Math.floor(i / kept.length) * 2 + (kept[i % kept.length] ?? 0)] ?? NaN
          )
        }
      ],
      ['y', { axes: ['images'], sizes: [count], values: [0, 1, 2] }]
    ])
  })
  return roots(n).map((e) => {
    const { axes, sizes, values } = run(e)
    return new Map(
      Array.from(values, (v, k) => {
        let rest = k
        const at = axes.map((a, i) => [a, sizes[i] ?? 1] as const).reverse()
        const named = at.map(([a, n1]) => {
          const c = rest % n1
          rest = Math.floor(rest / n1)
          return `${a}=${c}`
        })
        return [named.sort().join(), v] as const
      })
    )
  })
}

describe('a slim convolutional network', () => {
  it.each(['relu', 'tanh'] as const)(
    'is a constant where a layer has lost all its maps (%s)',
    (act) => {
      const compiled = convolutionFor({
        first: { size: 3, padding: 'same' },
        pooling: 'mean',
        pool: { size: 2, stride: 2, padding: 'same' },
        isResidual: false,
        group: 'output',
        act,
        side: 5
      })
      const full = valued(compiled, 3)
      const masks = compiled.gates.slice(1, 2).map((gate) => ({ gate, alive: new Uint8Array(3) }))
      const masked = { ...full, tensors: maskTensors(masks)(full.tensors) }
      const { network } = slim(masked)
      expect([...network.tensors.keys()].filter((name) => name.startsWith('conv'))).toEqual([])
      const [before, after] = [predicted(masked, 5), predicted(network, 5)]
      before.forEach((values, k) => {
        for (const [at, v] of values) expect(after[k]?.get(at)).toBeCloseTo(v, 4)
      })
    }
  )

  it('predicts what the masked one predicts', () => {
    fc.assert(
      fc.property(convolutionShapes, fc.integer({ min: 0, max: 2 ** 15 - 1 }), (shape, dead) => {
        const compiled = convolutionFor(shape)
        const full = valued(compiled, dead)
        const masked = {
          ...full,
          tensors: maskTensors(masksOf(compiled, dead))(full.tensors)
        }
        const { network } = slim(masked)
        const [before, after] = [predicted(masked, shape.side), predicted(network, shape.side)]
        before.forEach((values, k) => {
          for (const [at, v] of values)
            expect(Math.abs((after[k]?.get(at) ?? NaN) - v)).toBeLessThan(1e-4 * (1 + Math.abs(v)))
        })
      }),
      { numRuns: 40 }
    )
  })

  it('has lost dead maps, what they had of the next layer, and the flattened places of them', () => {
    const shape: ConvolutionShape = {
      first: { size: 3, padding: 'same' },
      pooling: 'max',
      pool: { size: 2, stride: 2, padding: 'same' },
      isResidual: false,
      group: 'output',
      act: 'relu',
      side: 4
    }
    const compiled = convolutionFor(shape)
    expect(compiled.gates.map(showGate)).toEqual(['maps1←conv1/w', 'maps2←conv2/w', 'flat←fc/w'])
    const full = valued(compiled, 1)
    const masks = compiled.gates.slice(0, 2).map((gate) => ({
      gate,
      alive: Uint8Array.of(1, 0, 1)
    }))
    const { network } = slim({ ...full, tensors: maskTensors(masks)(full.tensors) })
    const sizes = (name: string) => {
      const t = network.tensors.get(name)
      return Object.fromEntries(t?.axes.map((a, i) => [a, t.sizes[i]] as const) ?? [])
    }
    expect(sizes('conv1/w')).toMatchObject({ maps1: 2 })
    expect(sizes('conv2/w')).toMatchObject({ maps1: 2, maps2: 2 })
    expect(sizes('fc/w')).toMatchObject({ flat: 8 })
  })
})

describe('a convolutional network in the engine', () => {
  const first = { size: 2, stride: 1, dilation: 2, padding: 'same' } as const
  const shape: ConvolutionShape = {
    first,
    pooling: 'mean',
    pool: { size: 2, stride: 2, padding: 'same' },
    isResidual: true,
    group: 'output',
    act: 'tanh',
    side: 5
  }
  it.each<readonly [string, ConvolutionShape]>([
    ['dilated, of even size', shape],
    [
      'of stride 2, with the odd zero behind',
      { ...shape, side: 6, first: { ...first, size: 3, stride: 2, dilation: 1 } }
    ],
    ['pooled at the edge', { ...shape, pooling: 'max', act: 'relu' }]
  ])('predicts what the interpreter does: %s', async (_, s) => {
    const network = valued(convolutionFor(s), 4)
    const data1 = new Map([
      [
        'x',
        {
          axes: ['images', 'rows', 'columns', 'colours'],
          sizes: [count, s.side, s.side, 2],
          values: normals({ seed: 5, step: 0 }, 'x', count * s.side * s.side * 2)
        }
      ],
      ['y', { axes: ['images'], sizes: [count], values: Float32Array.of(0, 1, 2) }]
    ])
    const [found] = must(await evaluateOn(data1, 'wasm')(network)())
    const [prediction] = network.predictions
    if (prediction === undefined) throw new Error('nothing is predicted')
    const nll = evaluate({
      sizes: new Map([...fixedSizes(network), ['images', count]]),
      values: new Map([...network.tensors, ...data1])
    })(prediction.negativeLogLikelihood).values
    const mean = [...nll].reduce((a, b) => a + b, 0) / count
    expect(Math.abs((found?.nllNats ?? NaN) - mean)).toBeLessThan(1e-4 * (1 + mean))
  })
})

describe('LeNet-5', () => {
  const side = 16,
    images1 = 48
  const settings = { prior: 'group-jeffreys', side: '16', maps1: '6', maps2: '8', units: '10' }
  const given = new Map([
    [
      'x',
      {
        axes: ['images', 'pixels'],
        sizes: [images1, side * side],
        values: normals({ seed: 9, step: 0 }, 'x', images1 * side * side).map(
          (v, i) => 0.2 * v + (Math.floor(i / 64) % 4 === Math.floor(i / 256) % 4 ? 1 : 0)
        )
      }
    ],
    [
      'y',
      {
        axes: ['images'],
        sizes: [images1],
        values: Float32Array.from({ length: images1 }, (_, i) => i % 4)
      }
    ]
  ])

  it('is fitted, pressed with filters gone, and predicts the same from its file', async () => {
    const model = must(lenet5.configure(settings))
    const fitted = must(
      await fitModel({
        data: given,
        backend: 'wasm',
        settings: {
          epochs: 150,
          batch: { images: 12 },
          schedule: {
            rates: { location: 0.02, scale: 0.05, logVariance: 0.05 },
            warmUp: 0.2,
            decayFrom: 0.5
          },
          shrink: { threshold: 0, patience: 2, toleranceNats: 0.05 }
        }
      })(model)()
    )
    const { artifact } = must(await pressFitted('lenet-5', {}, 'wasm')(fitted)())
    const size = (axis1: string): number => artifact.network.sizes.get(axis1) ?? 0
    expect(size('features')).toBe(size('maps2'))
    expect(size('maps1') + size('maps2') + size('units')).toBeLessThan(20)
    const [evaluation] = must(await evaluateOn(given, 'wasm')(artifact.network)())
    expect(evaluation?.errorRate).toBeLessThan(0.1)
    const read = must(decodeNet('/net')(encodeNet(artifact).bytes))
    expect(must(await evaluateOn(given, 'wasm')(read.network)())).toEqual(
      must(await evaluateOn(given, 'wasm')(artifact.network)())
    )
  })
})
