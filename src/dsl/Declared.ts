/**
 * What a model has declared so far, as an immutable value, and the actions that add to it. A
 * mistake that leaves the following lines a symbol to work with is noted and the model goes on, so
 * that all mistakes are reported at once; one that does not ends it.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { SupportTag } from '../distributions/index.ts'
import { family } from '../distributions/index.ts'
import { type Expr, ref } from '../expr/index.ts'
import {
  type AxisSize,
  type DataSlot,
  type Graph,
  type Site,
  type SiteOptions,
  waysOfMissing
} from '../ir/Graph.ts'
import { aNumber, aText, fields, oneOf } from '../ir/Fields.ts'
import { type Problem, problem } from '../ir/Problem.ts'
import { mention, repeated } from './Axis.ts'
import { axesOf, type UntypedDist } from './Dist.ts'
import { showFound } from './Misuse.ts'
import type { Support, Values } from './SupportTypes.ts'
import { type Tensor, tensor } from './Tensor.ts'

// model

export interface Declared extends Omit<Graph, 'axes'> {
  /** Every axis with every size it was given. */
  readonly axes: ReadonlyArray<AxisSize>
  /** Paths that are taken, also those of included models. */
  readonly names: ReadonlyArray<string>
  readonly problems: ReadonlyArray<Problem>
}

/**
 * Adds to what is declared and gives a result; left: the model cannot go on. `scope` is the path of
 * the including model.
 */
export type Action<T> = (
  scope: string,
  declared: Declared
) => E.Either<Declared, readonly [T, Declared]>

// constructors

export const nothingDeclared: Declared = {
  axes: [],
  data: [],
  sites: [],
  named: [],
  names: [],
  problems: []
}

export const succeed =
  <T>(value: T): Action<T> =>
  (_, declared) =>
    E.right([value, declared])

/** The path of a name in a scope; the unnamed site has the path of its scope. */
export const pathOf = (scope: string, name: string): string =>
  scope === '' || name === '' ? scope + name : `${scope}/${name}`

// combinators

export const chain =
  <T, U>(f: (value: T) => Action<U>) =>
  (action: Action<T>): Action<U> =>
  (scope, declared) =>
    pipe(
      action(scope, declared),
      E.chain(([value, next]) => f(value)(scope, next))
    )

export const note =
  (problems: ReadonlyArray<Problem>) =>
  (d: Declared): Declared =>
    problems.length === 0 ? d : { ...d, problems: [...d.problems, ...problems] }

/** An action that may end the model. */
export const fromEither =
  <T>(result: E.Either<Problem, T>): Action<T> =>
  (_, declared) =>
    pipe(
      result,
      E.bimap(
        (p) => note([p])(declared),
        (value) => [value, declared] as const
      )
    )

export const mentionAxes =
  (axes: ReadonlyArray<AxisSize>) =>
  (d: Declared): Declared => ({ ...d, axes: mention(d.axes, axes) })

/** Of sites, scopes, data and axes alike. */
export const isName = (name: unknown): boolean =>
  typeof name === 'string' && /^[A-Za-z][A-Za-z0-9_-]*$/.test(name)

const nameProblems = (
  scope: string,
  name: unknown,
  taken: ReadonlyArray<string>
): ReadonlyArray<Problem> => {
  const where = scope === '' ? 'the model' : scope
  return !isName(name)
    ? [
        problem(
          where,
          `${typeof name === 'string' ? `'${name}'` : showFound(name)} is not a name`,
          "a name starts with a letter and goes on with letters, digits, '_' and '-'; '/' separates scopes",
          'give a name of that form'
        )
      ]
    : // a model included twice under one name repeats all its names: one message is enough
      taken.includes(pathOf(scope, String(name))) &&
        taken.indexOf(scope) === taken.lastIndexOf(scope)
      ? [
          problem(
            pathOf(scope, String(name)),
            `the name '${String(name)}' is declared twice`,
            'a site is known by its name, in the posterior as in the file',
            'give one of the two another name'
          )
        ]
      : []
}

/** Takes a name in the scope. */
const take =
  (scope: string, name: string) =>
  (d: Declared): Declared =>
    pipe(d, note(nameProblems(scope, name, d.names)), (e) => ({
      ...e,
      names: [...e.names, pathOf(scope, name)]
    }))

const symbol = <A extends string, S extends Support>(
  name: string,
  axes: ReadonlyArray<string>,
  support: SupportTag
): Tensor<A, S> => tensor(ref(name, axes), support, [])

/** Names and kinds of options; what a start or a bound may be, the guide knows. */
export const optionProblems = fields<SiteOptions>({
  initial: aNumber,
  maxVariance: aNumber,
  guide: aText,
  missing: oneOf(...waysOfMissing)
})

/** An observation has no guide that a start, a bound or a family could be said of, a latent no data. */
const unheard = (path: string, role: Site['role'], options: SiteOptions): ReadonlyArray<Problem> =>
  Object.keys(options).flatMap((name) =>
    (name === 'missing') === (role === 'observed')
      ? []
      : role === 'observed'
        ? [
            problem(
              `${path}.${name}`,
              'an observation has no such option',
              'it is of the guide, and what is observed has none',
              'leave it out, or give it to a line of sample'
            )
          ]
        : [
            problem(
              `${path}.${name}`,
              'no value of a latent is missing in the data',
              'none of them is there: it is inferred',
              'give it to a line of observe'
            )
          ]
  )

const addSite =
  <A extends string, S extends Support>(
    path: string,
    role: Site['role'],
    d: UntypedDist,
    options: SiteOptions
  ) =>
  (declared: Declared): readonly [Tensor<A, S>, Declared] => {
    const axes = axesOf(d)
    return [
      symbol(path, axes, family(d.distribution).support._tag),
      pipe(
        declared,
        note([
          ...d.problems.map((p) => ({ ...p, where: path })),
          ...optionProblems(path, options),
          ...unheard(path, role, options)
        ]),
        mentionAxes(d.mentioned),
        (e) => ({
          ...e,
          sites: [...e.sites, { name: path, role, dist: d.distribution, axes, options }]
        })
      )
    ]
  }

export const declareSite =
  <A extends string, S extends Support>(
    role: Site['role'],
    name: string,
    d: UntypedDist,
    options: SiteOptions
  ): Action<Tensor<A, S>> =>
  (scope, declared) =>
    E.right(
      addSite<A, S>(pathOf(scope, String(name)), role, d, options)(take(scope, name)(declared))
    )

/** The unnamed site of an included model: its name was taken by the include. */
export const declareUnnamed =
  <A extends string, S extends Support>(
    d: UntypedDist,
    options: SiteOptions
  ): Action<Tensor<A, S>> =>
  (scope, declared) => {
    const problems =
      scope === ''
        ? [
            problem(
              'the model',
              'its last line yields a site without a name',
              'an unnamed site takes the name under which its model is included',
              "give it one: sample('w', …), or include this model"
            )
          ]
        : declared.sites.some((s) => s.name === scope)
          ? [
              problem(
                scope,
                'this included model yields two sites',
                'both would take this name',
                'sample one of them under a name'
              )
            ]
          : []
    return E.right(addSite<A, S>(scope, 'latent', d, options)(note(problems)(declared)))
  }

const axesProblem = (where: string, axes: unknown): Problem | undefined =>
  Array.isArray(axes) && axes.every((a) => typeof a === 'object' && a !== null && 'name' in a)
    ? undefined
    : problem(
        where,
        `data: expected an array of axes, found ${Array.isArray(axes) ? 'one of other values' : showFound(axes)}`,
        'data lie over axes, or over none',
        "data('x', [plate('rows')]); data('x', []) is one number"
      )

export const declareData =
  <A extends string, S extends Support>(
    name: string,
    axes: ReadonlyArray<AxisSize>,
    { support, axis: indexes }: Pick<Values<Support>, 'support' | 'axis'>
  ): Action<Tensor<A, S>> =>
  (scope, declared) => {
    const wrong = axesProblem(pathOf(scope, String(name)), axes)
    if (wrong !== undefined) return E.left(note([wrong])(declared))
    const names = axes.map((a) => a.name)
    const slot: DataSlot = {
      name: pathOf(scope, name),
      axes: [...new Set(names)],
      ...(support === 'Real' ? {} : { support }),
      ...(indexes === undefined ? {} : { indexes })
    }
    return E.right([
      symbol(slot.name, slot.axes, support),
      pipe(
        take(scope, name)(declared),
        note(
          repeated(names).map((n) =>
            problem(
              slot.name,
              `data over the axis '${n}' twice`,
              'an axis appears once in a tensor',
              'give each axis once'
            )
          )
        ),
        mentionAxes(axes),
        (e) => ({ ...e, data: [...e.data, slot] })
      )
    ])
  }

/** Runs an action under a name; a tensor that comes out is named too, unless it is a site. */
export const declareScope =
  <T>(
    name: string,
    action: Action<T>,
    valueOf: (
      result: T
    ) => { readonly expr: Expr; readonly mentioned: ReadonlyArray<AxisSize> } | undefined
  ): Action<T> =>
  (scope, declared) =>
    pipe(
      action(pathOf(scope, name), take(scope, name)(declared)),
      E.map(([result, next]) => {
        const value = valueOf(result),
          path = pathOf(scope, name)
        return value === undefined
          ? ([result, next] as const)
          : ([
              result,
              pipe(next, mentionAxes(value.mentioned), (d) =>
                d.sites.some((s) => s.name === path)
                  ? d
                  : { ...d, named: [...d.named, { name: path, value: value.expr }] }
              )
            ] as const)
      })
    )
