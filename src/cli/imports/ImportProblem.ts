/**
 * What went wrong while a model file was imported, as a `Problem` that names the line in the user's
 * file.
 *
 * @since 0.1.0
 */
import { spawnSync } from 'node:child_process'
import { extname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Problem } from '../../ir/Problem.ts'
import { problem } from '../../ir/Problem.ts'
import { stackOf, thrownText } from '../../ir/Thrown.ts'
import { ownCode } from '../OwnFiles.ts'
import { missingImportAdvice } from './MissingImport.ts'

// model

type Kind = 'missing' | 'unnamed' | 'syntax' | 'script' | 'thrown' | 'late'

interface Position {
  readonly path: string
  readonly line: string
}

interface Advice {
  readonly what: (message: string) => string
  readonly why: string
  readonly try: string
}

const advice: { readonly [K in Kind]: Advice } = {
  missing: {
    what: (message) => `an import in this file cannot be found: ${message}`,
    why: 'a model imports from farrier, from packages installed beside it, and from files by their full name',
    try: 'install the package beside the model, or correct the path with its extension (./axes.ts)'
  },
  unnamed: {
    what: (message) => `a name imported by this file does not exist: ${message}`,
    why: 'imports are checked before the file runs; a type is erased, so it cannot be imported as a value',
    try: 'check the spelling; import a type with `import type`'
  },
  syntax: {
    what: (message) => `this file is not a valid module: ${message}`,
    why:
      'Node erases the types of a model and runs the rest, so enums, namespaces and ' +
      'parameter properties are refused too',
    try: 'correct that line; `npx tsc --noEmit --erasableSyntaxOnly` finds every such place'
  },
  script: {
    what: (message) => `this file is not a valid module: ${message}`,
    why: 'a file of JavaScript is run as it is; types are erased from those of TypeScript',
    try: 'correct that line, or give the file the ending .ts if it has types'
  },
  thrown: {
    what: (message) => `this file threw while it was imported: ${message}`,
    why: 'a model file is run once, from top to bottom, to get the model that it exports',
    try: 'correct that line'
  },
  late: {
    what: (message) => `what this file left behind threw: ${message}`,
    why: 'a promise or a timer of the model file failed, and nothing in the file takes it up',
    try: 'await the promise, or catch its error'
  }
}

// combinators

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const isScript = (path: string): boolean => ['.js', '.mjs'].includes(extname(path))

const kindOf = (path: string, error: unknown): Kind =>
  codeOf(error) === 'ERR_MODULE_NOT_FOUND'
    ? 'missing'
    : !(error instanceof SyntaxError)
      ? 'thrown'
      : error.message.includes('does not provide an export named')
        ? 'unnamed'
        : isScript(path)
          ? 'script'
          : 'syntax'

/** The positions in a stack, innermost first, without Node's own. Paths may have parentheses. */
const positions = (stack: string): ReadonlyArray<Position> =>
  [...stack.matchAll(/(file:\/\/\/\S+?|(?<=[\s(]|^)\/[^\n]+?):(\d+)(?::\d+)?\)?$/gm)].map(
    ([, file = '', line = '']) => ({
      path: file.startsWith('file:') ? fileURLToPath(file) : file,
      line
    })
  )

const isUsers = ({ path }: Position): boolean =>
  !path.startsWith(ownCode) && !path.includes('/node_modules/')

/**
 * JavaScript that does not parse has no position in its error: only Node's own report names the
 * line.
 */
const syntaxPosition = (path: string): ReadonlyArray<Position> =>
  isScript(path)
    ? positions(spawnSync(process.execPath, ['--check', path], { encoding: 'utf8' }).stderr)
    : []

const place = (path: string, { path: at, line }: Position): string =>
  at === resolve(path) ? `${path}:${line}` : `${at}:${line} (imported by ${path})`

const problemOf = (
  path: string,
  kind: Kind,
  error: unknown,
  found: ReadonlyArray<Position>
): Problem => {
  const [at] = found.filter(isUsers)
  const { what, why, try: next } = advice[kind]
  const message = thrownText(error)
  const meant = kind === 'missing' ? missingImportAdvice(message) : undefined
  return problem(at === undefined ? path : place(path, at), what(message), why, meant ?? next)
}

// destructors

/** @param path of the model file as the user gave it */
export const importProblem = (path: string, error: unknown): Problem => {
  const kind = kindOf(path, error)
  return problemOf(path, kind, error, [
    ...(kind === 'missing' ? [] : positions(stackOf(error))),
    ...(kind === 'script' ? syntaxPosition(resolve(path)) : [])
  ])
}

/** Is it our own code that threw, rather than that of a model file? */
export const isOurs = (error: unknown): boolean => {
  const [at] = positions(stackOf(error))
  return at !== undefined && !isUsers(at)
}

/** What a model file threw after it was imported. */
export const lateProblem = (path: string, error: unknown): Problem =>
  problemOf(path, 'late', error, positions(stackOf(error)))
