/**
 * What went wrong while a model file was imported, as a `Problem` that names the line in the user's
 * file.
 *
 * @since 0.1.0
 */
import { spawnSync } from 'node:child_process'
import { extname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Problem } from '../ir/Problem.ts'
import { problem } from '../ir/Problem.ts'

// model

type Kind = 'missing' | 'unnamed' | 'syntax' | 'thrown'

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
  thrown: {
    what: (message) => `this file threw while it was imported: ${message}`,
    why: 'a model file is run once, from top to bottom, to get the model that it exports',
    try: 'correct that line'
  }
}

/** The folder of our own code: a user's line is looked for outside it. */
const ownFolder = fileURLToPath(new URL('..', import.meta.url))

// combinators

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const kindOf = (error: unknown): Kind =>
  codeOf(error) === 'ERR_MODULE_NOT_FOUND'
    ? 'missing'
    : !(error instanceof SyntaxError)
      ? 'thrown'
      : error.message.includes('does not provide an export named')
        ? 'unnamed'
        : 'syntax'

const messageOf = (error: unknown): string => {
  const named =
    error instanceof Error && error.name !== 'Error' && !(error instanceof SyntaxError)
      ? `${error.name}: `
      : ''
  const text = named + (error instanceof Error ? error.message : String(error))
  return text.replace(/\s+/g, ' ').trim()
}

/** The positions in a stack, innermost first, without Node's own. */
const positions = (stack: string): ReadonlyArray<Position> =>
  [...stack.matchAll(/(file:\/\/\/[^\s()]+?|(?<=[\s(]|^)\/[^\n()]+?):(\d+)(?::\d+)?\)?$/gm)].map(
    ([, file = '', line = '']) => ({
      path: file.startsWith('file:') ? fileURLToPath(file) : file,
      line
    })
  )

const isUsers = ({ path }: Position): boolean =>
  !path.startsWith(ownFolder) && !path.includes('/node_modules/')

/**
 * JavaScript that does not parse has no position in its error: only Node's own report names the
 * line.
 */
const syntaxPosition = (path: string): ReadonlyArray<Position> =>
  ['.js', '.mjs'].includes(extname(path))
    ? positions(spawnSync(process.execPath, ['--check', path], { encoding: 'utf8' }).stderr)
    : []

// destructors

/** @param path of the model file as the user gave it */
export const importProblem = (path: string, error: unknown): Problem => {
  const kind = kindOf(error)
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const found = kind === 'missing' ? [] : positions(stack)
  const [at] = [...found, ...(kind === 'syntax' ? syntaxPosition(resolve(path)) : [])].filter(
    isUsers
  )
  const where =
    at === undefined
      ? path
      : at.path === resolve(path)
        ? `${path}:${at.line}`
        : `${at.path}:${at.line} (imported by ${path})`
  const { what, why, try: next } = advice[kind]
  return problem(where, what(messageOf(error)), why, next)
}
