/**
 * A model as a writer wants it: arguments by name, equal parts one object, ends as data, and a log
 * density in the place of a distribution that the other language lacks.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { type Distribution, family } from '../../distributions/Distribution.ts'
import { elementwiseDensity } from '../../distributions/ElementwiseDensity.ts'
import { type Bounds, boundsOf } from '../../distributions/supports/Support.ts'
import { constant, type Expr, ref, where } from '../../expr/Expr.ts'
import { children, postorder, withChildren } from '../../expr/Fold.ts'
import { hashcons } from '../../expr/Hashcons.ts'
import { sumSpread } from '../../expr/Words.ts'
import { seenOf } from '../../ir/Derived.ts'
import type { Site } from '../../ir/Graph.ts'
import { type Problem, problem, type Problems } from '../../ir/Problem.ts'
import type { ModelToEmit } from './ModelToEmit.ts'

/**
 * - `arguments` by name
 * - `density` Σ ln p over the site's axes, where its distribution is not one of the language
 * - `bounds` the ends of its values, where they are not those of a kind of support; `isNarrowed`
 *   where data set one
 */
export interface PreparedSite {
  readonly site: Site
  readonly arguments: ReadonlyMap<string, Expr>
  readonly density: Expr | undefined
  readonly bounds: Bounds | undefined
  readonly isNarrowed: boolean
}

/** - `uses` of each part of what is written: by another part, or by a site. */
export interface PreparedModel {
  readonly sites: ReadonlyArray<PreparedSite>
  readonly named: ReadonlyMap<Expr, string>
  readonly roots: ReadonlyArray<Expr>
  readonly uses: ReadonlyMap<Expr, number>
}

/**
 * What a language has: `lacks` names the operation of a node that it does not have; `written` is an
 * expression as it has one of the same value.
 */
export interface Abilities {
  readonly language: string
  readonly has: (d: Distribution) => boolean
  readonly lacks: (e: Expr) => string | undefined
  readonly written: (e: Expr) => Expr
}

/** Roots with one object for equal parts. */
const sharer = (): ((root: Expr) => Expr) => {
  const { unique } = hashcons()
  const known = new Map<Expr, Expr>(),
    done = new Set<Expr>()
  const now = (e: Expr): Expr => known.get(e) ?? e
  return (root) => {
    for (const e of postorder([root], done))
      known.set(e, unique(withChildren(e, children(e).map(now))))
    return now(root)
  }
}

const usesOf = (roots: ReadonlyArray<Expr>): ReadonlyMap<Expr, number> => {
  const uses = new Map<Expr, number>()
  for (const e of [...postorder(roots).flatMap(children), ...roots])
    uses.set(e, (uses.get(e) ?? 0) + 1)
  return uses
}

/** 0 where a value of the site may be missing, and is. */
const seenAlone =
  ({ name, axes, options }: Site) =>
  (nats: Expr): Expr =>
    options.missing === undefined ? nats : where(ref(seenOf(name), axes), nats, constant(0))

const boundsNow = ({ ends }: ModelToEmit, { name, dist }: Site): Bounds | undefined => {
  const own = ends.filter((e) => e.site === name)
  const [end] = own
  if (end === undefined) return boundsOf(family(dist).support)
  const at = (side: 'low' | 'high'): Expr | undefined => {
    const found = own.find((e) => e.side === side)
    return found === undefined ? end.other : ref(found.name, found.axes)
  }
  const low = at('low'),
    high = at('high')
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }
}

const lackedIn =
  ({ language, lacks }: Abilities) =>
  ({ site, arguments: given, density }: PreparedSite): ReadonlyArray<Problem> => {
    const { tag, jointly } = family(site.dist)
    const operations = new Set(
      postorder(density === undefined ? [...given.values()] : [density]).flatMap(
        (e) => lacks(e) ?? []
      )
    )
    return [
      ...[...operations].map((operation) =>
        problem(
          site.name,
          density === undefined
            ? `uses ${operation}`
            : `${language} has no ${tag}, and the log density of it uses ${operation}`,
          `${language} has no function that is ${operation}`,
          'write the model without it, or sample it here'
        )
      ),
      ...(jointly.length > 0 && density === undefined
        ? [
            problem(
              site.name,
              `${tag} has one density along ${jointly.join(', ')}`,
              'elements are written one by one',
              'sample the model here'
            )
          ]
        : [])
    ]
  }

/** Errors: everything that the language has neither as a distribution nor as an operation. */
export const prepared =
  (abilities: Abilities) =>
  (model: ModelToEmit): E.Either<Problems, PreparedModel> => {
    const unique = sharer()
    const share = (e: Expr): Expr => unique(abilities.written(e))
    const sites = model.graph.sites.map((site): PreparedSite => {
      const f = family(site.dist)
      const bounds = site.role === 'latent' ? boundsNow(model, site) : undefined
      return {
        site,
        arguments: new Map(f.arguments.map(({ name, value }) => [name, share(value)] as const)),
        density: abilities.has(site.dist)
          ? undefined
          : share(
              sumSpread(site.axes)(
                seenAlone(site)(elementwiseDensity(f)(ref(site.name, site.axes)))
              )
            ),
        bounds:
          bounds === undefined
            ? undefined
            : {
                ...(bounds.low === undefined ? {} : { low: share(bounds.low) }),
                ...(bounds.high === undefined ? {} : { high: share(bounds.high) })
              },
        isNarrowed: model.ends.some((e) => e.site === site.name)
      }
    })
    const named = new Map(model.graph.named.map(({ name, value }) => [share(value), name] as const))
    const problems = sites.flatMap(lackedIn(abilities))
    const roots = sites.flatMap((s) =>
      s.density === undefined ? [...s.arguments.values()] : [s.density]
    )
    return isNonEmpty(problems)
      ? E.left(problems)
      : E.right({ sites, named, roots, uses: usesOf(roots) })
  }
