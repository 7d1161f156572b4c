/**
 * The size of every axis as the text of another language: a number where it is fixed, the name of a
 * plate's size, or what is computed of them.
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'
import { postorder } from '../../expr/Fold.ts'
import { windowCount } from '../../expr/Windows.ts'

/** A number, or a text in brackets where it is not a name. */
export type SizeText = number | string

const times = (sizes: ReadonlyArray<SizeText>): SizeText => {
  const known = sizes.reduce<number>((p, s) => (typeof s === 'number' ? p * s : p), 1)
  const names = sizes.filter((s) => typeof s === 'string')
  const factors = [...(known === 1 ? [] : [String(known)]), ...names]
  const [only] = factors
  return names.length === 0
    ? known
    : factors.length === 1
      ? (only ?? '')
      : `(${factors.join(' * ')})`
}

/** - `divide` integer division: `//`, `%/%`. */
const claims =
  (known: ReadonlyMap<string, SizeText>, divide: string) =>
  (e: Expr): ReadonlyArray<readonly [axis: string, size: SizeText]> => {
    const all = (axes: ReadonlyArray<string>): ReadonlyArray<SizeText> | undefined => {
      const found = axes.flatMap((a) => known.get(a) ?? [])
      return found.length === axes.length ? found : undefined
    }
    const [from] = e._tag === 'Split' || e._tag === 'Rename' ? (all([e.from]) ?? []) : []
    switch (e._tag) {
      case 'Constants':
        return e.axes.map((axis, i) => [axis, e.sizes[i] ?? 0] as const)
      case 'Rename':
        return from === undefined ? [] : [[e.to, from]]
      case 'Merge': {
        const parts = all(e.from)
        return parts === undefined ? [] : [[e.to, times(parts)]]
      }
      case 'Split': {
        const [missing, ...more] = e.to.filter((a) => !known.has(a))
        const rest = times(e.to.flatMap((a) => known.get(a) ?? []))
        if (missing === undefined || more.length > 0 || from === undefined) return []
        return typeof from === 'number' && typeof rest === 'number'
          ? [[missing, from / rest]]
          : [[missing, `(${from} ${divide} ${rest})`]]
      }
      case 'Unfold': {
        const { windows: w } = e,
          n = known.get(w.along)
        const spare = 2 * w.padding - w.size
        return [
          [w.offset, w.size],
          ...(n === undefined
            ? []
            : typeof n === 'number'
              ? [[w.at, windowCount(w, n)] as const]
              : [
                  [
                    w.at,
                    `((${n} ${spare < 0 ? '-' : '+'} ${Math.abs(spare)}) ${divide} ${w.stride} + 1)`
                  ] as const
                ])
        ]
      }
      default:
        return []
    }
  }

/** Of the axes of expressions, given those of declared ones. */
export const sizeTexts = (
  declared: ReadonlyMap<string, SizeText>,
  roots: ReadonlyArray<Expr>,
  divide: string
): ReadonlyMap<string, SizeText> => {
  const known = new Map(declared)
  const nodes = postorder(roots)
  for (let before = -1; before < known.size;) {
    before = known.size
    for (const e of nodes)
      for (const [axis, size] of claims(known, divide)(e))
        if (!known.has(axis)) known.set(axis, size)
  }
  return known
}
