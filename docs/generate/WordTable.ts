/**
 * Words as tables of Markdown, a table for every section of their door.
 *
 * @since 0.2.0
 */
import type { Word } from './WordsOfDoor.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|')
const code = (text: string): string => `\`${cell(text)}\``

/** A statement a line; what is indented, or closes something, belongs to the line above. */
const statements = (example: string): string =>
  example
    .replace(/\n[ ]+|\n(?=[})\]])/g, ' ')
    .replaceAll('( ', '(')
    .replaceAll(' )', ')')
    .split('\n')
    .map(code)
    .join('<br>')

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** A whole program is too long for a table: the pages of `npm run docs` have it. */
const short = ({ example }: Word): string | undefined =>
  example === undefined || /^\s*import /.test(example) ? undefined : example

const row = (word: Word, withExample: boolean): string => {
  const example = short(word)
  const cells = [code(word.name), cell(word.line)]
  if (withExample) cells.push(example === undefined ? '' : statements(example))
  return `| ${cells.join(' | ')} |`
}

const table = (words: ReadonlyArray<Word>): ReadonlyArray<string> => {
  const withExample = words.some((word) => short(word) !== undefined)
  return [
    withExample ? '| word | what it is | example |' : '| word | what it is |',
    withExample ? '|---|---|---|' : '|---|---|',
    ...words.map((word) => row(word, withExample))
  ]
}

/** Values first, then the types of a section. */
const sectionText = (words: ReadonlyArray<Word>): ReadonlyArray<string> => {
  const [values, types] = [false, true].map((isType) => words.filter((w) => w.isType === isType))
  return [
    ...(values === undefined || values.length === 0 ? [] : [...table(values), '']),
    ...(types === undefined || types.length === 0
      ? []
      : [...table(types).with(0, '| type | what it is |'), ''])
  ]
}

export const wordTables = (words: ReadonlyArray<Word>, level = '##'): string =>
  [...new Set(words.map(({ section }) => section))]
    .flatMap((section) => [
      `${level} ${capital(section)}`,
      '',
      ...sectionText(words.filter((w) => w.section === section))
    ])
    .join('\n')
    .trimEnd()
