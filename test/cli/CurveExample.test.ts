/**
 * The examples of matrices and of shares, sampled, against posteriors that share no code with the compiler: a
 * grid over two scales with normal values in closed form between, and a grid over three logits.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import blends from '../../dsl-examples/blends.ts'
import curve from '../../dsl-examples/smooth-curve.ts'
import { type NamedTensor, sampleModel } from '../../src/index.ts'
import { exampleTable } from '../support/ExampleTable.ts'

type Vector = ReadonlyArray<number>
type Matrix = ReadonlyArray<Vector>

const sum = (xs: Vector): number => xs.reduce((a, b) => a + b, 0)
const dot = (a: Vector, b: Vector): number => sum(a.map((x, i) => x * (b[i] ?? NaN)))

/** X of A X = B and ln det A, by Gaussian elimination of a positive definite A. */
const eliminated = (a: Matrix, b: Matrix): { readonly x: Matrix; readonly logDet: number } => {
  const rows = a.map((row, i) => [...row, ...(b[i] ?? [])])
  let logDet = 0
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows[k] ?? []
    logDet += Math.log(pivot[k] ?? NaN)
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? []
      const by = i === k ? 0 : (row[k] ?? NaN) / (pivot[k] ?? NaN)
      if (by !== 0) rows[i] = row.map((x, j) => x - by * (pivot[j] ?? NaN))
    }
  }
  const n = a.length
  return { x: rows.map((row, i) => row.slice(n).map((x) => x / (row[i] ?? NaN))), logDet }
}

interface Weighed {
  readonly nats: number
  readonly values: Vector
  readonly variances: Vector
}

/** Means and deviations of a mixture of normals by their log weights. */
const mixed = (parts: ReadonlyArray<Weighed>) => {
  const top = parts.reduce((most, c) => Math.max(most, c.nats), -Infinity)
  const weights = parts.map((c) => Math.exp(c.nats - top)),
    total = sum(weights)
  const mean = (f: (c: Weighed) => number): number =>
    sum(parts.map((c, i) => f(c) * (weights[i] ?? NaN))) / total
  return (parts[0]?.values ?? []).map((_, k) => {
    const m = mean((c) => c.values[k] ?? NaN)
    const variance = mean((c) => (c.variances[k] ?? NaN) + ((c.values[k] ?? NaN) - m) ** 2)
    return { mean: m, sd: Math.sqrt(variance) }
  })
}

const { rows } = exampleTable('smooth-curve.csv')
const [xs, ys] = [0, 1].map((k) => rows.map((row) => row[k] ?? NaN))
const knots = [0, 1.3, 2.6, 3.9, 5.2, 6.5, 7.8, 9.1]
const noise = 0.3

/** Given width and height: ln p(y, width, height) and the values at knots, y ~ N(G u, 0.09 I), u ~ N(0, K). */
const given = (width: number, height: number): Weighed => {
  const kernel = (a: number, b: number): number =>
    height ** 2 * Math.exp(-0.5 * ((a - b) / width) ** 2)
  const k = knots.map((a, i) =>
    knots.map((b, j) => kernel(a, b) + (i === j ? 1e-3 * height ** 2 : 0))
  )
  const between = knots.map((a) => (xs ?? []).map((x) => kernel(x, a)))
  // the precision of u is K⁻¹ + GᵀG/σ² with G = Kxu K⁻¹; by S = K + Kux Kxu/σ² its inverse is K S⁻¹ K
  const s = k.map((row, i) =>
    row.map((v, j) => v + dot(between[i] ?? [], between[j] ?? []) / noise ** 2)
  )
  const seen = between.map((row) => dot(row, ys ?? []) / noise ** 2)
  const { x: solved, logDet } = eliminated(
    s,
    k.map((row, i) => [seen[i] ?? NaN, ...row])
  )
  const inverse = solved.map(([first = NaN]) => first)
  const values = k.map((row) => dot(row, inverse))
  const variances = k.map((row, i) =>
    dot(
      row,
      solved.map((r) => r[1 + i] ?? NaN)
    )
  )
  const { logDet: prior } = eliminated(k, k)
  const n = xs?.length ?? 0
  const square = dot(ys ?? [], ys ?? []) / noise ** 2 - dot(seen, inverse)
  const nats =
    -0.5 * (square + logDet - prior + n * Math.log(2 * Math.PI * noise ** 2)) -
    0.5 * (Math.log(width) / 0.5) ** 2 -
    Math.log(width) -
    0.5 * (height / 2) ** 2
  return { nats, values: [width, height, ...values], variances: [0, 0, ...variances] }
}

const settings = { chains: 2, draws: 300, warmUp: 300 }

const array = (axes: ReadonlyArray<string>, sizes: Vector, values: Vector): NamedTensor => ({
  axes,
  sizes,
  values: Float32Array.from(values)
})

test('a curve by its knots has the posterior of a grid', async () => {
  const grid = Array.from({ length: 60 }, (_, i) => 0.4 + 0.05 * (i + 0.5))
  const heights = Array.from({ length: 50 }, (_, i) => 0.3 + 0.1 * (i + 0.5))
  const exact = mixed(grid.flatMap((width) => heights.map((height) => given(width, height))))
  const data = new Map([
    ['x', array(['readings'], [xs?.length ?? 0], xs ?? [])],
    ['y', array(['readings'], [ys?.length ?? 0], ys ?? [])]
  ])
  const found = await pipe(curve, sampleModel({ data, threads: 1, settings }))()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  const { sites } = found.right
  const names = ['width', 'height', ...knots.map(() => 'u')]
  names.forEach((name, i) => {
    const site = sites.get(name),
      at = name === 'u' ? i - 2 : 0,
      { mean = NaN, sd = NaN } = exact[i] ?? {}
    expect(Math.abs((site?.mean.values[at] ?? NaN) - mean) / sd, `${name} ${at}`).toBeLessThan(0.3)
    const wide = Math.sqrt(site?.variance.values[at] ?? NaN) / sd
    expect(Math.abs(wide - 1), `${name} ${at}`).toBeLessThan(0.3)
  })
})

test('shares of a blend have the posterior of a grid over their logits', async () => {
  const spectra = [
    [0.9, 0.7, 0.3, 0.1, 0.1, 0.2],
    [0.1, 0.4, 0.9, 0.8, 0.3, 0.1],
    [0.2, 0.1, 0.2, 0.4, 0.8, 0.9]
  ]
  const table = exampleTable('blends.csv').rows
  const line = Array.from({ length: 61 }, (_, i) => (i - 30) / 5)
  const exactOf = (light: Vector) =>
    mixed(
      line.flatMap((a) =>
        line.flatMap((b) =>
          line.map((c): Weighed => {
            const weights = [a, b, c].map(Math.exp),
              total = sum(weights)
            const off = light.map(
              (y, band) =>
                y -
                dot(
                  weights,
                  spectra.map((s) => s[band] ?? NaN)
                ) /
                  total
            )
            const nats = -0.5 * (dot(off, off) / 0.05 ** 2 + dot([a, b, c], [a, b, c]) / 1.5 ** 2)
            return { nats, values: [a, b, c], variances: [0, 0, 0] }
          })
        )
      )
    )
  const data = new Map([['light', array(['blends', 'bands'], [table.length, 6], table.flat())]])
  const found = await pipe(blends, sampleModel({ data, threads: 1, settings }))()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  const logits = found.right.sites.get('logits')
  for (const blend of [0, 7])
    exactOf(table[blend] ?? []).forEach(({ mean, sd }, dye) => {
      const at = 3 * blend + dye
      expect(Math.abs((logits?.mean.values[at] ?? NaN) - mean) / sd, `${at}`).toBeLessThan(0.3)
    })
})
