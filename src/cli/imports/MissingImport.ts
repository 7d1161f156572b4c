/**
 * What was meant by an import that Node cannot find, as far as the disk can tell: a file under its
 * TypeScript name, or one of the short names of a `tsconfig.json`.
 *
 * @since 0.2.0
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Folders from here to the root. */
const upwards = (folder: string): ReadonlyArray<string> =>
  dirname(folder) === folder ? [folder] : [folder, ...upwards(dirname(folder))]

/** Patterns of `paths`, as `@lib/*`. The file has comments, so it is not read as JSON. */
const shortNames = (folder: string): ReadonlyArray<string> => {
  const path = upwards(folder)
    .map((up) => join(up, 'tsconfig.json'))
    .find((candidate) => existsSync(candidate))
  const inside = path === undefined ? '' : /"paths"\s*:\s*\{([^}]*)}/.exec(textOf(path))?.[1]
  return [...(inside ?? '').matchAll(/"([^"]+)"\s*:/g)].map(([, name = '']) => name)
}

const fits = (pattern: string, specifier: string): boolean =>
  pattern.endsWith('*') ? specifier.startsWith(pattern.slice(0, -1)) : specifier === pattern

/** There under another ending, of a file that Node looked for. */
const underAnotherEnding = (wanted: string): string | undefined =>
  ['.ts', '.mts', '.js', '.mjs', '/index.ts']
    .map((ending) => wanted.slice(0, wanted.length - extname(wanted).length) + ending)
    .find((path) => path !== wanted && existsSync(path))

/**
 * What to do, from Node's message; undefined where there is nothing to guess.
 *
 * @param message `Cannot find module 'x' imported from y`, or `Cannot find package …`
 */
export const missingImportAdvice = (message: string): string | undefined => {
  const [, kind = '', wanted = '', from = ''] =
    /^Cannot find (module|package) '(.*)' imported from (.*)$/.exec(message) ?? []
  if (kind === 'module') {
    const there = underAnotherEnding(wanted)
    return there === undefined
      ? undefined
      : `import it by its full name: …/${there.slice(dirname(wanted).length + 1)} is there`
  }
  const pattern =
    kind === 'package' ? shortNames(dirname(from)).find((p) => fits(p, wanted)) : undefined
  return pattern === undefined
    ? undefined
    : `'${pattern}' is a short name of tsconfig.json, which Node does not read: import the file by its path (./axes.ts)`
}
