/**
 * Models with options: what a model file exports when some of its choices are left to the command
 * line.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as t from 'io-ts'
import { type Problem, problem, type Problems } from '../ir/Problem.ts'
import { attempt } from './Misuse.ts'
import type { AnyOption } from './Option.ts'
import type { Program } from './Program.ts'

// model

/** Marks configurable models, so that an exported value can be recognised as one. */
export const configurableMark = Symbol.for('farrier/configurable')

/** Options by name, as text: what `--set name=value` gives. */
export type Settings = Readonly<Record<string, string>>

/** An option as help and messages show it. */
export interface OptionDescription {
  readonly name: string
  readonly expects: string
  readonly default: string
  readonly description: string
}

/** What `configurable` gives: a model for each choice of its options. */
export interface Configurable<Env, Sites, R> {
  readonly [configurableMark]: true
  readonly options: ReadonlyArray<OptionDescription>
  /** The program under these settings, or everything that is wrong with them. */
  readonly configure: (settings: Settings) => E.Either<Problems, Program<Env, Sites, R>>
}

// constructors

type Options = Readonly<Record<string, AnyOption>>
type Decoded<O extends Options> = { readonly [K in keyof O]: t.TypeOf<O[K]> }

const describe = (options: Options): ReadonlyArray<OptionDescription> =>
  Object.entries(options).map(([name, o]) => ({
    name,
    expects: o.expects,
    default: String(o.default),
    description: o.description
  }))

const showOptions = (options: ReadonlyArray<OptionDescription>): string =>
  options.length === 0
    ? 'leave it out: this model has no options'
    : `known: ${options.map((o) => `${o.name} (${o.expects}; default ${o.default})`).join(', ')}`

const unknownProblems = (
  options: ReadonlyArray<OptionDescription>,
  settings: Settings
): ReadonlyArray<Problem> =>
  Object.keys(settings)
    .filter((name) => !options.some((o) => o.name === name))
    .map((name) =>
      problem(
        `option ${name}`,
        'this model has no option of that name',
        'options are declared by the model file',
        showOptions(options)
      )
    )

const valueProblems = (
  options: ReadonlyArray<OptionDescription>,
  errors: t.Errors
): ReadonlyArray<Problem> =>
  errors.flatMap((e) => {
    const name = e.context
      .map((c) => c.key)
      .filter((k) => k !== '')
      .join('.')
    return options
      .filter((o) => o.name === name)
      .map((o) =>
        problem(
          `option ${name}`,
          `expected ${o.expects}, found '${String(e.value)}'`,
          o.description === ''
            ? 'the model cannot be written with that value'
            : `it is ${o.description}`,
          `leave it out for the default, ${o.default}`
        )
      )
  })

/**
 * A model that depends on options:
 * `configurable({ tau0: positiveNumber(1e-5, 'the global scale') }, ({ tau0 }) => …)`. The function
 * receives decoded, typed values.
 *
 * @example
 * configurable({ scale: positiveNumber(5) }, ({ scale }) =>
 *   pipe(program, sample('a', normal(0, scale)))
 * )
 */
export const configurable = <O extends Options, Env, Sites, R>(
  options: O,
  model: (chosen: Decoded<O>) => Program<Env, Sites, R>
): Configurable<Env, Sites, R> => {
  const described = describe(options)
  const codec = t.readonly(t.type<{ -readonly [K in keyof O]: O[K] }>(options))
  return {
    [configurableMark]: true,
    options: described,
    configure: (settings) => {
      const decoded = codec.decode(settings)
      const problems = [
        ...unknownProblems(described, settings),
        ...(E.isLeft(decoded) ? valueProblems(described, decoded.left) : [])
      ]
      return isNonEmpty(problems) || E.isLeft(decoded)
        ? E.left(
            isNonEmpty(problems)
              ? problems
              : of(
                  problem(
                    'options',
                    'expected options by name',
                    'they are decoded by name',
                    showOptions(described)
                  )
                )
          )
        : pipe(
            attempt('the model', () => model(decoded.right)),
            E.mapLeft(of)
          )
    }
  }
}

// destructors

export const isConfigurable = (x: unknown): x is Configurable<unknown, unknown, unknown> =>
  typeof x === 'object' && x !== null && configurableMark in x
