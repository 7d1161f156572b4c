/**
 * Models as values: a program is a list of lines, each of which sees the symbols of the lines
 * above. Building it runs every continuation exactly once.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Action, chain, fromEither, pathOf, succeed } from './Declared.ts'
import { lineMark, made, performed, type Written } from './Forgotten.ts'
import { attempt, misuse } from './Misuse.ts'

// model

/** Marks programs, so that an exported value can be recognised as one. */
export const programMark = Symbol.for('farrier/program')

/** The empty environment, and no sites. */
export type Nothing = { readonly [K in never]: never }

/** Env: what the lines below see. Sites: path → axes. R: what including it gives. */
export interface Program<out Env, out Sites, out R = void> {
  readonly [programMark]: true
  readonly run: Action<{ readonly env: Env; readonly result: R }>
  readonly _sites?: Sites
}

/** The sites of a program: path → axes. */
export type SitesOf<P> = P extends Program<unknown, infer Sites, unknown> ? Sites : never

type Taken<N extends string> = `site '${N}' is already named in this program`
type Misnamed<N extends string> = `'${N}' is not a site name: letters, digits, '_' and '-' only`
/** A name that Env does not have yet. */
export type Fresh<N extends string, Env> = N extends keyof Env
  ? Taken<N>
  : N extends '' | `${string}${'/' | ':' | '.' | ' '}${string}`
    ? Misnamed<N>
    : N

export type Join<A, B> = {
  readonly [K in keyof A | keyof B]: K extends keyof A ? A[K] : K extends keyof B ? B[K] : never
}

/**
 * Type of one line: a function of the program above it; in generator notation, something to
 * `yield*`.
 */
export interface Line<N extends string, Env, T, Sites> extends Yielded<T, Sites, N> {
  <Before>(
    p: Program<Env, Before>
  ): Program<
    { readonly [K in keyof Env | N]: K extends keyof Env ? Env[K] : T },
    Join<Before, Sites>
  >
}
/** The last line: it gives the program its result. */
export interface LastLine<Env, R, Sites> extends Yielded<R, Sites, ''> {
  <Before>(p: Program<Env, Before>): Program<Env, Join<Before, Sites>, R>
}

/** Generator notation: `yield*` it to get its symbol. */
export interface Yielded<T, Sites, N extends string> {
  readonly [Symbol.iterator]: () => Iterator<Instruction<Sites, N>, T, unknown>
}
/** What a generator hands to `model`. */
export interface Instruction<in out Sites, out N extends string = string> extends Performable {
  /** Its line: by it the checker tells hundreds of instructions apart without comparing their sites. */
  readonly line: N
  readonly _sites?: (s: Sites) => Sites
}
export interface Performable {
  readonly perform: Action<unknown>
}

/** What a line may be given: a value, or a function of the symbols above. */
export type Given<Env, T extends object> = T | ((env: Env) => T)

// constructors

export const programOf = <Env, Sites, R>(
  run: Program<Env, Sites, R>['run']
): Program<Env, Sites, R> => ({ [programMark]: true, run })

const empty: Nothing = {}
/**
 * Where every program starts: no lines.
 *
 * @example
 * pipe(program, sample('a', normal(0, 5)), observe('b', ({ a }) => normal(a, 1)))
 */
export const program: Program<Nothing, Nothing> = programOf(
  succeed({ env: empty, result: undefined })
)

/** What the lines below see; in types of the surface without this name, so that messages list the sites. */
type Put<E, N extends string, T> = {
  readonly [K in keyof E | N]: K extends keyof E ? E[K] : T
}
const put = <Env, N extends string, T>(env: Env, name: string, value: T): Put<Env, N, T> =>
  // cast: a computed key widens to string, so the type of the extended record cannot be inferred
  // oxlint-disable-next-line typescript/consistent-type-assertions
  ({ [name]: value, ...env }) as Put<Env, N, T>

/** The iterator of one action: it hands the action over and gives back what it was performed to. */
const iterator = <T, Sites, N extends string>(
  written: Written,
  line: N,
  action: Action<T>
): Yielded<T, Sites, N>[typeof Symbol.iterator] =>
  function* () {
    performed(written)
    const results: Array<T> = []
    yield {
      line,
      perform: (scope, declared) =>
        pipe(
          action(scope, declared),
          E.map(([value, next]) => {
            results.push(value)
            return [value, next] as const
          })
        )
    }
    for (const result of results) return result
    return misuse(
      '',
      'a line of a model was yielded outside a model',
      'its symbol exists only while the model is being written',
      'wrap the generator: model(function* () { … })'
    )
  }

const isFunction = <Env, T extends object>(given: Given<Env, T>): given is (env: Env) => T =>
  typeof given === 'function'

/** In generator notation there is no environment: the symbols are the generator's own constants. */
const withoutEnv = <T extends object>(given: Given<never, T>): T =>
  !isFunction(given)
    ? given
    : lineMark in given
      ? misuse(
          '',
          'a line was given in the place of what it yields',
          'a line binds the value of one distribution or model to one name',
          'yield* that line by itself, and give its symbol'
        )
      : misuse(
          '',
          'a function was given in generator notation',
          'there the symbols above are constants of the generator',
          'give the distribution or the model itself'
        )

const resolve =
  <T extends object, U>(name: string, act: (value: T) => Action<U>, value: () => T): Action<U> =>
  (scope, declared) =>
    pipe(fromEither(attempt(pathOf(scope, String(name)) || 'the model', value)), chain(act))(
      scope,
      declared
    )

/** The name of a line is what its type says; what is no name is refused where it is declared. */
const isNamed = <N extends string>(name: unknown): name is N => name !== undefined

/** A line that binds its value to a name. `act` is performed on what was given. */
export const line = <N extends string, Env, T extends object, U, Sites>(
  word: string,
  name: string,
  given: Given<Env, T>,
  act: (value: T) => Action<U>
): Line<N, Env, U, Sites> => {
  const written = made({ word, name: String(name) })
  return Object.assign(
    <Before>(
      p: Program<Env, Before>
    ): Program<
      { readonly [K in keyof Env | N]: K extends keyof Env ? Env[K] : U },
      Join<Before, Sites>
    > => {
      performed(written)
      return programOf(
        pipe(
          p.run,
          chain(({ env }) =>
            pipe(
              resolve(name, act, () => (isFunction(given) ? given(env) : given)),
              chain((value) => succeed({ env: put(env, name, value), result: undefined }))
            )
          )
        )
      )
    },
    {
      [lineMark]: written,
      [Symbol.iterator]: (): Iterator<Instruction<Sites, N>, U, unknown> =>
        isNamed<N>(name)
          ? iterator<U, Sites, N>(
              written,
              name,
              resolve(name, act, () => withoutEnv(given))
            )()
          : misuse('', 'a line without a name', 'a line is known by it', 'give one')
    }
  )
}

/** A line that ends its program. */
export const lastLine = <Env, T extends object, R, Sites>(
  given: Given<Env, T>,
  act: (value: T) => Action<R>
): LastLine<Env, R, Sites> => {
  const written = made({ word: 'yields', name: '' })
  return Object.assign(
    <Before>(p: Program<Env, Before>): Program<Env, Join<Before, Sites>, R> => {
      performed(written)
      return programOf(
        pipe(
          p.run,
          chain(({ env }) =>
            pipe(
              resolve('', act, () => (isFunction(given) ? given(env) : given)),
              chain((result) => succeed({ env, result }))
            )
          )
        )
      )
    },
    {
      [lineMark]: written,
      [Symbol.iterator]: iterator<R, Sites, ''>(
        written,
        '',
        resolve('', act, () => withoutEnv(given))
      )
    }
  )
}

// combinators

/**
 * Ends a program with a result: what including it gives.
 *
 * @example
 * pipe(program, sample('a', normal(0, 1)), returns(({ a }) => exp(a)))
 */
export const returns =
  <Env, R>(f: (env: Env) => R) =>
  <Sites>(p: Program<Env, Sites>): Program<Env, Sites, R> =>
    programOf(
      pipe(
        p.run,
        chain(
          ({ env }) =>
            (scope, declared) =>
              pipe(
                fromEither(attempt(scope === '' ? 'the model' : scope, () => f(env))),
                chain((result) => succeed({ env, result }))
              )(scope, declared)
        )
      )
    )

/**
 * Goes on with the result of a program, in the same scope.
 *
 * @example
 * pipe(program, yields(normal(0, 1)), andThen((z) => pipe(program, returns(() => exp(z)))))
 */
export const andThen =
  <R, E2, S2, R2>(f: (result: R) => Program<E2, S2, R2>) =>
  <Env, Sites>(p: Program<Env, Sites, R>): Program<E2, Join<Sites, S2>, R2> =>
    programOf(
      pipe(
        p.run,
        chain(
          ({ result }) =>
            (scope, declared) =>
              pipe(
                fromEither(attempt(scope === '' ? 'the model' : scope, () => f(result))),
                chain((next) => next.run)
              )(scope, declared)
        )
      )
    )

// destructors

/**
 * Is it a model? Also of values that are read from a file.
 *
 * @example
 * isProgram(eightSchools)
 */
export const isProgram = (x: unknown): x is Program<unknown, unknown, unknown> =>
  typeof x === 'object' && x !== null && programMark in x
