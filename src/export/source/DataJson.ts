/**
 * Data of an emitted model as JSON: its slots by their identifiers, arrays as lists of lists.
 *
 * Real numbers have a point or an exponent, so that a reader that tells them apart does not take
 * them for integers; of float32 numbers they are the shortest decimals that read back.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type NamedArray, evaluate } from '../../expr/numbers/Reference.ts'
import { shortestText } from '../../expr/numbers/ShortestText.ts'
import { ref } from '../../expr/Expr.ts'
import { type Problem, problem } from '../../ir/Problem.ts'
import type { EmittedSlot } from './ModelToEmit.ts'

/** Sizes of axes, and arrays by data slot, observed site and end. */
export interface DataToEmit {
  readonly sizes: ReadonlyMap<string, number>
  readonly values: ReadonlyMap<string, NamedArray>
}

/** Float32 numbers as the decimals that they are written by: what a reader has of them. */
export const asWritten = (x: NamedArray): NamedArray =>
  x.values instanceof Float32Array
    ? { ...x, values: Float64Array.from(x.values, (v) => Number(shortestText(v))) }
    : x

const real = (x: number): string => {
  const text = String(x)
  return /[.e]/.test(text) ? text : `${text}.0`
}

const nested = (shape: ReadonlyArray<number>, texts: ReadonlyArray<string>): string => {
  const [size, ...inner] = shape
  if (size === undefined) return texts[0] ?? ''
  const step = inner.reduce((a, b) => a * b, 1)
  const parts = Array.from({ length: size }, (_, i) =>
    nested(inner, texts.slice(i * step, (i + 1) * step))
  )
  return `[${parts.join(', ')}]`
}

const slotText = (
  { name, axes, holds, shift }: EmittedSlot,
  { sizes, values }: DataToEmit
): E.Either<Problem, string> => {
  const absent = E.left(
    problem(name, 'no value is bound to it', 'the emitted model is given it', 'give it with --data')
  )
  if (holds === 'size') {
    const size = sizes.get(name)
    return size === undefined ? absent : E.right(String(size))
  }
  const array = values.get(name)
  if (array === undefined) return absent
  const laidOut = evaluate({ sizes, values: new Map([[name, asWritten(array)]]) })(ref(name, axes))
  const lost = laidOut.values.find((x) => !Number.isFinite(x))
  if (lost !== undefined)
    return E.left(
      problem(name, `a value of it is ${lost}`, 'JSON has finite numbers only', 'leave its row out')
    )
  const text = (x: number): string => (holds === 'integer' ? String(x + shift) : real(x + shift))
  return E.right(nested(laidOut.sizes, Array.from(laidOut.values, text)))
}

/** Errors: a slot without a value, or with one that is no number. */
export const dataJson =
  (slots: ReadonlyArray<EmittedSlot>) =>
  (data: DataToEmit): E.Either<Problem, string> =>
    pipe(
      slots,
      E.traverseArray((slot) =>
        pipe(
          slotText(slot, data),
          E.map((text) => `  ${JSON.stringify(slot.identifier)}: ${text}`)
        )
      ),
      E.map((lines) => `{\n${lines.join(',\n')}\n}\n`)
    )
