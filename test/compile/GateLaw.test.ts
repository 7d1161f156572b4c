/**
 * The law of gates, over generated graphs with every operation of layout: a slice is said to die with
 * one element of a factor if and only if it goes to zero as that does, whatever else there is.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explainSparsity, type GateCandidate } from '../../src/compile/index.ts'
import { add, type Axes, type Expr, iota, mul, size } from '../../src/expr/index.ts'
import type { Graph, Site } from '../../src/ir/Graph.ts'
import {
  announced,
  type Deaths,
  deaths,
  numbersApartFromZero,
  sizesHere
} from '../../src/laws/GateLaws.ts'
import { arbitraryScaled } from './ArbitraryScaled.ts'

const isWithin = (part: Deaths, whole: Deaths): boolean =>
  part.every((all, e) => all.every((dies, i) => !dies || whole[e]?.[i] === true))
const combined = (all: ReadonlyArray<Deaths>, pick: (a: boolean, b: boolean) => boolean): Deaths =>
  all.reduce((a, b) => a.map((row, e) => row.map((dies, i) => pick(dies, b[e]?.[i] === true))))

/** Every way in which all axes of a factor may run along axes of a target of as many indices. */
const ways = (g: Graph, from: Axes, to: Axes): ReadonlyArray<ReadonlyArray<Expr>> => {
  const sizes = sizesHere(g)
  const n = (a: string): number => sizes.get(a) ?? 1
  const [first, ...others] = from
  if (first === undefined) return [[]]
  const places = [
    ...to.filter((a) => n(a) === n(first)).map((a) => [iota(a), [a]] as const),
    ...to.flatMap((a) =>
      to
        .filter((b) => a !== b && n(a) * n(b) === n(first))
        .map((b) => [add(iota(b))(mul(size(b))(iota(a))), [a, b]] as const)
    )
  ]
  return places.flatMap(([index, used]) =>
    ways(
      g,
      others,
      to.filter((a) => !used.includes(a))
    ).map((rest) => [index, ...rest])
  )
}

const latent = (g: Graph, name: string): Site => {
  const found = g.sites.find((s) => s.name === name)
  if (found === undefined) throw new Error(`no site ${name}`)
  return found
}

test('law: a slice is said to die exactly if it does, over generated graphs', () => {
  const seen = { gate: 0, groups: 0, none: 0, unknown: 0 }
  fc.assert(
    fc.property(
      arbitraryScaled,
      fc.array(numbersApartFromZero, { minLength: 8, maxLength: 8 }),
      (g, settings) => {
        const { candidates } = explainSparsity(g)
        const pairs = new Map(candidates.map((c) => [`${c.factor} ${c.target}`, c] as const))
        for (const { factor: f, target: t } of pairs.values()) {
          const [factor, target] = [latent(g, f), latent(g, t)]
          const [setting = []] = settings
          const said = candidates.filter((c) => c.factor === f && c.target === t)
          const [one] = said
          if (one === undefined) continue
          const announcedIn = (numbers: ReadonlyArray<number>, c: GateCandidate): Deaths =>
            announced(g, c, factor, target, numbers)
          const all = (numbers: ReadonlyArray<number>): Deaths =>
            combined(
              said.map((c) => announcedIn(numbers, c)),
              (a, b) => a || b
            )
          const dead = settings.map((numbers) => deaths(g, factor, target, numbers))
          dead.forEach((dies, k) =>
            expect(isWithin(all(settings[k] ?? []), dies), `${f} ${t}: said, and lives`).toBe(true)
          )
          const unknown = one.found === 'none' && one.why.includes('not known')
          seen[unknown ? 'unknown' : one.found] += 1
          // what dies may still be no target: something divides by it
          if (unknown || one.why.includes('no density')) continue
          const always = combined(dead, (a, b) => a && b)
          for (const at of ways(g, factor.axes, target.axes)) {
            const slices = announcedIn(setting, { ...one, found: 'gate', at })
            if (isWithin(slices, always))
              expect(isWithin(slices, all(setting)), `${f} ${t}: dies, and is not said`).toBe(true)
          }
        }
      }
    ),
    { numRuns: 200 }
  )
  // all answers are met, and few are left open
  expect(Math.min(seen.gate, seen.none)).toBeGreaterThan(80)
  expect(seen.groups).toBeGreaterThan(0)
  expect(seen.unknown).toBeLessThan(0.15 * (seen.gate + seen.none))
})
