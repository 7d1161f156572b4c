/**
 * Options of a model: typed values decoded from text, each with a default and a description.
 *
 * @since 0.1.0
 */
import * as t from 'io-ts'

// model

/** A codec from text to A. Nothing given decodes to the default. */
export interface Option<A> extends t.Type<A, string> {
  readonly default: A
  readonly description: string
  /** What text it takes, as messages and help name it. */
  readonly expects: string
}

export interface AnyOption extends Pick<Option<unknown>, 'description' | 'expects'>, t.Mixed {
  readonly default: unknown
}

// constructors

const option = <A>(
  expects: string,
  fallback: A,
  description: string,
  show: (a: A) => string,
  parse: (text: string) => A | undefined
): Option<A> => {
  const validate: t.Validate<unknown, A> = (input, context) => {
    if (input === undefined) return t.success(fallback)
    const value = typeof input === 'string' ? parse(input.trim()) : undefined
    return value === undefined ? t.failure(input, context) : t.success(value)
  }
  const parsesTo = (u: unknown): u is A => typeof u === typeof fallback
  return Object.assign(new t.Type<A, string>(expects, parsesTo, validate, show), {
    default: fallback,
    description,
    expects
  })
}

const number =
  (expects: string, isRight: (x: number) => boolean) =>
  (fallback: number, description = ''): Option<number> =>
    option(expects, fallback, description, String, (text) => {
      const x = text === '' ? NaN : Number(text)
      return Number.isFinite(x) && isRight(x) ? x : undefined
    })

/**
 * One of a few words.
 *
 * @example
 * choice(['normal', 'horseshoe'], 'normal', 'the prior of the weights')
 */
export const choice = <const A extends string>(
  among: ReadonlyArray<A>,
  fallback: NoInfer<A>,
  description = ''
): Option<A> =>
  option<A>(`one of ${among.join(', ')}`, fallback, description, String, (text) =>
    among.find((a) => a === text)
  )

/**
 * A number.
 *
 * @example
 * realNumber(0, 'the location')
 */
export const realNumber = number('a number', () => true)
/**
 * A number above 0.
 *
 * @example
 * positiveNumber(0.1, 'the global scale')
 */
export const positiveNumber = number('a number above 0', (x) => x > 0)
/**
 * A whole number above 0.
 *
 * @example
 * positiveInteger(100, 'the number of units')
 */
export const positiveInteger = number(
  'a whole number above 0',
  (x) => x > 0 && Number.isSafeInteger(x)
)

/**
 * A whole number, of either sign.
 *
 * @example
 * wholeNumber(1, 'the seed')
 */
export const wholeNumber = number('a whole number', Number.isSafeInteger)

/**
 * true or false.
 *
 * @example
 * flag(true, 'with an intercept')
 */
export const flag = (fallback: boolean, description = ''): Option<boolean> =>
  option<boolean>('true or false', fallback, description, String, (text) =>
    text === 'true' ? true : text === 'false' ? false : undefined
  )
