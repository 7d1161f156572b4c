/**
 * Codecs that several files share. Numbers of JSON are finite already (`ReadJson.ts`).
 *
 * @since 0.2.0
 */
import * as t from 'io-ts'

/** A whole number that a float64 tells from its neighbours. */
export const wholeNumber = new t.Type<number, number>(
  'whole number',
  t.number.is,
  (u, context) =>
    typeof u === 'number' && Number.isSafeInteger(u) ? t.success(u) : t.failure(u, context),
  t.identity
)

/** A number of things: whole, 0 or more. */
export const count = new t.Type<number, number>(
  'number of things',
  t.number.is,
  (u, context) =>
    typeof u === 'number' && Number.isSafeInteger(u) && u >= 0
      ? t.success(u)
      : t.failure(u, context),
  t.identity
)

/** The same; 0 in files of a time before there was this field. */
export const countOrNone = new t.Type<number, number>(
  count.name,
  count.is,
  (u, context) => count.validate(u === undefined ? 0 : u, context),
  t.identity
)

/** A value, or null where there is none. */
export const orNull = <A>(codec: t.Type<A, unknown>): t.Type<A | null, unknown> =>
  new t.Type<A | null, unknown>(
    codec.name,
    (u): u is A | null => u === null || codec.is(u),
    (u, context) => (u === null ? t.success(null) : codec.validate(u, context)),
    t.identity
  )
