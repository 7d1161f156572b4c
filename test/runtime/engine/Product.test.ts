import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProductShape, Strides } from '../../../src/runtime/engine/product/Product.ts'
import {
  productPhases,
  productScratchBytes,
  productStrategy
} from '../../../src/runtime/engine/product/Product.ts'
import { normals } from '../../../src/runtime/Noise.ts'
import { extent, layoutOf, placesWritten, runProduct, sums } from './ProductModule.ts'

const features = [false, true].flatMap((wide) =>
  [false, true].map((relaxedMadd) => ({ wide, relaxedMadd, threads: false }))
)

// ---------------------------------------------------------------------------
// shapes
// ---------------------------------------------------------------------------

type Order = 'rows' | 'columns' | 'apart' | 'repeated rows' | 'repeated columns'
type Batches = 'own' | 'shared'

const strides = (
  order: Order,
  batches: Batches,
  rows: number,
  columns: number,
  gap: number
): Strides => {
  const one = {
    rows: [columns + gap, 1],
    columns: [1, rows + gap],
    apart: [2 * columns + gap, 2],
    'repeated rows': [0, 1],
    'repeated columns': [1, 0]
  }[order]
  const [rowStride = 0, columnStride = 0] = one
  return {
    rowStride,
    columnStride,
    batchStride:
      batches === 'shared'
        ? 0
        : extent(1, rows, columns, { rowStride, columnStride, batchStride: 0 }) + gap
  }
}
interface Lie {
  readonly order: Order
  readonly batches: Batches
  readonly gap: number
}
const shapeOf = (batch: number, m: number, k: number, n: number, x: Lie, y: Lie): ProductShape => ({
  batch,
  m,
  k,
  n,
  x: strides(x.order, x.batches, m, k, x.gap),
  y: strides(y.order, y.batches, k, n, y.gap)
})

const lie: fc.Arbitrary<Lie> = fc.record({
  order: fc.constantFrom<Order>(
    'rows',
    'rows',
    'columns',
    'columns',
    'apart',
    'repeated rows',
    'repeated columns'
  ),
  batches: fc.constantFrom<Batches>('own', 'shared'),
  gap: fc.constantFrom(0, 0, 1, 4)
})
const size = (most: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: most }))
const small = fc
  .tuple(fc.constantFrom(1, 1, 2, 5), size(60), size(60), size(40), lie, lie)
  .map(([batch, m, k, n, x, y]) => shapeOf(batch, m, k, n, x, y))
/** A transposed x with columns far apart, sums longer than a block, more rows than a block. */
const large = fc
  .tuple(
    fc.constantFrom(1, 3),
    fc.integer({ min: 90, max: 130 }),
    fc.constantFrom(64, 191, 192, 193, 230),
    size(40),
    lie,
    fc.constantFrom(0, 300)
  )
  .map(([batch, m, k, n, y, gap]) =>
    shapeOf(batch, m, k, n, { order: 'columns', batches: 'own', gap }, y)
  )
/** Few rows and long sums. */
const long = fc
  .tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1000, max: 2100 }),
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom<Order>('rows', 'columns')
  )
  .map(([m, k, n, order]) =>
    shapeOf(
      1,
      m,
      k,
      n,
      { order: 'rows', batches: 'own', gap: 0 },
      { order, batches: 'own', gap: 0 }
    )
  )
const shape = fc.oneof(
  { arbitrary: small, weight: 10 },
  { arbitrary: large, weight: 1 },
  { arbitrary: long, weight: 1 }
)

const rowMajor: Lie = { order: 'rows', batches: 'own', gap: 0 }
const columnMajor: Lie = { order: 'columns', batches: 'own', gap: 0 }

// ---------------------------------------------------------------------------
// values
// ---------------------------------------------------------------------------

const draw = (name: string, count: number): Float32Array =>
  normals({ seed: 1, step: 0 }, name, count)
const operands = (p: ProductShape): readonly [Float32Array, Float32Array] => [
  draw('x', extent(p.batch, p.m, p.k, p.x)),
  draw('y', extent(p.batch, p.k, p.n, p.y))
]

const outOf = (p: ProductShape, memory: Float32Array): Float32Array =>
  memory.slice(layoutOf(p).out / 4, layoutOf(p).out / 4 + p.batch * p.m * p.n)

/** Largest |out − sum| in units of Σ|x·y|. */
const worstError = (
  p: ProductShape,
  x: Float32Array,
  y: Float32Array,
  out: Float32Array
): number => {
  const exact = sums(p, x, y, (a, b) => a * b),
    sizes = sums(p, x, y, (a, b) => Math.abs(a * b))
  return out.reduce(
    (worst, value, i) => Math.max(worst, Math.abs(value - (exact[i] ?? NaN)) / (sizes[i] ?? NaN)),
    0
  )
}
const epsilon = 2 ** -24

describe('a generated product', () => {
  it('is the sum of products, for all strides, sizes and engines, and writes nothing else', () => {
    fc.assert(
      fc.property(
        shape,
        fc.constantFrom(...features),
        fc.integer({ min: 1, max: 3 }),
        (p, f, threads) => {
          const [x, y] = operands(p)
          const filler = 12_345.5
          const memory = runProduct(p, x, y, f, threads, filler)
          const at = layoutOf(p)
          expect(worstError(p, x, y, outOf(p, memory))).toBeLessThanOrEqual((p.k + 1) * epsilon)
          const written = (i: number): boolean =>
            (i >= at.out / 4 && i < at.out / 4 + p.batch * p.m * p.n) ||
            (i >= at.scratch / 4 && i < (at.scratch + productScratchBytes(p)) / 4)
          const before = new Float32Array(memory.length).fill(filler)
          before.set(x, at.x / 4)
          before.set(y, at.y / 4)
          expect(memory.findIndex((value, i) => !written(i) && value !== before[i])).toBe(-1)
        }
      ),
      { numRuns: 150 }
    )
  })

  it('is the same to the bit for one, two, three and thirty threads', () => {
    fc.assert(
      fc.property(shape, fc.constantFrom(...features), (p, f) => {
        const [x, y] = operands(p)
        const [one, ...others] = [1, 2, 3, 30].map((threads) =>
          outOf(p, runProduct(p, x, y, f, threads, 0))
        )
        others.forEach((other) => expect(other).toEqual(one))
      }),
      { numRuns: 40 }
    )
  })

  it('has no place that two threads write at the same time', () => {
    fc.assert(
      fc.property(
        shape,
        fc.constantFrom(...features),
        fc.constantFrom(2, 3, 64),
        (p, f, threads) => {
          const [x, y] = operands(p)
          for (const phase of placesWritten(p, x, y, f, threads, 12_345.5)) {
            const all = phase.flat()
            expect(new Set(all).size).toBe(all.length)
          }
        }
      ),
      { numRuns: 40 }
    )
  })

  it('carries NaN and infinities as the plain sum does, whatever lies around the operands', () => {
    const special = fc.constantFrom(NaN, Infinity, -Infinity, 0)
    fc.assert(
      fc.property(
        shape,
        fc.constantFrom(...features),
        special,
        special,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(NaN, Infinity),
        (p, f, a, b, i, j, filler) => {
          const [x, y] = operands(p)
          x[i % x.length] = a
          y[j % y.length] = b
          const exact = sums(p, x, y, (u, v) => u * v)
          const kind = (v: number): number => (Number.isFinite(v) ? 0 : v)
          expect([...outOf(p, runProduct(p, x, y, f, 2, filler))].map(kind)).toEqual(
            [...exact].map(kind)
          )
        }
      ),
      { numRuns: 80 }
    )
  })

  it.each([
    ['packed', shapeOf(1, 13, 8_000, 10, columnMajor, columnMajor)],
    ['direct', shapeOf(1, 7, 8_000, 9, columnMajor, rowMajor)],
    ['dot', shapeOf(1, 1, 8_000, 3, rowMajor, columnMajor)]
  ])('%s: has an error that does not grow with the length of the sum', (name, p) => {
    // All terms alike: a running float32 sum of 8,000 rounds the same way for long stretches and is
    // off by about 1e-5.
    const x = new Float32Array(extent(p.batch, p.m, p.k, p.x)).fill(0.1),
      y = new Float32Array(extent(p.batch, p.k, p.n, p.y)).fill(0.7)
    expect(productStrategy(p).name).toBe(name)
    for (const f of features)
      expect(worstError(p, x, y, outOf(p, runProduct(p, x, y, f, 1, 0)))).toBeLessThan(
        100 * epsilon
      )
  })

  it('rounds a product and a sum once where the engine does, or twice, but never otherwise than by rounding', () => {
    const p = shapeOf(1, 6, 64, 16, rowMajor, rowMajor)
    const [x, y] = operands(p)
    const results = features.map((f) => outOf(p, runProduct(p, x, y, f, 1, 0)))
    results.forEach((out) => expect(worstError(p, x, y, out)).toBeLessThan(64 * epsilon))
    expect(results[2]).toEqual(results[0])
    expect(results[3]).toEqual(results[1])
  })
})

describe('the strategy of a product', () => {
  const strategy = (m: number, k: number, n: number, x: Lie, y: Lie): string =>
    productStrategy(shapeOf(1, m, k, n, x, y)).name

  it.each([
    ['eight schools', strategy(1, 8, 1, rowMajor, rowMajor), 'dot'],
    ['a matrix and a vector', strategy(400, 100, 1, rowMajor, rowMajor), 'dot'],
    ['a transposed matrix and a vector', strategy(100, 400, 1, columnMajor, rowMajor), 'direct'],
    ['a row and a matrix', strategy(1, 784, 300, rowMajor, rowMajor), 'direct'],
    ['an outer product', strategy(8, 1, 10, rowMajor, rowMajor), 'direct'],
    ['a layer of a power of two', strategy(32, 784, 512, rowMajor, rowMajor), 'packed'],
    ['the same for few rows', strategy(16, 784, 512, rowMajor, rowMajor), 'direct'],
    ['a small batch', strategy(64, 784, 300, rowMajor, rowMajor), 'direct'],
    ['a layer', strategy(128, 784, 300, rowMajor, rowMajor), 'direct'],
    ['a layer on a large batch', strategy(8192, 784, 300, rowMajor, rowMajor), 'packed'],
    ['the gradient of its weights', strategy(784, 128, 300, columnMajor, rowMajor), 'packed'],
    ['the gradient of its input', strategy(128, 300, 784, rowMajor, columnMajor), 'packed']
  ])('%s', (_, found, expected) => expect(found).toBe(expected))

  it('says why, with the sizes that it looked at', () => {
    expect(
      productStrategy(shapeOf(2, 512, 784, 300, rowMajor, { ...rowMajor, batches: 'shared' }))
        .reason
    ).toBe(
      '[1024 × 784]·[784 × 300]: 1024 rows read each panel of y, which a copy makes contiguous'
    )
  })

  it('copies blocks of a transposed x when they lie far apart and are read often', () => {
    expect(productStrategy(shapeOf(1, 784, 128, 300, columnMajor, rowMajor)).reason).toMatch(
      /; blocks of x, whose columns lie far apart, are copied$/
    )
    expect(productStrategy(shapeOf(1, 784, 128, 8, columnMajor, rowMajor)).reason).not.toMatch(
      /blocks/
    )
    expect(productStrategy(shapeOf(1, 25, 73_728, 20, columnMajor, rowMajor)).reason).not.toMatch(
      /blocks/
    )
  })

  it('runs on one thread what is done before another would have begun', () => {
    const nowhere = (): number => 0
    const parallel = (p: ProductShape): ReadonlyArray<boolean> =>
      productPhases(
        { ...p, x: { ...p.x, base: nowhere }, y: { ...p.y, base: nowhere }, out: nowhere },
        nowhere
      ).map((phase) => phase.parallel)
    expect(parallel(shapeOf(1, 1, 8, 1, rowMajor, rowMajor))).toEqual([false])
    expect(parallel(shapeOf(1, 256, 784, 300, rowMajor, rowMajor))).toEqual([true, true])
  })

  it('needs memory only for a copy, and for what threads spill of a last panel', () => {
    const ofThread = 6 * 32
    expect(productScratchBytes(shapeOf(1, 1, 784, 304, rowMajor, rowMajor))).toBe(0)
    expect(productScratchBytes(shapeOf(1, 1, 10, 300, rowMajor, rowMajor))).toBe(ofThread)
    expect(productScratchBytes(shapeOf(1, 256, 784, 10, rowMajor, rowMajor))).toBe(
      4 * 784 * 16 + 64 * ofThread
    )
  })
})
