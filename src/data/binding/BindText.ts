/**
 * `--bind slot=column`, `slot=a,b,c` and `slot=prefix*` as patterns of column names. A name with
 * commas stands in quotes, as in CSV: `slot="a, b",c`.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { problem, type Problems } from '../../ir/Problem.ts'

/** Names of columns by what they are bound to; `x*` stands for all that begin with x. */
export type ColumnBindings = ReadonlyMap<string, ReadonlyArray<string>>

const where = '--bind'

/** Between commas; what stands in quotes may have them. */
const namesIn = (text: string): ReadonlyArray<string> =>
  (text.match(/(?:"[^"]*"|[^,])+|(?<=^|,)(?=,|$)/g) ?? [''])
    .map((part) => part.trim())
    .map((part) => /^"([^"]*)"$/.exec(part)?.[1] ?? part)

/** Texts as they are given on the command line. Errors: another form, a name bound twice. */
export const parseBindings = (given: ReadonlyArray<string>): E.Either<Problems, ColumnBindings> => {
  const pairs = given.map((text) => {
    const at = text.indexOf('=')
    return {
      text,
      name: text.slice(0, Math.max(0, at)).trim(),
      columns: namesIn(text.slice(at + 1))
    }
  })
  const problems = pairs.flatMap(({ text, name, columns }, i) =>
    name === '' || columns.includes('')
      ? [
          problem(
            where,
            `expected name=column, found '${text}'`,
            'a slot, observation or axis of the model is bound to columns of the data',
            `${where} y=outcome, ${where} x=age,weight or ${where} x=measure_*`
          )
        ]
      : pairs.findIndex((pair) => pair.name === name) < i
        ? [
            problem(
              where,
              `'${name}' is bound twice`,
              'it takes its values from one place',
              `list the columns of a matrix with commas: ${where} ${name}=a,b,c`
            )
          ]
        : []
  )
  return isNonEmpty(problems)
    ? E.left(problems)
    : E.right(new Map(pairs.map(({ name, columns }) => [name, columns])))
}

/** The names that a pattern stands for, in the order of the file. */
export const matching = (pattern: string, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  pattern.endsWith('*')
    ? names.filter((name) => name.startsWith(pattern.slice(0, -1)))
    : names.filter((name) => name === pattern)
