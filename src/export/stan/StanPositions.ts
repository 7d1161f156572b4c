/**
 * Positions along axes that are made of others, counted from 1.
 *
 * @since 0.2.0
 */
import type { Axes } from '../../expr/Expr.ts'
import { level, type Piece, piece } from '../../expr/print/Notation.ts'
import type { Windows } from '../../expr/Windows.ts'
import { inside } from './StanOperations.ts'
import type { StanIndex } from './StanValues.ts'

export const bare = inside(level.compare)
const sum = inside(level.sum),
  big = inside(level.big),
  product = inside(level.product)

const plus = (x: Piece, n: number): Piece =>
  n === 0 ? x : piece(`${sum(x)} ${n < 0 ? '-' : '+'} ${Math.abs(n)}`, level.sum)
const times = (x: Piece, n: string): Piece =>
  n === '1' ? x : piece(`${product(x)} * ${n}`, level.product)
const added = (x: Piece, y: Piece): Piece => piece(`${sum(x)} + ${big(y)}`, level.sum)

type SizeOf = (axis: string) => string

/** Of one part of axes that are merged, row-major. */
export const partPosition = (merged: Piece, parts: Axes, which: number, sizeOf: SizeOf): Piece => {
  const inner = parts.slice(which + 1).map(sizeOf)
  const step = inner.filter((n) => n !== '1').join(' * ')
  const first = plus(merged, -1)
  const shifted =
    step === ''
      ? first
      : piece(`${product(first)} %/% ${inner.length > 1 ? `(${step})` : step}`, level.product)
  const own = sizeOf(parts[which] ?? '')
  return plus(which === 0 ? shifted : piece(`${product(shifted)} % ${own}`, level.product), 1)
}

/** Along the axis that these are merged to. */
export const mergedPosition = (parts: Axes, index: StanIndex, sizeOf: SizeOf): Piece =>
  parts
    .map((axis) => ({ at: index(axis), size: sizeOf(axis) }))
    .reduce<Piece | undefined>(
      (sofar, { at, size }) => (sofar === undefined ? at : added(times(plus(sofar, -1), size), at)),
      undefined
    ) ?? piece('1')

/** Of a place in a window, along the axis under it; beyond its ends lies padding. */
export const windowPosition = (
  { at, offset, stride, padding }: Windows,
  index: StanIndex
): { readonly at: Piece; readonly isWithin: (size: string) => string } => {
  const first = times(plus(index(at), -1), String(stride))
  const place = plus(added(first, index(offset)), -padding)
  return {
    at: place,
    isWithin: (size) => `${sum(place)} >= 1 && ${sum(place)} <= ${size}`
  }
}
