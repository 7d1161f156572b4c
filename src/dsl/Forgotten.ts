/**
 * Lines that a model's code makes and never performs: a `yield*` was forgotten, and what the line
 * says would be dropped without a word.
 *
 * @since 0.2.0
 */
import { type Problem, problem } from '../ir/Problem.ts'
import { showFound } from './Misuse.ts'

// model

/** A line as its author wrote it. */
export interface Written {
  readonly word: string
  readonly name: string
}

/** The lines that one model has made and that nothing has performed yet. */
export type Pending = Set<Written>

/** Marks lines, so that one that is used as a tensor is known. */
export const lineMark = Symbol.for('farrier/line')

/** The models whose code is running now, the innermost last. Writing a model is synchronous. */
const open: Array<Pending> = []
/** Where a line is pending: it may be performed after the code that made it has gone on. */
const waiting = new WeakMap<Written, Pending>()

// combinators

/** Runs the code of a model; the lines it makes wait among `pending`. */
export const collecting = <T>(pending: Pending, code: () => T): T => {
  open.push(pending)
  try {
    return code()
  } finally {
    open.pop()
  }
}

export const made = (line: Written): Written => {
  const pending = open.at(-1)
  if (pending !== undefined) {
    pending.add(line)
    waiting.set(line, pending)
  }
  return line
}

export const performed = (line: Written): void => {
  waiting.get(line)?.delete(line)
}

// destructors

const source = ({ word, name }: Written): string =>
  word === 'yields'
    ? 'yield* yields(…)'
    : `${word === 'observe' ? '' : `const ${name} = `}yield* ${word}('${name}', …)`

/** What was forgotten, at the paths where it would have been. */
export const forgotten =
  (pathOf: (name: string) => string) =>
  (pending: Pending): ReadonlyArray<Problem> =>
    [...pending].map((line) =>
      problem(
        pathOf(line.name) || 'the model',
        `the line ${line.word} is written without yield*, so that the model does not have it`,
        'in generator notation a line becomes part of the model where it is yielded',
        source(line)
      )
    )

const isLine = (x: unknown): x is { readonly [lineMark]: Written } =>
  typeof x === 'function' && lineMark in x

export const isGenerator = (x: unknown): boolean =>
  typeof x === 'object' && x !== null && 'next' in x && Symbol.iterator in x

/** What was found in the place of a tensor, and what to do about it: often a `yield*` is missing. */
export const inPlaceOfTensor = (x: unknown): { readonly found: string; readonly try: string } => {
  if (isLine(x)) {
    const { [lineMark]: line } = x
    return {
      found: `the line ${line.word}('${line.name}', …) itself: it lacks yield*`,
      try: source(line)
    }
  }
  if (isGenerator(x))
    return { found: 'a generator: it lacks yield*', try: 'const value = yield* …, with the star' }
  return {
    found: `${showFound(x)}${x === undefined ? ' (is that name declared above?)' : ''}`,
    try: 'pass a symbol of the lines above, or a number'
  }
}
