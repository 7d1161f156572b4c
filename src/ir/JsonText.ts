/**
 * JSON text as a value, read more strictly than `JSON.parse` does, in time and memory that follow the
 * length of the text.
 *
 * Refused besides what is not JSON: a key that an object has twice (which `JSON.parse` lets the last
 * of win without a word), a number beyond all numbers (1e999 would be infinite, and null when it is
 * written again), and texts over the budget, before anything is made of them.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'

/** Of one text: its length, its numbers, texts, lists and objects, and how deep they are nested. */
export interface TextBudget {
  readonly textBytes: number
  readonly values: number
  readonly depth: number
}

/** What the text asks for, and the first key that is there twice. */
export interface Weight {
  readonly values: number
  readonly depth: number
  readonly twice: string | undefined
}

const QUOTE = 0x22,
  BACKSLASH = 0x5c,
  COMMA = 0x2c,
  COLON = 0x3a
const opens = (code: number): boolean => code === 0x7b || code === 0x5b
const closes = (code: number): boolean => code === 0x7d || code === 0x5d

/** Where the text that begins at a quote ends: behind its other quote, or where there is no more. */
const endOfText = (text: string, from: number): number => {
  let at = from + 1
  while (at < text.length && text.charCodeAt(at) !== QUOTE)
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return Math.min(at + 1, text.length)
}

/** A key as it is meant: `"\u0061"` is `a`. What is not JSON stays as it is. */
const meant = (quoted: string): string =>
  quoted.includes('\\')
    ? pipe(
        E.tryCatch(
          () => String(JSON.parse(quoted)),
          () => quoted
        ),
        E.toUnion
      )
    : quoted.slice(1, -1)

/** One pass over any text, JSON or not; it ends where that is deeper than `deepest`. */
export const weigh = (text: string, deepest: number): Weight => {
  const keys: Array<Set<string>> = [new Set()]
  let values = 1
  let depth = 0
  let last = ''
  let twice: string | undefined
  for (let at = 0; at < text.length && depth <= deepest;) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfText(text, at)
      last = text.slice(at, end)
      at = end
      continue
    }
    if (opens(code)) {
      keys.push(new Set())
      values += 1
      depth = Math.max(depth, keys.length - 1)
    } else if (closes(code) && keys.length > 1) keys.pop()
    else if (code === COMMA) values += 1
    else if (code === COLON) {
      const key = meant(last)
      if (keys.at(-1)?.has(key) === true) twice ??= key
      keys.at(-1)?.add(key)
    }
    at += 1
  }
  return { values, depth, twice }
}

/** Where the parser came to what it could not read, if it says so. */
const placeIn = (error: unknown): string => {
  const [, position] = /at position (\d+)/.exec(String(error)) ?? []
  return position === undefined ? '' : ` from character ${Number(position) + 1} on`
}

/** Whether a number may be beyond all numbers: of most texts none is, and no value is looked at twice. */
const mayBeBeyond = (text: string): boolean => /\d[eE]\+?0*[1-9]\d\d|\d{200}/.test(text)

const parsed = (text: string): E.Either<string, unknown> => {
  let beyond = false
  const look = (_: string, value: unknown): unknown => {
    beyond ||= typeof value === 'number' && !Number.isFinite(value)
    return value
  }
  const json = E.tryCatch(
    (): unknown => (mayBeBeyond(text) ? JSON.parse(text, look) : JSON.parse(text)),
    (error) => `it does not parse${placeIn(error)}`
  )
  return beyond ? E.left('a number in it is beyond all numbers') : json
}

/** The value of a text within a budget, or why it is none. */
export const readJsonText =
  ({ textBytes, values, depth }: TextBudget) =>
  (text: string): E.Either<string, unknown> => {
    if (text.length > textBytes)
      return E.left(`it is longer than ${textBytes} bytes, the budget of such a text`)
    const found = weigh(text, depth)
    if (found.depth > depth)
      return E.left(`it is nested deeper than ${depth} levels, the budget of such a text`)
    if (found.values > values)
      return E.left(`it holds more than ${values} values, the budget of such a text`)
    return pipe(
      parsed(text),
      E.filterOrElse(
        () => found.twice === undefined,
        () => `the name '${found.twice ?? ''}' is there twice`
      )
    )
  }
