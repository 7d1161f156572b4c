/**
 * The lines of a program: what a model can declare. Each is both a step of a `pipe` and, in
 * generator notation, a value to `yield*`.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { SiteOptions } from '../ir/Graph.ts'
import { type Problem, problem } from '../ir/Problem.ts'
import type { Axis, NameOf } from './Axis.ts'
import { reals } from './Axis.ts'
import {
  type Action,
  declareData,
  declareScope,
  declareSite,
  declareUnnamed,
  fromEither,
  note,
  optionProblems,
  pathOf
} from './Declared.ts'
import { type Dist, isDist, type UntypedDist } from './Dist.ts'
import { showFound } from './Misuse.ts'
import {
  type Fresh,
  type Given,
  isProgram,
  type LastLine,
  lastLine,
  type Line,
  line,
  type Nothing,
  type Program,
  programOf
} from './Program.ts'
import type { Real, Support, Values } from './SupportTypes.ts'
import { isTensor, type Tensor } from './Tensor.ts'

// model

type Path<N extends string, K> = K extends '' ? N : K extends string ? `${N}/${K}` : never
/** The sites of an included model, under its name. */
export type Under<N extends string, Sites> = { readonly [K in keyof Sites as Path<N, K>]: Sites[K] }
type One<N extends string, A extends string> = { readonly [K in N]: A }
/** The latents that stand for missing values, where the options say that they do. */
export type Missing<N extends string, O> = O extends { readonly missing: 'latent' }
  ? One<`${N}.missing`, `${N}.gaps`>
  : Nothing

// constructors

/** Refuses what is not a distribution: types are erased when a model file is run. */
const drawn =
  <T>(act: (d: UntypedDist) => Action<T>, name = '') =>
  (d: UntypedDist): Action<T> =>
  (scope, declared) =>
    (isDist(d)
      ? act(d)
      : fromEither<T>(
          E.left(
            problem(
              pathOf(scope, name),
              `expected a distribution, found ${showFound(d)}`,
              'a random choice is drawn from a distribution',
              'return one: () => normal(0, 1)'
            )
          )
        ))(scope, declared)

const site = <A extends string, S extends Support>(
  role: 'latent' | 'observed',
  name: string,
  options: SiteOptions
) => drawn((d) => declareSite<A, S>(role, name, d, options), String(name))

/**
 * Draws a site and binds it for the lines below. `options` override what would be derived for it.
 *
 * @example
 * pipe(program, sample('a', normal(0, 5)), sample('b', ({ a }) => normal(a, 1)))
 */
export const sample = <N extends string, Env, A extends string, S extends Support>(
  name: Fresh<N, Env>,
  from: Given<Env, Dist<A, S>>,
  options: SiteOptions = {}
): Line<N, Env, Tensor<A, S, N>, One<N, A>> =>
  line('draw', name, from, site('latent', name, options))

/**
 * `sample`, as it reads in generator notation: `const mu = yield* draw('mu', normal(0, 5))`.
 *
 * @example
 * const a = yield* draw('a', normal(0, 5))
 */
export const draw = sample

/**
 * A site whose value is data: the model is conditioned on it. Values may be missing, NaN in arrays and empty cells in
 * tables, where `missing` says so:
 *
 * - `mask`     they have no factor in the likelihood
 * - `latent`   each is a latent of the site `x.missing`, over the axis `x.gaps`; what reads x reads it in that place
 *
 * Errors: a mask where another site reads the values; latents that are counted, not measured.
 *
 * @example
 * yield* observe('y', normal(theta, 10))
 */
export const observe = <
  N extends string,
  Env,
  A extends string,
  S extends Support,
  const O extends SiteOptions = Nothing
>(
  name: Fresh<N, Env>,
  from: Given<Env, Dist<A, S>>,
  options?: O
): Line<N, Env, Tensor<A, S, N>, Missing<N, O>> =>
  line('observe', name, from, site('observed', name, options ?? {}))

/**
 * An input that is not random, over these axes; `values` says where they lie (`reals`, `positives`,
 * `counts`, `indicesOf(axis)`).
 *
 * @example
 * const sigma = yield* data('sigma', [schools], positives)
 */
export const data = <
  N extends string,
  Env,
  const X extends ReadonlyArray<Axis<string>>,
  S extends Support = Real
>(
  name: Fresh<N, Env>,
  axes: X,
  values?: Values<S>
): Line<N, Env, Tensor<NameOf<X>, S, N>, Nothing> =>
  line('data', name, axes, () => declareData(name, axes, values ?? reals))

/**
 * Runs a model under a scope: its sites are `name/…`, its unnamed site is `name`, and its result is
 * bound to `name`.
 *
 * @example
 * const h = yield* include('fc1', dense(features, hidden, groupHorseshoe(1))(x))
 */
export const include = <N extends string, Env, E2, S2, R>(
  name: Fresh<N, Env>,
  model: Given<Env, Program<E2, S2, R>>
): Line<N, Env, R, Under<N, S2>> =>
  line('include', name, model, (p) =>
    declareScope(
      name,
      isProgram(p)
        ? resultOf(p)
        : (scope, declared) =>
            fromEither<R>(
              E.left(
                problem(
                  scope,
                  `expected a model, found ${showFound(p)}`,
                  'only a model can be included',
                  'return one: () => pipe(program, …)'
                )
              )
            )(scope, declared),
      (r) => (isTensor(r) ? r : undefined)
    )
  )

const resultOf =
  <E2, S2, R>(p: Program<E2, S2, R>): Action<R> =>
  (scope, declared) =>
    E.Functor.map(p.run(scope, declared), ([{ result }, next]) => [result, next] as const)

/**
 * Ends a model with an unnamed site: it takes the name the model is included under.
 *
 * @example
 * pipe(program, sample('z', halfCauchy(1)), yields(({ z }) => normal(0, z)))
 */
export const yields = <Env, A extends string, S extends Support>(
  from: Given<Env, Dist<A, S>>,
  options: SiteOptions = {}
): LastLine<Env, Tensor<A, S>, One<'', A>> =>
  lastLine(
    from,
    drawn((d) => declareUnnamed(d, options))
  )

const nothingUnnamed = (scope: string): Problem =>
  problem(
    scope === '' ? 'the model' : scope,
    'withOptions: this model has no unnamed site',
    'the options stand at the site that yields(…) ends a model with',
    "give them to the line itself: sample('a', normal(0, 1), { … })"
  )

/**
 * The same model with these options on its unnamed site.
 *
 * @example
 * pipe(program, yields(normal(0, 1)), withOptions({ maxVariance: 0.04 }))
 */
export const withOptions =
  (options: SiteOptions) =>
  <Env, Sites, R>(p: Program<Env, Sites, R>): Program<Env, Sites, R> =>
    programOf((scope, declared) =>
      E.Functor.map(p.run(scope, declared), ([result, next]) => {
        const here = next.sites.find((s) => s.name === scope && !declared.sites.includes(s))
        const problems =
          here === undefined ? [nothingUnnamed(scope)] : optionProblems(scope, options)
        return [
          result,
          {
            ...note(problems)(next),
            sites: next.sites.map((s) =>
              s === here ? { ...s, options: { ...s.options, ...options } } : s
            )
          }
        ] as const
      })
    )
