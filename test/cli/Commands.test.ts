/** The table of commands: nothing is left out of it, and what it shows as examples can be typed. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { commands } from '../../src/cli/commands/Commands.ts'
import { decodeOptions, flagOf, type Table } from '../../src/cli/options/OptionTable.ts'

const words: Readonly<Record<string, string>> = { Evaluate: 'eval' }

test('every command has its row', () => {
  const files = readdirSync(fileURLToPath(new URL('../../src/cli/commands', import.meta.url)))
    .filter((name) => name.endsWith('Command.ts'))
    .map((name) => name.replace(/Command[.]ts$/, ''))
  expect(files.map((name) => words[name] ?? name.toLowerCase()).toSorted()).toEqual(
    commands.map(({ name }) => name).toSorted()
  )
})

/** Options as they would be typed: a flag and its value, a switch alone. */
const given = (table: Table, typed: ReadonlyArray<string>): Readonly<Record<string, unknown>> => {
  const options: Record<string, unknown> = {}
  for (let i = 0; i < typed.length; i++) {
    const name = Object.keys(table).find((n) => flagOf(n) === typed[i])
    const row = name === undefined ? undefined : table[name]
    if (name === undefined || row === undefined) throw new Error(`no option ${typed[i]}`)
    const text = row.placeholder === undefined ? true : typed[++i]
    options[name] = row.isRepeated ? [text] : text
  }
  return options
}

const examples = commands.flatMap((entry) =>
  entry.examples.map(({ words: typed }) => [typed, entry] as const)
)

test.each(examples)('farrier %s', async (typed, { name, argument, load }) => {
  const { table } = await load()
  const [command, ...rest] = typed.split(' ')
  expect(command).toBe(name)
  const options = given(table, argument === undefined ? rest : rest.slice(1))
  // an option that is needed may be that of the run which is resumed
  const needed = options['resume'] === true ? { data: 'mnist' } : {}
  expect(isRight(decodeOptions(`farrier ${name}`, table)({ ...needed, ...options }))).toBe(true)
})
