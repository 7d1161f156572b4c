/**
 * What a composed prior is to gate, told from its description and not from what the compiler finds.
 *
 * @since 0.2.0
 */
import type { BaseName, PriorShape, PriorStep, Side } from './ArbitraryPrior.ts'

// model

/** A factor of a scale: what has one value of it, said by the first who placed it. */
interface Factor {
  readonly placed: ReadonlyArray<Side> | undefined
  readonly hasGlobal: boolean
  readonly reachesZero: boolean
}

// combinators

const factorOf = (base: BaseName): Factor => ({
  placed: undefined,
  hasGlobal: base === 'horseshoe' || base === 'halfNormal',
  reachesZero: true
})

const placed =
  (sides: ReadonlyArray<Side>) =>
  (f: Factor): Factor => ({ ...f, placed: f.placed ?? sides })

const factorsAfter = (before: ReadonlyArray<Factor>, step: PriorStep): ReadonlyArray<Factor> => {
  switch (step.word) {
    case 'elementwise':
      return before.map(placed(['from', 'to']))
    case 'perUnit':
      return before.map(placed(step.sides))
    case 'shared':
      // inside what is shared, each element is each of its indices
      return before.map((f) => ({
        ...f,
        placed: step.sides.filter((s) => f.placed?.includes(s) ?? true)
      }))
    case 'regularise':
      return step.slab === 'number' ? before : before.map((f) => ({ ...f, hasGlobal: true }))
    case 'truncateScale':
      return before.map((f) => ({ ...f, reachesZero: f.reachesZero && !step.low }))
    case 'product':
      return [...before, factorOf(step.by)]
  }
}

// destructors

/** The axes along which each tensor under the prior is to be gated, each set once, in order. */
export const gatesWanted = ({ base, steps }: PriorShape): ReadonlyArray<ReadonlyArray<string>> => {
  const factors = steps.reduce(factorsAfter, [factorOf(base)])
  const found = factors.flatMap((f) => [
    ...(f.hasGlobal ? [[]] : []),
    ...(f.reachesZero ? [[...(f.placed ?? ['from'])].sort()] : [])
  ])
  return [...new Map(found.map((axes) => [axes.join(), axes])).values()].sort((a, b) =>
    a.join() < b.join() ? -1 : 1
  )
}
