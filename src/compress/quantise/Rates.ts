/**
 * The row of the literature's table. Weights only: biases and folded constants count in the file,
 * not in n.
 *
 *   pruning              n / n_left                  n_left: elements of the slim tensors that are not cut
 *   fast prediction      32 n / Σ_l n_l bits_l       bits_l by the published rule
 *   maximum compression  32 n / bits of the file     a real file, that decodes
 */
import type { Artifact } from '../Artifact.ts'
import { product } from '../remove/Elements.ts'
import { fixedPointBits, nonZeros } from './Quantise.ts'

/**
 * A weight tensor: elements before pruning, left after it, left and not rounded to zero; bits by
 * the published rule and as stored.
 */
export interface LayerRow {
  readonly name: string
  readonly dense: number
  readonly left: number
  readonly nonZero: number
  readonly publishedBits: number
  readonly fixedPointBits: number
}

/**
 * Rates are ∞ where nothing is left. `nonZeroPercent` counts what is left, as published;
 * `writtenPercent` what is not rounded to zero.
 */
export interface TableRow {
  readonly layers: ReadonlyArray<LayerRow>
  readonly dense: number
  readonly nonZeroPercent: number
  readonly writtenPercent: number
  readonly pruningRate: number
  readonly fastPredictionRate: number
  readonly maximumCompressionRate: number
  readonly architecture: string
  readonly publishedBits: string
  readonly sizeBytes: number
}

const FLOAT_BITS = 32

const layerRows = (a: Artifact): ReadonlyArray<LayerRow> =>
  a.layers.map(({ name, dense, left, publishedBits }) => {
    const q = a.quantised.get(name)
    return q === undefined
      ? { name, dense, left: 0, nonZero: 0, publishedBits: 0, fixedPointBits: 0 }
      : {
          name,
          dense,
          left: Math.min(left ?? Infinity, product(q.sizes)),
          nonZero: nonZeros(q),
          publishedBits,
          fixedPointBits: fixedPointBits(q)
        }
  })

/** The surviving sizes of the gated axes, as in 278-98-13. */
export const architectureOf = (a: Artifact): string =>
  a.architecture.map((axis) => a.network.sizes.get(axis) ?? 0).join('-')

/** The row of an artifact whose file has `sizeBytes` bytes. */
export const tableRow = (a: Artifact, sizeBytes: number): TableRow => {
  const layers = layerRows(a)
  const sum = (of: (l: LayerRow) => number): number => layers.reduce((s, l) => s + of(l), 0)
  const [dense, left] = [sum((l) => l.dense), sum((l) => l.left)]
  return {
    layers,
    dense,
    sizeBytes,
    nonZeroPercent: (100 * left) / dense,
    writtenPercent: (100 * sum((l) => l.nonZero)) / dense,
    pruningRate: dense / left,
    fastPredictionRate: (FLOAT_BITS * dense) / sum((l) => l.left * l.publishedBits),
    maximumCompressionRate: (FLOAT_BITS * dense) / (8 * sizeBytes),
    architecture: architectureOf(a),
    publishedBits: layers.map((l) => l.publishedBits).join('-')
  }
}
