/**
 * The commands as Markdown, from their table: what each does, examples, every option with its
 * default.
 *
 * @since 0.2.0
 */
import { commands, type Entry, type Loaded } from '../../src/cli/commands/Commands.ts'
import { type AnyRow, flagOf } from '../../src/cli/options/OptionTable.ts'

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``

/** `explain <model.ts>`. */
const usage = ({ name, argument }: Entry): string =>
  argument === undefined ? name : `${name} <${argument[0]}>`

const fallbackOf = ({ fallback, isRequired }: AnyRow): string =>
  isRequired ? 'needed' : fallback === undefined ? '' : code(fallback)

const optionRow = (name: string, row: AnyRow): string => {
  const flag = flagOf(name)
  const typed = row.placeholder === undefined ? flag : `${flag} ${row.placeholder}`
  const opposite = row.isNegatable ? `, ${code(flag.replace(/^--/, '--no-'))}` : ''
  const choices = row.expects.startsWith('one of ') ? ` (${row.expects})` : ''
  const meaning = `${row.description}${choices}`.replaceAll('|', '\\|')
  return `| ${code(typed)}${opposite} | ${fallbackOf(row)} | ${meaning} |`
}

const options = ({ table }: Loaded): ReadonlyArray<string> =>
  Object.keys(table).length === 0
    ? ['No options but `--json`.']
    : [
        '| option | default | |',
        '|---|---|---|',
        ...Object.entries(table).map(([name, row]) => optionRow(name, row))
      ]

const examples = (entry: Entry): ReadonlyArray<string> => [
  '```',
  ...entry.examples.flatMap(({ words, does }) => [`# ${does}`, `farrier ${words}`]),
  '```'
]

const section = (entry: Entry, loaded: Loaded): ReadonlyArray<string> => [
  '',
  `### ${entry.name}`,
  '',
  `\`farrier ${usage(entry)}\`: ${entry.description}.`,
  ...(entry.argument === undefined
    ? []
    : ['', `${code(`<${entry.argument[0]}>`)} is ${entry.argument[1]}.`]),
  '',
  ...examples(entry),
  '',
  ...options(loaded)
]

/** All commands: first a line for each. */
export const commandSections = async (): Promise<string> => {
  const sections = await Promise.all(commands.map(async (c) => section(c, await c.load())))
  return [
    '| command | what it does |',
    '|---|---|',
    ...commands.map((c) => `| [${code(usage(c))}](#${c.name}) | ${c.description} |`),
    ...sections.flat()
  ].join('\n')
}
