/**
 * The command line: which commands there are, and from the words of a person to one of them.
 *
 * @since 0.1.0
 */
import { Command as Parser, CommanderError } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { problem, type Problems } from '../ir/Problem.ts'
import { visibleLines } from '../ir/Visible.ts'
import type { Capabilities, Command, Report } from './Command.ts'
import { signalCodes } from './Processes.ts'
import { commands, type Entry, type Loaded } from './commands/Commands.ts'
import { internalProblem } from './InternalProblem.ts'
import { flagOf, type Table } from './options/OptionTable.ts'
import { drawProblems } from './ShowProblems.ts'

// model

/**
 * Of the process: a result, something wrong, a command that cannot be read, a fit that is saved and
 * has not converged, one that a check says not to trust, a model with warnings. Interrupted and
 * saved, it is that of the signal.
 */
export const exitCodes = { done: 0, problem: 1, usage: 2, unconverged: 3, untrusted: 4, warned: 5 }

type Given = Readonly<Record<string, unknown>>

interface Chosen {
  readonly command: Command<Report>
  readonly asJson: boolean
}

// combinators

const collect = (value: string, before: ReadonlyArray<string> = []): ReadonlyArray<string> => [
  ...before,
  value
]

const addOptions = (parser: Parser, table: Table): void =>
  Object.entries(table).forEach(([name, row]) => {
    const flags = `${flagOf(name)}${row.placeholder === undefined ? '' : ` ${row.placeholder}`}`
    const words = `${row.description}${row.fallback === undefined ? '' : ` (default ${row.fallback})`}`
    if (row.isRepeated) parser.option(flags, words, collect)
    else parser.option(flags, words)
    if (row.isNegatable) parser.option(flags.replace(/^--/, '--no-'), 'the opposite')
  })

const flagsOf = (parser: Parser): string => parser.options.map((o) => o.long ?? '').join(', ')

/** What the parser refuses, in the form of every other message. */
const usageProblem = (name: string, parser: Parser, error: CommanderError): Problems =>
  of(
    problem(
      name,
      error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '),
      'this command is not written that way',
      `${parser.options.length > 0 && name !== 'farrier' ? `known: ${flagsOf(parser)}; ` : ''}${name} --help`
    )
  )

// constructors

/** A command that the words may mean: only what they name is loaded. */
type Candidate = readonly [entry: Entry, loaded: Loaded | undefined]

const candidates = (words: ReadonlyArray<string>): Promise<ReadonlyArray<Candidate>> =>
  Promise.all(
    commands.map(async (entry): Promise<Candidate> => [
      entry,
      words.includes(entry.name) ? await entry.load() : undefined
    ])
  )

/** A parser that only says which command was chosen. */
const parserOf = (
  c: Capabilities,
  known: ReadonlyArray<Candidate>,
  choose: (chosen: Chosen) => void
): { readonly parser: Parser; readonly problems: () => Problems | undefined } => {
  const refused: Array<Problems> = []
  const parser = new Parser('farrier')
  const quiet = (p: Parser, name: string): Parser =>
    p
      .configureOutput({
        writeOut: c.terminal.out,
        writeErr: () => undefined,
        outputError: () => undefined
      })
      .helpCommand(false)
      .exitOverride((error) => {
        if (error.exitCode !== 0) refused.push(usageProblem(name, p, error))
        throw error
      })
  quiet(parser, 'farrier')
    .description('Bayesian compression: a declared prior becomes a smaller network.')
    .version(c.version)
  known.forEach(([{ name, argument, description }, loaded]) => {
    const child = quiet(parser.command(name), `farrier ${name}`).description(description)
    if (argument !== undefined) child.argument(`<${argument[0]}>`, argument[1])
    if (loaded === undefined) return
    addOptions(child, loaded.table)
    child.option('--json', 'print the result as JSON, problems and progress too')
    child.action(() => {
      const given: Given = child.opts()
      choose({ command: loaded.run(child.args[0] ?? '', given), asJson: given['json'] === true })
    })
  })
  return { parser, problems: () => refused[0] }
}

/**
 * The command that these words choose; or the exit code of one that is already answered (help,
 * version) or refused.
 */
const choice = async (c: Capabilities, words: ReadonlyArray<string>): Promise<Chosen | number> => {
  const chosen: Array<Chosen> = []
  const { parser, problems } = parserOf(c, await candidates(words), (one) => chosen.push(one))
  try {
    if (!isNonEmpty(words)) {
      c.terminal.err(parser.helpInformation())
      return exitCodes.usage
    }
    parser.parse(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    const refused = problems()
    if (refused === undefined) return exitCodes.done
    c.terminal.err(drawProblems(refused, words.includes('--json')))
    return exitCodes.usage
  }
  return chosen[0] ?? exitCodes.usage
}

// destructors

/** The same terminal, which nothing that is printed can steer. */
const unsteered = (c: Capabilities): Capabilities => ({
  ...c,
  terminal: {
    ...c.terminal,
    out: (text) => c.terminal.out(visibleLines(text)),
    err: (text) => c.terminal.err(visibleLines(text))
  }
})

/**
 * Runs the command that the words choose; the answer is the exit code. Everything a person reads
 * passes here.
 */
export const commandLine =
  (capabilities: Capabilities) =>
  async (words: ReadonlyArray<string>): Promise<number> => {
    const c = unsteered(capabilities)
    const chosen = await choice(c, words)
    if (typeof chosen === 'number') return chosen
    const { command, asJson } = chosen
    const result = await command(c)().catch((error: unknown) => E.left(of(internalProblem(error))))
    if (E.isLeft(result)) {
      c.terminal.err(drawProblems(result.left, asJson))
      return exitCodes.problem
    }
    const { text, json, interrupted, unconverged, untrusted, warned } = result.right
    c.terminal.out(asJson ? `${JSON.stringify(json)}\n` : `${text}\n`)
    return interrupted !== undefined
      ? signalCodes[interrupted]
      : unconverged === true
        ? exitCodes.unconverged
        : untrusted === true
          ? exitCodes.untrusted
          : warned === true
            ? exitCodes.warned
            : exitCodes.done
  }
