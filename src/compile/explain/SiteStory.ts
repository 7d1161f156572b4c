/**
 * The story of one site: what it is, what it speaks of and who speaks of it, what each pass decided
 * about it and why, its guide with where that starts, what it costs with its equation, its gates.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { family } from '../../distributions/index.ts'
import { refs } from '../../expr/index.ts'
import { guides } from '../../guides/index.ts'
import type { Decision } from '../../ir/Derived.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { nearNames } from '../../ir/NearNames.ts'
import { type Problem, problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { gapsAsLatents } from '../gaps/GapsAsLatents.ts'
import { type ExplainedPart, type ExplainedSite, type Explanation, explain } from './Explain.ts'
import { startText } from './Stages.ts'
import { showWithSymbols } from './Symbols.ts'

/** A site or data beside it, and in which arguments. */
export interface Neighbour {
  readonly name: string
  readonly arguments: ReadonlyArray<string>
}

/** - `law` of the guide, `starts` of its parameters; `nats` the equation of its cost. */
export interface ToldPart extends ExplainedPart {
  readonly law: string
  readonly starts: ReadonlyArray<string>
  readonly nats: string
}

export interface SiteStory extends Pick<Explanation, 'gates' | 'notGates'> {
  readonly site: Omit<ExplainedSite, 'parts'>
  readonly speaksOf: ReadonlyArray<Neighbour>
  readonly spokenOfBy: ReadonlyArray<Neighbour>
  readonly decisions: ReadonlyArray<Decision>
  readonly parts: ReadonlyArray<ToldPart>
}

const argumentsWith = (s: Site, name: string): ReadonlyArray<string> =>
  family(s.dist)
    .arguments.filter((a) => refs([a.value]).has(name))
    .map((a) => a.name)

const neighbours = (
  names: ReadonlyArray<string>,
  arguments_: (name: string) => ReadonlyArray<string>
): ReadonlyArray<Neighbour> =>
  names.flatMap((name) => {
    const found = arguments_(name)
    return found.length === 0 ? [] : [{ name, arguments: found }]
  })

/** Is a decision about this site, or about what the passes made of it? */
const isAbout =
  (name: string) =>
  ({ site }: Decision): boolean =>
    site === name || site.startsWith(`${name}.`)

const toldPart =
  ({ complexity, parameters }: Variational) =>
  (part: ExplainedPart): ToldPart => {
    const cost = complexity.find((c) => c.site === part.site)
    return {
      ...part,
      law: guides[part.guide].law,
      starts: parameters.filter((p) => p.name.startsWith(`${part.site}.`)).map(startText),
      nats: cost === undefined ? '' : showWithSymbols(cost.nats)
    }
  }

const unknown = (graph: Graph, name: string): Problem => {
  const names = graph.sites.map((s) => s.name)
  const near = nearNames(name, names)
  return problem(
    `site '${name}'`,
    'the model has no such site',
    'a site is known by its name, with its scopes',
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known: ${names.join(', ')}`
  )
}

/** Errors: no such site; the nearest names are told. */
export const siteStory =
  (declared: Graph, program: Variational) =>
  (name: string): E.Either<Problem, SiteStory> => {
    const graph = gapsAsLatents(declared)
    const site = graph.sites.find((s) => s.name === name)
    const { sites, gates, notGates } = explain(declared, program)
    const found = sites.find((s) => s.name === name)
    if (site === undefined || found === undefined) return E.left(unknown(graph, name))
    const { parts, ...rest } = found
    const names = [...graph.data, ...graph.sites].map((d) => d.name)
    const isOf = (target: string, factors: ReadonlyArray<string>): boolean =>
      target === name || factors.includes(name)
    return E.right({
      site: rest,
      speaksOf: neighbours(names, (other) => argumentsWith(site, other)),
      spokenOfBy: graph.sites.flatMap((s) => neighbours([s.name], () => argumentsWith(s, name))),
      decisions: program.decisions.filter(isAbout(name)),
      parts: parts.map(toldPart(program)),
      gates: gates.filter((g) => isOf(g.target, g.factors)),
      notGates: notGates.filter((g) => isOf(g.target, [g.factor]))
    })
  }
