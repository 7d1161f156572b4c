/**
 * Packages that are installed beside us rather than with us.
 *
 * @since 0.1.0
 */
import { builtin } from './Node.ts'

/**
 * Folders whose `node_modules` are searched after our own for packages that are installed beside
 * us.
 */
export interface OpenOptions {
  readonly searchFrom?: ReadonlyArray<string>
}

/** A page loads what was bundled for it, and nothing else. */
const node = (): NonNullable<typeof builtin> => {
  if (builtin === undefined) throw new Error('internal: a page has no packages')
  return builtin
}

/** As much of Node's `require` as is used: our declarations stand without Node's. */
interface Require {
  (path: string): object
  readonly resolve: (name: string) => string
}

const requireAs = (file: string): Require => node()('node:module').createRequire(file)

/** As if required from this file. */
export const here = (): Require => requireAs(import.meta.url)

/** What `import` takes for a path. */
export const fileUrl = (path: string): string => node()('node:url').pathToFileURL(path).href

/** The first of the packages that some folder has, as its main file's path. */
export const findPackage = (
  names: ReadonlyArray<string>,
  { searchFrom = [] }: OpenOptions
): string | undefined => {
  const places = [here(), ...searchFrom.map((folder) => requireAs(`${folder}/`))]
  for (const place of places) {
    for (const name of names) {
      try {
        return place.resolve(name)
      } catch {
        // not here: the next place
      }
    }
  }
  return undefined
}

/** The first line of what was thrown. */
export const messageOf = (e: unknown): string =>
  e instanceof Error ? (e.message.split('\n')[0] ?? '') : String(e)
