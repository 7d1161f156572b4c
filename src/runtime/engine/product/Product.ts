/**
 * Products of matrices in generated code: a strategy by shape, and its phases.
 *
 * @since 0.1.0
 */
import {
  type Address,
  type Code,
  type Emitter,
  mostThreads,
  type Phase,
  type Team
} from '../emit/Emit.ts'
import { dotCode } from './ProductDot.ts'
import { packCode, packedBytes, packedPanel } from './ProductPack.ts'
import type { PanelSource } from './ProductPanels.ts'
import { panelsCode, rowsInPlace } from './ProductPanels.ts'
import { blocksX, packedRows, packedRowsBytes, tall } from './ProductPackRows.ts'
import type { Product, ProductShape } from './ProductShape.ts'
import { normalised, rowsContiguous, sumsContiguous } from './ProductShape.ts'
import { address } from './ProductShare.ts'
import { spillBytes } from './ProductTile.ts'
import { panelColumns, tilingOf } from './ProductTiling.ts'

export type { Matrix, Product, ProductShape, Strides } from './ProductShape.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * - `dot`: vectors along the summed position; - `direct`: tiles that read y where it lies; -
 *   `packed`: y is first rewritten as panels. `reason` says why this one, in words.
 */
export interface ProductStrategy {
  readonly name: 'dot' | 'direct' | 'packed'
  readonly reason: string
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** Rows up to which a y that would have to be transposed is read once a row instead. */
const fewRows = 4

/**
 * Rows from which a y that lies in rows is worth a copy; fewer where its rows fall on the same few
 * lines of the first-level cache.
 */
const manyRows = ({ y }: ProductShape): number => (y.rowStride % 512 === 0 ? 24 : 160)

/** Multiplications up to which one thread is done before another would have begun. */
const smallWork = 16_384

export const productStrategy = (shape: ProductShape): ProductStrategy => {
  const p = normalised(shape)
  const size = `[${p.m} × ${p.k}]·[${p.k} × ${p.n}]`
  if (p.k > 1 && p.m <= fewRows && sumsContiguous(p)) {
    return {
      name: 'dot',
      reason:
        `${size}: ${p.m === 1 ? 'one row is' : `${p.m} rows are`} too few to transpose y ` +
        'for, and both operands are contiguous along the sum'
    }
  }
  const x = blocksX(p) ? '; blocks of x, whose columns lie far apart, are copied' : ''
  if (rowsContiguous(p) && p.m < manyRows(p)) {
    return {
      name: 'direct',
      reason:
        `${size}: rows of y are contiguous, and ` +
        `${p.m === 1 ? 'one row reads' : `${p.m} rows read`} them too seldom to pay for a ` +
        `copy${x}`
    }
  }
  const why = rowsContiguous(p)
    ? `${p.m} rows read each panel of y, which a copy makes contiguous`
    : 'y does not lie in rows'
  return { name: 'packed', reason: `${size}: ${why}${x}` }
}

const isParallel = ({ batch, m, k, n }: ProductShape): boolean => batch * m * k * n > smallWork

/**
 * Bytes of the packed y; after it, of the packed blocks of x; after them, of what each thread spills
 * of a last panel that exists in part.
 */
const scratchParts = (
  name: ProductStrategy['name'],
  shape: ProductShape
): readonly [y: number, x: number, spilt: number] => {
  const p = normalised(shape)
  const lines = (bytes: number): number => 64 * Math.ceil(bytes / 64)
  return [
    name === 'packed' ? lines(packedBytes(p)) : 0,
    name !== 'dot' && blocksX(p) ? lines(packedRowsBytes(p)) : 0,
    name === 'dot' || p.n === panelColumns(p.n) ? 0 : spillBytes * (isParallel(p) ? mostThreads : 1)
  ]
}

/**
 * Bytes of scratch memory that the phases need, by the strategy of the shape or another that can do
 * it.
 */
export const productScratchBytes = (
  shape: ProductShape,
  name: ProductStrategy['name'] = productStrategy(shape).name
): number => scratchParts(name, shape).reduce((sum, bytes) => sum + bytes, 0)

/**
 * The product as phases. Each element of the result is summed in an order that depends on the shape
 * alone, so the result is the same for any number of threads. `scratch` has `productScratchBytes`
 * bytes. `name`: another strategy than the shape's own, for measurements; `dot` needs both operands
 * contiguous along the sum, `direct` contiguous rows of y.
 */
export const productPhases = (
  product: Product,
  scratch: Address,
  name: ProductStrategy['name'] = productStrategy(product).name
): ReadonlyArray<Phase> => {
  const p: Product = { ...normalised(product), out: product.out }
  const parallel = isParallel(p)
  const [yBytes, xBytes] = scratchParts(name, product)
  const phase = (emit: (e: Emitter, team: Team | undefined) => Code): Phase => ({
    parallel,
    emit: (e, team) => emit(e, parallel ? team : undefined)
  })
  const tiles = (source: (e: Emitter) => PanelSource): Phase =>
    phase((e, team) => {
      const tiling = tilingOf(p, e.features)
      const after = (bytes: number) => (): Code => e.m.i32.add(scratch(e), e.i32(bytes))
      const [cut, rows] = blocksX(p)
        ? [tall(tiling), packedRows(e, p, tiling, after(yBytes))]
        : [tiling, rowsInPlace(e, p, tiling)]
      return panelsCode(e, team, p, cut, source(e), rows, after(yBytes + xBytes))
    })
  const phases: { readonly [N in ProductStrategy['name']]: ReadonlyArray<Phase> } = {
    dot: [phase((e, team) => dotCode(e, team, p))],
    direct: [
      tiles((e) => ({
        panel: (b, first) => address(e, p.y.base(e), [b(), 4 * p.y.batchStride], [first(), 4]),
        step: () => 4 * p.y.rowStride
      }))
    ],
    packed: [
      phase((e, team) => packCode(e, team, p, tilingOf(p, e.features), scratch(e))),
      tiles((e) => ({
        panel: (b, first) => packedPanel(e, p, scratch(e), b(), first()),
        step: (vectors) => 16 * vectors
      }))
    ]
  }
  return phases[name]
}
