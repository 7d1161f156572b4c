/**
 * Model files: plain TypeScript anywhere on disk, imported by Node itself. What such a file imports
 * from `farrier` is this running copy, so that every class and symbol exists once.
 *
 * @since 0.1.0
 */
import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import type { LoadHookSync, ResolveHookSync } from 'node:module'
import { extname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../ir/Problem.ts'
import { problem } from '../ir/Problem.ts'
import { importProblem } from './imports/ImportProblem.ts'
import * as words from './ModelWords.ts'
import { door, wordsUrl } from './OwnFiles.ts'

// model

/** The names of this package, each with the file of the running copy. */
const own: ReadonlyMap<string, string> = new Map([
  ['farrier', door('index')],
  ['farrier/laws', door('laws/index')]
])

/** Our dependencies that a model may import though nothing is installed near it. */
const shared: ReadonlySet<string> = new Set(['fp-ts', 'io-ts', 'fast-check'])

const extensions: ReadonlySet<string> = new Set(['.ts', '.mts', '.js', '.mjs'])

// constructors

/** A .js file outside packages that imports or exports, whatever its folder is said to have. */
const isModule = (url: string): boolean =>
  url.startsWith('file:') &&
  url.endsWith('.js') &&
  !url.includes('/node_modules/') &&
  /^\s*(import\s*['"{*\w]|export\s+(default|const|let|var|function|class|async|\{|\*)|export\s*[{*])/m.test(
    readFileSync(fileURLToPath(url), 'utf8')
  )

const typeImports = /import\s+type\s*\{[^}]*\}\s*from\s*['"]farrier['"]/g
const imports = /import\s*\{([^}]*)\}\s*from\s*['"]farrier['"]/g
const mentions = /['"]farrier['"]/g

/** Does a text import from this package by names in braces, all of them words? */
export const importsWordsAlone = (text: string): boolean => {
  const found = [...text.matchAll(imports)]
  const types = text.match(typeImports)?.length ?? 0
  return (
    found.length > 0 &&
    found.length + types === text.match(mentions)?.length &&
    found.every(([, names = '']) =>
      names
        .split(',')
        .map((name) => name.trim().replace(/\s+as\s+.*$/s, ''))
        .every((name) => name === '' || /^type\s/.test(name) || name in words)
    )
  )
}

const isModelOfWords = (file: string | undefined): boolean => {
  if (file?.startsWith('file:') !== true) return false
  try {
    return importsWordsAlone(readFileSync(fileURLToPath(file), 'utf8'))
  } catch {
    return false
  }
}

const resolveHook: ResolveHookSync = (specifier, context, next) => {
  if (specifier === 'farrier' && isModelOfWords(context.parentURL))
    return { url: wordsUrl, shortCircuit: true }
  const url = own.get(specifier)
  if (url !== undefined) return { url, shortCircuit: true }
  try {
    const found = next(specifier, context)
    // A folder made by `npm init` says that its .ts files are CommonJS; a model is a module
    // whatever that says.
    if (found.format === 'commonjs-typescript') return { ...found, format: 'module-typescript' }
    return found.format === 'commonjs' && isModule(found.url)
      ? { ...found, format: 'module' }
      : found
  } catch (error) {
    if (!shared.has(specifier.replace(/\/.*$/, ''))) throw error
    return next(specifier, { ...context, parentURL: import.meta.url })
  }
}

/**
 * Node does not erase the types of files under node_modules, where the examples of an installed
 * copy lie.
 */
const loadHook: LoadHookSync = (url, context, next) =>
  /\/node_modules\/.*\.ts$/.test(url)
    ? {
        format: 'module',
        source: stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8')),
        shortCircuit: true
      }
    : next(url, context)

/**
 * Installs the hooks for the rest of the process, once: a model may import lazily, long after it
 * was loaded.
 */
const install = (() => {
  let installed = false
  return (): void => {
    if (!installed) registerHooks({ resolve: resolveHook, load: loadHook })
    installed = true
  }
})()

// destructors

const checked = (path: string): TaskEither<Problem, string> =>
  !extensions.has(extname(path))
    ? TE.left(
        problem(
          path,
          `expected a model file (.ts, .mts, .js or .mjs), found '${extname(path)}'`,
          'Node runs a file as TypeScript or JavaScript by its extension',
          'rename the file, or give the path of the model itself'
        )
      )
    : pipe(
        TE.tryCatch(
          () => stat(path),
          () => undefined
        ),
        TE.filterOrElse(
          (found) => found.isFile(),
          () => undefined
        ),
        TE.bimap(
          () =>
            problem(
              path,
              'expected a model file, found no file there',
              'the model is imported from this file',
              `check the path; it is read from ${resolve('.')}`
            ),
          () => path
        )
      )

/**
 * The exports of a model file, as Node imports them.
 *
 * Errors: no such file, an extension Node does not run, an import that cannot be found, invalid
 * syntax (or TypeScript that is not erasable), and whatever the file throws; each names the line in
 * the user's file where one is known.
 *
 * @param path of the file, absolute or relative to the working directory
 */
export const loadModelModule = (path: string): TaskEither<Problem, unknown> =>
  pipe(
    checked(path),
    TE.chain(() =>
      TE.tryCatch(
        async (): Promise<unknown> => {
          install()
          return await import(pathToFileURL(resolve(path)).href)
        },
        (error) => importProblem(path, error)
      )
    )
  )
