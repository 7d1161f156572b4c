/**
 * Symmetry in numbers: a site is symmetric about 0 if some of its roots can be reflected so that its
 * value is the opposite and the density of all roots is what it was. A reflection keeps volumes, so
 * that the value and its opposite are equally probable.
 *
 * @since 0.2.0
 */
import fc from 'fast-check'
import { evaluate, type Expr, substitute, sumSpread, total } from '../expr/index.ts'
import type { Graph } from '../ir/Graph.ts'
import { eitherSign, logSpread, withExtremes } from './ArbitraryNumber.ts'
import { wanted } from './Law.ts'
import { asValue, rooted } from './Roots.ts'

/** Numbers in ±[10⁻³, 2], and among them what is near enough to 0 to divide badly. */
export const rootNumbers: fc.Arbitrary<ReadonlyArray<number>> = fc.array(
  withExtremes(eitherSign(logSpread(1e-3, 2)), 1e-9, -1e-9),
  { minLength: 37, maxLength: 37 }
)

/** At most this many choices of roots are tried: the smallest first. */
const mostChoices = 256

/** Subsets that are not empty: the smallest first, and those of late names before early ones. */
const choicesOf = (names: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> =>
  names
    .slice(-Math.log2(mostChoices))
    .toReversed()
    .reduce<ReadonlyArray<ReadonlyArray<string>>>(
      (all, n) => [...all, ...all.map((chosen) => [...chosen, n])],
      [[]]
    )
    .slice(1)
    .toSorted((a, b) => a.length - b.length)

/** Equal but for rounding of what is as large as `size`. */
const isNear = (a: number, b: number, size: number): boolean => Math.abs(a - b) <= 1e-9 * size

/** What is not finite of a draw of `name`, or why it is not symmetric about 0. */
export const asymmetries = (
  g: Graph,
  name: string,
  numbers: ReadonlyArray<number>
): ReadonlyArray<string> => {
  const sizes = new Map(g.axes.map((a) => [a.name, a.size === 'data' ? 1 : a.size] as const))
  const roots = g.sites
    .filter((s) => s.role === 'latent')
    .map((s) => ({ ...rooted(s), site: s.name, axes: s.axes }))
  const values = new Map(
    roots.map(({ root, axes, tag }, k) => {
      const shape = axes.map((a) => sizes.get(a) ?? 1)
      const array = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
        asValue[tag](numbers[(i + 5 * k) % numbers.length] ?? 1, 2)
      )
      return [root, { axes, sizes: shape, values: array }] as const
    })
  )
  const inRoots = new Map<string, Expr>()
  for (const r of roots) inRoots.set(r.site, substitute(inRoots)(r.value))
  const drawn = inRoots.get(name)
  if (drawn === undefined) return [`${name}: found no such site, wanted one`]
  const density = substitute(inRoots)(total(roots.map((r) => sumSpread(r.axes)(r.logDensity))))

  const numbersOf = evaluate({ sizes, values })
  const draw = Array.from(numbersOf(drawn).values),
    nats = numbersOf(density).values[0] ?? NaN
  const infinite = draw.filter((x) => !Number.isFinite(x))
  const largest = Math.max(...draw.map(Math.abs))
  if (infinite.length > 0) return wanted(false, name, infinite.join(', '), 'finite draws')

  const reflectedBy = (chosen: ReadonlyArray<string>) => {
    const reflect = substitute(
      new Map(
        roots.flatMap((r) =>
          r.reflected !== undefined && chosen.includes(r.root)
            ? [[r.root, r.reflected] as const]
            : []
        )
      )
    )
    return {
      draw: Array.from(numbersOf(reflect(drawn)).values),
      nats: numbersOf(reflect(density)).values[0] ?? NaN
    }
  }
  const choices = choicesOf(roots.flatMap((r) => (r.reflected === undefined ? [] : [r.root])))
  const isOpposite = (chosen: ReadonlyArray<string>): boolean => {
    const there = reflectedBy(chosen)
    return (
      isNear(there.nats, nats, Math.max(1, Math.abs(nats))) &&
      there.draw.every((x, i) => isNear(x, -(draw[i] ?? NaN), largest))
    )
  }
  if (choices.some(isOpposite)) return []
  const first = choices[0] ?? []
  const there = reflectedBy(first)
  return wanted(
    false,
    `${name} = ${draw.join(', ')} at ${nats} nats`,
    `${there.draw.join(', ')} at ${there.nats} nats with ${first.join(' and ') || 'no root'} reflected`,
    'its opposite at as many nats, by any reflection of roots'
  )
}
