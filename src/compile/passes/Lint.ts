/**
 * What cannot mean what its author wanted, refused before anything is derived; all of it at once.
 *
 * @since 0.1.0
 */
import {
  type Argument,
  endsOf,
  factsOf,
  family,
  isContinuous,
  isWithin,
  type SupportTag
} from '../../distributions/index.ts'
import { type Axes, bounds, type Expr, isSubset, meet, print, refs } from '../../expr/index.ts'
import type { Decision } from '../../ir/Derived.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { isSummable } from '../enumerate/SumOut.ts'
import { indexedAxis } from '../parts/IndexedAxis.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'

// ---------------------------------------------------------------------------
// lints
// ---------------------------------------------------------------------------

type LintRule = (g: Graph) => ReadonlyArray<Problem>

const argumentsOf = (s: Site): ReadonlyArray<Argument> => family(s.dist).arguments

const duplicateSites: LintRule = (g) => {
  const first = new Map(g.sites.map((s, i) => [s.name, i] as const).toReversed())
  return g.sites
    .filter((s, i) => first.get(s.name) !== i)
    .map((s) =>
      problem(
        s.name,
        'declared twice',
        'a site is one random choice, and its name is what posteriors speak of',
        'give one of them another name'
      )
    )
}

/** The name whose values these are, laid out otherwise or looked up: 0 where an index is off its axis. */
const valuesOf = (e: Expr, zeroToo: boolean): string | undefined => {
  switch (e._tag) {
    case 'Ref':
      return e.name
    case 'Gather':
      return zeroToo ? valuesOf(e.x, zeroToo) : undefined
    case 'Rename':
    case 'Merge':
    case 'Split':
      return valuesOf(e.x, zeroToo)
    default:
      return undefined
  }
}

const unprovedSupports: LintRule = (g) => {
  const supports = new Map([
    ...g.data.map((d) => [d.name, d.support] as const),
    ...g.sites.map((s) => [s.name, family(s.dist).support._tag] as const)
  ])
  const supportOf = (name: string): SupportTag => supports.get(name) ?? 'Real'
  const lies = bounds((name) => factsOf(supportOf(name)).values, indexedAxis(g))
  const isDeclared = (asked: SupportTag, e: Expr): boolean => {
    const name = valuesOf(e, factsOf(asked).holds(0))
    return name !== undefined && isWithin(asked)(supportOf(name))
  }
  return g.sites.flatMap((s) =>
    argumentsOf(s).flatMap((a) => {
      const { proof } = factsOf(a.support)
      return proof === undefined || isDeclared(a.support, a.value) || proof.suffices(lies(a.value))
        ? []
        : [
            problem(
              s.name,
              `the ${a.name} of ${family(s.dist).tag} is ${print(a.value)}, which is not provably ${proof.asked}`,
              'outside its support the density is no density',
              proof.advice
            )
          ]
    })
  )
}

const noObservation: LintRule = (g) =>
  g.sites.some((s) => s.role === 'observed')
    ? []
    : [
        problem(
          'model',
          'nothing is observed',
          'without data the posterior is the prior, and there is nothing to fit',
          "end the model with observe('y', …)"
        )
      ]

/** Latents that no observation depends on, directly or through other sites. */
const unusedSites: LintRule = (g) => {
  const used = new Set<string>()
  for (const s of [...g.sites].reverse())
    if (s.role === 'observed' || used.has(s.name))
      for (const a of argumentsOf(s)) for (const n of refs([a.value]).keys()) used.add(n)
  return g.sites.some((s) => s.role === 'observed')
    ? g.sites
        .filter((s) => s.role === 'latent' && !used.has(s.name))
        .map((s) =>
          problem(
            s.name,
            'no observation depends on this site',
            'its posterior would be its prior',
            'use it, or leave it out'
          )
        )
    : []
}

/** An improper density gives an observation no probability. */
const improperObserved: LintRule = (g) =>
  g.sites
    .filter((s) => s.role === 'observed' && !family(s.dist).isProper)
    .map((s) =>
      problem(
        s.name,
        `${family(s.dist).tag} is improper and cannot be observed`,
        'it gives no probability to data',
        'observe under a proper distribution'
      )
    )

const isZeroConstant = (e: Expr): boolean => e._tag === 'Constant' && e.value === 0
const degenerateScales: LintRule = (g) =>
  g.sites.flatMap((s) =>
    argumentsOf(s)
      .filter((a) => a.name === 'scale' && isZeroConstant(a.value))
      .map(() =>
        problem(
          s.name,
          'the scale is 0',
          'the distribution is then a point, and its log density infinite',
          'give a positive scale'
        )
      )
  )

/**
 * An observation that does not carry a plate its arguments carry sums over the plate's data without
 * saying so.
 */
const unscaledPlates: LintRule = (g) => {
  const plates: Axes = g.axes.filter((a) => a.size === 'data').map((a) => a.name)
  return g.sites.flatMap((s) =>
    argumentsOf(s)
      .filter((a) => !isSubset(meet(a.value.axes, plates), s.axes))
      .map((a) =>
        problem(
          s.name,
          `its ${a.name} carries the plate ${meet(a.value.axes, plates).join(', ')}, the site does not`,
          'a minibatch scales the log density of a site by its plates',
          'declare the site over the plate: over(plate)(…)'
        )
      )
  )
}

/** Options are of guides, and data have none. */
const observedOptions: LintRule = (g) =>
  g.sites
    .map((s) => ({ ...s, given: Object.keys(s.options).filter((o) => o !== 'missing') }))
    .filter((s) => s.role === 'observed' && s.given.length > 0)
    .map((s) =>
      problem(
        s.name,
        `${s.given.join(', ')} given to an observed site`,
        'its values are data: it has no guide to start, to bound or to choose',
        'leave this out, or give it to a latent'
      )
    )

/**
 * Values may be missing where each has a factor of its own in the likelihood; masked ones where nothing else reads
 * them, latent ones where a coordinate can be in their place.
 */
const missingValues: LintRule = (g) =>
  g.sites
    .filter((s) => s.options.missing !== undefined)
    .flatMap((s) => {
      const { jointly, support } = family(s.dist)
      const readBy = g.sites.find((t) => refs(argumentsOf(t).map((a) => a.value)).has(s.name))
      const read = refs(argumentsOf(s).map((a) => a.value))
      const latent = g.sites.filter((t) => t.role === 'latent')
      const discrete = latent.find((z) => read.has(z.name) && isSummable(g)(z))
      const end = latent.find((t) => refs(endsOf(support)).has(t.name))
      const refused = (what: string, why: string, advice: string): ReadonlyArray<Problem> => [
        problem(s.name, `values of it may be missing, and ${what}`, why, advice)
      ]
      return s.role === 'latent'
        ? refused(
            'it is no observation',
            'a latent is not in the data at all, and is inferred',
            'leave missing out'
          )
        : jointly.length > 0
          ? refused(
              `they have one density together along ${jointly.join(', ')}`,
              'without some of its elements a vector has another density, which is not derived',
              'draw the vector as a latent and observe its elements with their errors, or leave rows out'
            )
          : readBy !== undefined && s.options.missing === 'mask'
            ? refused(
                `${readBy.name} reads them`,
                'nothing can be calculated from what is not there',
                "make latents of them: { missing: 'latent' }"
              )
            : s.options.missing === 'latent' && !isContinuous(support)
              ? refused(
                  'latents in their places would be counted, not measured',
                  'chains have no coordinate for such numbers, and which sums would take their place the data say',
                  "where nothing reads it, { missing: 'mask' } says the same; else write what reads it as a mixture"
                )
              : discrete !== undefined
                ? refused(
                    `it reads ${discrete.name}, which is summed out`,
                    'the sum is over what all values say together, present or not',
                    'write the sum as the law of a value: mixture({ … }), zeroInflated({ … })'
                  )
                : end !== undefined
                  ? refused(
                      `they end where ${end.name} says`,
                      'every value holds its latent in, and a missing one would too',
                      'leave the rows out'
                    )
                  : []
    })

/** Data that are asked for and change nothing: no mistake, and worth a word. */
export const unusedData = (g: Graph): ReadonlyArray<Decision> => {
  const used = refs([
    ...g.sites.flatMap((s) => argumentsOf(s).map((a) => a.value)),
    ...g.named.map((n) => n.value)
  ])
  return g.data
    .filter((d) => !used.has(d.name))
    .map((d) => ({
      pass: 'lint',
      site: d.name,
      what: `the data ${d.name} are asked for, and change nothing`,
      why: 'no line of the model uses them'
    }))
}

const rules: ReadonlyArray<LintRule> = [
  duplicateSites,
  unprovedSupports,
  noObservation,
  unusedSites,
  improperObserved,
  degenerateScales,
  unscaledPlates,
  observedOptions,
  missingValues
]

export const lint: Pass<Graph, Graph> = pass('lint', (g) =>
  unless(rules.flatMap((rule) => rule(g)))(() => g)
)
