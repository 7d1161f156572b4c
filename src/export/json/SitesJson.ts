/**
 * Sites of a model in JSON: laws of their arguments, as far as no compiler is needed to see that they
 * are none.
 *
 * @since 0.2.0
 */
import { type Distribution, drawAxes, family } from '../../distributions/Distribution.ts'
import { boundsOf, factsOf } from '../../distributions/supports/Support.ts'
import { type Expr, foldList, isSubset, meet, point } from '../../expr/index.ts'
import type { Site } from '../../ir/Graph.ts'
import type { WrongPart } from './DeclarationProblems.ts'
import { lawOf, partsOf, waysToGive } from './LawTemplates.ts'
import type { LawJson, ModelJson, SiteJson } from './ModelCodec.ts'

const show = (ways: ReadonlyArray<ReadonlyArray<string>>): string =>
  ways.map((names) => names.join(', ') || 'nothing').join(' or ')

interface Wrong {
  readonly why: string
}

const lawIn = (s: LawJson, nodes: ReadonlyArray<Expr>): Distribution | Wrong => {
  const given = new Map<string, Expr>()
  for (const [name, place] of Object.entries(s.arguments)) {
    const e = nodes[place]
    if (e === undefined) return { why: `its ${name} is node ${place}, which there is not` }
    given.set(name, e)
  }
  const of: Array<Distribution> = []
  for (const part of s.of ?? []) {
    const law = lawIn(part, nodes)
    if ('why' in law) return law
    of.push(law)
  }
  const { along, cuts, across, size, rank } = s
  const parts = { along, cuts, across, size, rank, jointly: s.jointly ?? [], of }
  const ways = waysToGive(s.law, parts)
  return (
    lawOf(s.law, given, parts) ?? {
      why:
        ways.length === 0
          ? `${s.law} is made of other laws, or along an axis, than it has`
          : `${s.law} takes ${show(ways)}, over the axis that a draw uses up if there is one`
    }
  )
}

/** A number where its law has no density. */
const outside = (d: Distribution): string | undefined => {
  const wrong = family(d).arguments.find(({ value, support }) => {
    const { proof } = factsOf(support)
    return value._tag === 'Constant' && proof !== undefined && !proof.suffices(point(value.value))
  })
  if (wrong !== undefined) return `its ${wrong.name} must be ${factsOf(wrong.support).one}`
  const { low, high } = boundsOf(family(d).support) ?? {}
  return low?._tag === 'Constant' && high?._tag === 'Constant' && !(low.value < high.value)
    ? `there is nothing between ${low.value} and ${high.value}`
    : undefined
}

const wrongAxes = (s: SiteJson, d: Distribution): string | undefined =>
  !isSubset(drawAxes(d), s.axes)
    ? `its arguments have the axes ${drawAxes(d).join(', ')}, and it has ${s.axes.join(', ') || 'none'}`
    : meet(family(d).consumes, s.axes).length > 0
      ? 'it keeps an axis that each draw uses up'
      : undefined

/** Axes of vectors are declared, and of the sizes that they have. */
const wrongSize = (d: Distribution, axes: ModelJson['axes']): string | undefined => {
  const own = family(d).vectorAxes ?? []
  const wrong = own.find(({ name, size }) => axes.find((a) => a.name === name)?.size !== size)
  return wrong === undefined
    ? partsOf(d)
        .of.map((part) => wrongSize(part, axes))
        .find((why) => why !== undefined)
    : `its vectors ask '${wrong.name}' to have size ${wrong.size}, which it has not`
}

/**
 * The sites that can be had, and what is wrong with the others: with the first argument that speaks of
 * a site below it, too.
 */
export const readSites = (
  { axes: declared, data, sites }: ModelJson,
  nodes: ReadonlyArray<Expr>
): { readonly sites: ReadonlyArray<Site>; readonly problems: ReadonlyArray<WrongPart> } => {
  const place = new Map<string, number>([
    ...data.map((d) => [d.name, -1] as const),
    ...sites.map((s, i) => [s.name, i] as const)
  ])
  /** The last site that an expression speaks of. */
  const last = foldList<number>((e, operands) =>
    e._tag === 'Ref'
      ? (place.get(e.name) ?? Infinity)
      : operands.reduce((a, b) => Math.max(a, b), -1)
  )
  const read: Array<Site> = []
  const problems: Array<WrongPart> = []
  for (const [i, s] of sites.entries()) {
    const law = lawIn(s, nodes)
    const why =
      'why' in law
        ? law.why
        : (wrongAxes(s, law) ??
          wrongSize(law, declared) ??
          outside(law) ??
          (family(law).arguments.some((a) => last(a.value) >= i)
            ? 'it speaks of a site that is not above it'
            : undefined))
    if (why !== undefined) problems.push({ where: s.name, why })
    else if (!('why' in law)) {
      const { name, role, axes, options } = s
      read.push({ name, role, dist: law, axes, options })
    }
    if (problems.length >= 10) break
  }
  return { sites: read, problems }
}
