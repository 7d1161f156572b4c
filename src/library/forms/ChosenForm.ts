/**
 * How a model is written for its guides, chosen by ELBO: which sites stay centred, and whether a
 * half-Cauchy is one log-normal or a pair. The law of the model is the same in all of these; what
 * independent factors can say of it is not.
 *
 * Each choice is made by a first descent on the data, one after the other; a form is left for one
 * that is better by more than the descents may be wrong.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { CompileOptions } from '../../compile/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { Problems } from '../../ir/Problem.ts'
import { type Bound, boundFor, roughLoss, type SolverRule } from '../../inference/index.ts'
import { type CompiledModel, compileGraph } from '../CompileModel.ts'
import type { Form, FormDecision } from './Form.ts'

// model

/** A form has to be better by so many nats to take the place of the one before it. */
const worthIt = 0.05
/** Of more sites than this, none is looked at. */
const mostSites = 8

// combinators

/** By graph and form, under the options that were asked for last: data change more often than models. */
const compiledForms = new WeakMap<Graph, Map<string, E.Either<Problems, CompiledModel>>>()
const askedFor = new WeakMap<Graph, Partial<CompileOptions>>()

const compiledIn =
  (options: Partial<CompileOptions>, form: Form) =>
  (graph: Graph): E.Either<Problems, CompiledModel> => {
    const isKnown = askedFor.get(graph) === options
    const own = (isKnown ? compiledForms.get(graph) : undefined) ?? new Map()
    askedFor.set(graph, options)
    compiledForms.set(graph, own)
    const name = JSON.stringify([form.centred, form.halfCauchy])
    const found: E.Either<Problems, CompiledModel> =
      own.get(name) ?? compileGraph({ ...options, ...form })(graph)
    own.set(name, found)
    return found
  }

interface Tried {
  readonly model: CompiledModel
  readonly form: Form
  readonly lossNats: number
}

/** Declared sites that a pass has rewritten. */
const rewrittenBy = ({ program }: CompiledModel, pass: string): ReadonlyArray<string> => [
  ...new Set(program.decisions.flatMap((d) => (d.pass === pass ? [d.site] : [])))
]

const words = {
  collapsed: 'one log-normal',
  decomposed: 'a gamma × inverse-gamma pair'
} as const

// destructors

/** A graph in the form that is best on its data; `options` are those that nobody chooses. */
export const chosenForm =
  (options: Partial<CompileOptions>, bound: Bound, seed: number, rule: SolverRule) =>
  (graph: Graph): E.Either<Problems, CompiledModel> => {
    const tried = (form: Form): E.Either<Problems, Tried> =>
      pipe(
        compiledIn(options, form)(graph),
        E.bindTo('model'),
        E.bind('rough', ({ model: { program } }) =>
          roughLoss(program, boundFor(program)(bound), seed, rule)
        ),
        E.map(({ model, rough: { lossNats } }) => ({ model, form, lossNats }))
      )
    const first = tried({ centred: [], halfCauchy: 'decomposed' })
    if (E.isLeft(first)) return first
    let best = first.right
    const decisions: Array<FormDecision> = []
    const consider = (
      form: Form,
      sites: ReadonlyArray<string>,
      what: string,
      now: string
    ): E.Either<Problems, void> =>
      pipe(
        tried(form),
        E.map((other) => {
          const gain = best.lossNats - other.lossNats
          const isBetter = gain > worthIt
          if (isBetter) best = other
          decisions.push(
            isBetter
              ? { sites, what, betterByNats: gain, than: now }
              : { sites, what: now, betterByNats: -gain, than: what }
          )
        })
      )
    const scales = rewrittenBy(best.model, 'expandMixtures')
    const movable = rewrittenBy(best.model, 'noncentre')
    if (scales.length > 0) {
      const done = consider(
        { ...best.form, halfCauchy: 'collapsed' },
        scales,
        words.collapsed,
        words.decomposed
      )
      if (E.isLeft(done)) return done
    }
    for (const site of movable.length > mostSites ? [] : movable) {
      const done = consider(
        { ...best.form, centred: [...best.form.centred, site] },
        [site],
        'centred',
        'non-centred'
      )
      if (E.isLeft(done)) return done
    }
    return E.right({ ...best.model, written: { form: best.form, decisions } })
  }
