/**
 * Data under a law whose support ends at a latent leave that latent no value beyond them: h is above
 * every y ~ uniform(0, h). Its support becomes what is left, with ends that data set; so does its
 * guide. The site stays centred and whole: neither its base nor its factors have such ends.
 *
 * A latent that is counted begins at the first count that is no less than what is asked: n ≥ y under
 * y ~ binomial(n, p).
 *
 * Refused by name: an end in several latents, or in one that it is not known to rise or fall with; a
 * latent that is counted and ended from above, or is a yes or no; one whose own prior ends at a latent.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import {
  above,
  below,
  boundsOf,
  countsFrom,
  countsTo,
  endsOf,
  factsOf,
  family,
  interval,
  isContinuous,
  type Support
} from '../../distributions/index.ts'
import { bounds, constant, type Expr, floor, neg, print, ref } from '../../expr/index.ts'
import type { LatentEnd } from '../../guides/index.ts'
import type { Site } from '../../ir/Graph.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { Decision } from '../../ir/Variational.ts'
import { indexedAxis } from '../parts/IndexedAxis.ts'
import { isKnown } from '../parts/ObservedSlots.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'
import { type Asked, type Known, solveEnd } from '../parts/SolveEnd.ts'
import type { Working, WorkingSite } from '../parts/Working.ts'

// what observations ask

/** What is asked by an end of an observation, or why that is not known. */
interface Answer {
  readonly observed: Site
  readonly end: Expr
  readonly side: 'low' | 'high'
  readonly found: E.Either<string, Asked>
}

const answersOf = (w: Working, known: Known): ReadonlyArray<Answer> => {
  const solve = solveEnd(known)
  return w.graph.sites
    .filter((s) => s.role === 'observed')
    .flatMap((observed) => {
      const { low, high } = boundsOf(family(observed.dist).support) ?? {}
      const ends = [
        ['low', low],
        ['high', high]
      ] as const
      return ends.flatMap(([side, end]) =>
        end === undefined || known.isKnown(end)
          ? []
          : [{ observed, end, side, found: solve(observed, end, side) }]
      )
    })
}

const unsolved = ({ observed, end, side, found }: Answer): ReadonlyArray<Problem> =>
  E.isRight(found)
    ? []
    : [
        problem(
          observed.name,
          `the ${side} end of ${family(observed.dist).tag} is ${print(end)}: ${found.left}`,
          'data narrow the latent in such an end, and that is derived for one latent an end',
          'write the end with one latent, and what is known added or multiplied; or fix the others'
        )
      ]

// ends

/** The ends of a latent's values without data. */
const priorEnd = (support: Support, side: 'low' | 'high'): Expr | undefined => {
  const own = boundsOf(support)?.[side]
  const { values } = factsOf(support._tag)
  return own ?? (Number.isFinite(values[side]) ? constant(values[side]) : undefined)
}

const endOf = (
  s: WorkingSite,
  side: 'low' | 'high',
  asked: ReadonlyArray<Asked>
): LatentEnd | undefined => {
  const demands = asked.flatMap((a) => (a.side === side ? [a.demand] : []))
  return demands.length === 0
    ? undefined
    : {
        name: `${s.name}.${side}`,
        site: s.declared,
        side,
        axes: s.axes,
        prior: priorEnd(family(s.dist).support, side),
        other: undefined,
        demands
      }
}

/** The whole numbers from an end on; none of a support that has no such ones. */
const countsOn = (support: Support, end: Expr): Support | undefined => {
  const from = neg(floor(neg(end)))
  return support._tag === 'Counts'
    ? countsFrom(from)
    : support._tag === 'CountsTo'
      ? countsTo(support.total, from)
      : undefined
}

const narrowed = (s: WorkingSite, asked: ReadonlyArray<Asked>): WorkingSite => {
  const { support } = family(s.dist)
  const sides = (['low', 'high'] as const).map((side) => {
    const end = endOf(s, side, asked)
    return { end, at: end === undefined ? priorEnd(support, side) : ref(end.name, end.axes) }
  })
  const [low, high] = sides.map(({ at }) => at)
  const left =
    (low === undefined ? undefined : countsOn(support, low)) ??
    (low !== undefined && high !== undefined
      ? interval(low, high)
      : low !== undefined
        ? above(low)
        : high !== undefined
          ? below(high)
          : support)
  return {
    ...s,
    narrowed: {
      support: left,
      ends: sides.flatMap(({ end }) =>
        end === undefined ? [] : [{ ...end, other: end.side === 'low' ? high : low }]
      )
    }
  }
}

const misfit = (
  known: Known,
  s: WorkingSite,
  asked: ReadonlyArray<Asked>
): ReadonlyArray<Problem> => {
  const { support, tag } = family(s.dist)
  const isBegun =
    countsOn(support, constant(0)) !== undefined && asked.every(({ side }) => side === 'low')
  return !isContinuous(support) && !isBegun
    ? [
        problem(
          s.declared,
          `data end where ${s.declared} lies, and ${tag} has ${factsOf(support._tag).many}`,
          'data narrow a latent of real values, and counts from below, as the total of a binomial',
          'let the support of the observation end at a number, or at a latent of real values'
        )
      ]
    : endsOf(support).every(known.isKnown)
      ? []
      : [
          problem(
            s.declared,
            `data end where ${s.declared} lies, and so does another latent: ` +
              endsOf(support).map(print).join(' and '),
            'what is left of its values would depend on the other one',
            'give it a prior with fixed ends'
          )
        ]
}

// words

const said = ({ latent, side, demand: { value, at } }: Asked): string =>
  `${latent}${at.map(({ axis, index }) => ` at ${axis} = ${print(index)}`).join(',')}` +
  ` ${side === 'low' ? '≥' : '≤'} ${print(value)}`

const decisionOf = ({ observed, found }: Answer): ReadonlyArray<Decision> =>
  E.isLeft(found)
    ? []
    : [
        {
          pass: 'narrow',
          site: found.right.latent,
          what: `${said(found.right)} for every ${observed.name}`,
          why: `${observed.name} ~ ${family(observed.dist).show(
            family(observed.dist).arguments.map((a) => print(a.value))
          )} has no density elsewhere`
        }
      ]

// the pass

export const narrow: Pass<Working, Working> = pass('narrow', (w) => {
  const { graph } = w
  const known: Known = {
    isKnown: isKnown(graph),
    lies: bounds((name) => {
      const s = graph.sites.find((t) => t.name === name)
      const support =
        s === undefined
          ? graph.data.find((d) => d.name === name)?.support
          : family(s.dist).support._tag
      return factsOf(support ?? 'Real').values
    }, indexedAxis(graph))
  }
  const answers = answersOf(w, known)
  const asked = answers.flatMap(({ found }) => (E.isRight(found) ? [found.right] : []))
  const askedOf = (s: WorkingSite): ReadonlyArray<Asked> => asked.filter((a) => a.latent === s.name)
  const touched = w.sites.filter((s) => askedOf(s).length > 0)
  return unless([
    ...answers.flatMap(unsolved),
    ...touched.flatMap((s) => misfit(known, s, askedOf(s)))
  ])(() =>
    touched.length === 0
      ? w
      : {
          ...w,
          sites: w.sites.map((s) => (touched.includes(s) ? narrowed(s, askedOf(s)) : s)),
          decisions: [...w.decisions, ...answers.flatMap(decisionOf)]
        }
  )
})
