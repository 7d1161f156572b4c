/**
 * The options of a command as a table of codecs: one row says what text it takes, what that means,
 * and what the help says.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as t from 'io-ts'
import type { Option } from '../../dsl/index.ts'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'

// model

/** `placeholder` undefined: a switch without a value. `isRepeated`: may be given several times. */
export interface Row<A> extends t.Type<A, unknown> {
  readonly placeholder: string | undefined
  readonly description: string
  readonly expects: string
  /** As the help shows it; undefined where there is none. */
  readonly fallback: string | undefined
  readonly isRequired: boolean
  readonly isRepeated: boolean
  /** A switch that `--no-…` turns off. */
  readonly isNegatable: boolean
}

export interface AnyRow extends Omit<Row<unknown>, keyof t.Type<unknown, unknown>>, t.Mixed {}

export type Table = Readonly<Record<string, AnyRow>>
export type Chosen<T extends Table> = { readonly [K in keyof T]: t.TypeOf<T[K]> }

// constructors

interface Facts {
  readonly placeholder: string | undefined
  readonly description: string
  readonly expects: string
  readonly fallback?: string
  readonly isRequired?: boolean
  readonly isRepeated?: boolean
  readonly isNegatable?: boolean
}

const row = <A>(codec: t.Type<A, unknown>, facts: Facts): Row<A> =>
  Object.assign(new t.Type<A, unknown>(codec.name, codec.is, codec.validate, codec.encode), {
    fallback: undefined,
    isRequired: false,
    isRepeated: false,
    isNegatable: false,
    ...facts
  })

/** A value with a default: the options of models are these too. */
export const value = <A>(placeholder: string, option: Option<A>): Row<A> =>
  row(option, {
    placeholder,
    description: option.description,
    expects: option.expects,
    fallback: String(option.default)
  })

/** A value that stays undefined where it is not given. */
export const perhaps = <A>(placeholder: string, option: Option<A>): Row<A | undefined> =>
  row(t.union([t.undefined, option]), {
    placeholder,
    description: option.description,
    expects: option.expects
  })

const texts = { expects: 'a text' }

/** An empty text names nothing. */
const someText = new t.Type<string, unknown>(
  'text',
  t.string.is,
  (u, c) => (typeof u === 'string' && u !== '' ? t.success(u) : t.failure(u, c)),
  t.identity
)

export const text = (placeholder: string, description: string): Row<string> =>
  row(someText, { ...texts, placeholder, description, isRequired: true })
export const textOr = (placeholder: string, fallback: string, description: string): Row<string> =>
  row(
    new t.Type<string, unknown>(
      'text',
      t.string.is,
      (u, c) => (u === undefined ? t.success(fallback) : t.string.validate(u, c)),
      t.identity
    ),
    { ...texts, placeholder, description, fallback }
  )
/** A text that has a meaning, empty unless given. */
export const textAs = (
  placeholder: string,
  meaning: (text: string) => unknown,
  expects: string,
  description: string
): Row<string> =>
  row(
    new t.Type<string, unknown>(
      'text',
      t.string.is,
      (u = '', c) =>
        typeof u === 'string' && meaning(u) !== undefined ? t.success(u) : t.failure(u, c),
      t.identity
    ),
    { placeholder, description, expects, fallback: '' }
  )
export const perhapsText = (placeholder: string, description: string): Row<string | undefined> =>
  row(t.union([t.undefined, someText]), { ...texts, placeholder, description })
export const manyTexts = (placeholder: string, description: string): Row<ReadonlyArray<string>> =>
  row(
    new t.Type<ReadonlyArray<string>, unknown>(
      'texts',
      t.readonlyArray(t.string).is,
      (u, c) => t.readonlyArray(t.string).validate(u ?? [], c),
      t.identity
    ),
    { ...texts, placeholder, description, isRepeated: true }
  )

const switchRow = (
  fallback: boolean,
  description: string,
  more: Pick<Facts, 'fallback' | 'isNegatable'>
): Row<boolean> =>
  row(
    new t.Type<boolean, unknown>(
      'switch',
      t.boolean.is,
      (u, c) => t.boolean.validate(u ?? fallback, c),
      t.identity
    ),
    { placeholder: undefined, description, expects: 'no value', ...more }
  )

/** At least one text; a run of 0.1.0 has a single one. */
export const someTexts = (placeholder: string, description: string): Row<ReadonlyArray<string>> => {
  const many = t.readonlyArray(t.string)
  return row(
    new t.Type<ReadonlyArray<string>, unknown>(
      'some texts',
      many.is,
      (u, c) =>
        typeof u === 'string'
          ? t.success([u])
          : Array.isArray(u) && u.length > 0
            ? many.validate(u, c)
            : t.failure(u, c),
      t.identity
    ),
    { ...texts, placeholder, description, isRequired: true, isRepeated: true }
  )
}
export const onOff = (description: string): Row<boolean> => switchRow(false, description, {})

/** A switch with both spellings: `--shrink`, `--no-shrink`. */
export const onOffOr = (fallback: boolean, description: string): Row<boolean> =>
  switchRow(fallback, description, { fallback: fallback ? 'on' : 'off', isNegatable: true })

// combinators

/** `klWarmUp` → `--kl-warm-up`. */
export const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`

const problemsOf = (table: Table, command: string, errors: t.Errors): ReadonlyArray<Problem> => [
  ...new Map(
    errors.flatMap((e) => {
      const name = e.context.map((c) => c.key).find((k) => k in table) ?? ''
      const found = table[name]
      if (found === undefined) return []
      const given = e.context.find((c) => c.key === name)?.actual
      return [
        [
          name,
          problem(
            `${command} ${flagOf(name)}`,
            given === undefined
              ? 'this option is needed'
              : `expected ${found.expects}, found '${String(given)}'`,
            `${flagOf(name)}: ${found.description}`,
            found.fallback === undefined
              ? `${command} --help`
              : `leave it out for the default, ${found.fallback}`
          )
        ] as const
      ]
    })
  ).values()
]

// destructors

/** Typed values of the options given, or everything that is wrong with them. */
export const decodeOptions =
  <T extends Table>(command: string, table: T) =>
  (given: unknown): E.Either<Problems, Chosen<T>> => {
    const codec = t.readonly(t.type<{ -readonly [K in keyof T]: T[K] }>(table))
    const decoded = codec.decode(given)
    if (E.isRight(decoded)) return E.right(decoded.right)
    const problems = problemsOf(table, command, decoded.left)
    return E.left(
      isNonEmpty(problems)
        ? problems
        : of(
            problem(
              command,
              'the options do not decode',
              'they are decoded by name',
              `${command} --help`
            )
          )
    )
  }

/** `['a=1', 'b=2']` as a record, or the first that is not of that form. */
export const assignments = (
  where: string,
  given: ReadonlyArray<string>
): E.Either<Problems, Readonly<Record<string, string>>> => {
  const wrong = given
    .filter((g) => !/^[^=\s]+=/.test(g))
    .map((g) =>
      problem(
        where,
        `expected name=value, found '${g}'`,
        'a setting has a name and a value',
        `${where} name=value`
      )
    )
  return isNonEmpty(wrong)
    ? E.left(wrong)
    : E.right(
        Object.fromEntries(
          given.map((g) => [g.slice(0, g.indexOf('=')), g.slice(g.indexOf('=') + 1)])
        )
      )
}
