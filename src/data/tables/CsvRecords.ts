/**
 * The records of a CSV file as they stream by: RFC 4180 with LF, CR LF or CR at the end of a line,
 * quotes around cells that hold commas, quotes or line ends, UTF-8 with or without its mark.
 *
 * The parser is csv-parse: its Node stream where there is Node, and the build that brings its own
 * streams in a page (half as fast). That one refuses bytes which are not of its own Buffer class,
 * so both are given text. Neither says where a record begins, and both count a CR LF inside quotes
 * twice, so lines are counted here.
 *
 * Errors: those of the file; bytes that are not UTF-8; quotes that do not match, with the line.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'

// model

/** Cells without the spaces around them; spaces inside quotes stay. */
export interface CsvRecord {
  readonly cells: ReadonlyArray<string>
  /** Of the file, from 1, on which the record begins. */
  readonly line: number
}

/** As much of csv-parse as is used: our declarations stand without Node's. */
interface Parser {
  readonly write: (text: string) => boolean
  readonly end: () => void
  readonly on: (event: 'data' | 'end' | 'error', act: (error?: unknown) => void) => void
}
interface ParserOptions {
  readonly delimiter: string
  readonly trim: boolean
  readonly relax_column_count: boolean
  readonly record_delimiter: string[]
  /** A record for which null is answered is not queued. */
  readonly on_record: (cells: ReadonlyArray<string>, info: { readonly lines: number }) => null
}

interface ParserModule {
  readonly parse: (options: ParserOptions) => Parser
}

// constructors

/** The parsers by where they run. */
export const csvParsers: { readonly [place in 'node' | 'page']: () => Promise<ParserModule> } = {
  node: () => import('csv-parse'),
  page: () => import('csv-parse/browser/esm')
}

const here = globalThis.process?.versions?.node === undefined ? csvParsers.page : csvParsers.node

// combinators

const lineEnds = (cells: ReadonlyArray<string>): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)

/** What the parser may throw, by its code. */
const syntax: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote',
  INVALID_OPENING_QUOTE: 'a quote stands in the middle of a cell'
}

const syntaxProblem = (path: string, line: number, error: unknown): Problem => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return problem(
    `${path}, line ${line}`,
    syntax[code] ??
      `this record cannot be read${error instanceof Error ? `: ${error.message}` : ''}`,
    'a quoted cell is "…" from its first character to its last, and a quote inside it is written ""',
    'quote the whole cell, and double the quotes inside it'
  )
}

const notText = (path: string, line: number): Problem =>
  problem(
    path,
    `expected text in UTF-8, found other bytes after line ${line}`,
    'a file in UTF-16 or Latin-1, or one that is no text, would give other letters and numbers',
    'save the file as CSV in UTF-8'
  )

// destructors

/** Tells every record until the answer is false. */
export const csvRecords =
  (files: FileSystem, path: string, delimiter: string, load = here) =>
  (onRecord: (record: CsvRecord) => boolean): TaskEither<Problem, void> =>
  async () => {
    let line = 1
    let goesOn = true
    let isEmpty = true
    let failure: unknown
    const { parse } = await load()
    const parser = parse({
      delimiter,
      trim: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      on_record: (cells, { lines }) => {
        if (goesOn) goesOn = onRecord({ cells, line })
        line += lines === line ? 1 : 1 + lineEnds(cells)
        return null
      }
    })
    const ended = new Promise<void>((resolve) => {
      parser.on('end', () => resolve())
      parser.on('error', (error) => {
        failure = error ?? new Error('internal: csv-parse failed without an error')
        resolve()
      })
    })
    parser.on('data', () => undefined)
    const decoder = new TextDecoder('utf-8', { fatal: true })
    const decode = (bytes?: Uint8Array): E.Either<Problem, string> =>
      E.tryCatch(
        () => decoder.decode(bytes, { stream: bytes !== undefined }),
        () => notText(path, line)
      )
    for await (const chunk of files.chunks(path)) {
      const text = E.isLeft(chunk) ? chunk : decode(chunk.right)
      if (E.isLeft(text)) return text
      if (text.right === '') continue
      isEmpty = false
      parser.write(text.right)
      if (failure !== undefined || !goesOn) break
    }
    // the parser of a page throws where it is ended without having read anything
    if (!goesOn || isEmpty) return E.right(undefined)
    if (failure === undefined) {
      const rest = decode()
      if (E.isLeft(rest)) return rest
      parser.end()
      await ended
    }
    return failure === undefined ? E.right(undefined) : E.left(syntaxProblem(path, line, failure))
  }
