/**
 * Packages that are installed beside us rather than with us.
 *
 * @since 0.1.0
 */
import { createRequire } from 'node:module'

/** Folders whose `node_modules` are searched after our own for packages that are installed beside us. */
export interface OpenOptions { readonly searchFrom?: ReadonlyArray<string> }

/** As if required from this file. */
export const here = createRequire(import.meta.url)

/** The first of the packages that some folder has, as its main file's path. */
export const findPackage = (names: ReadonlyArray<string>, { searchFrom = [] }: OpenOptions): string | undefined => {
  const places = [here, ...searchFrom.map((folder) => createRequire(`${folder}/`))]
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
export const messageOf = (e: unknown): string => (e instanceof Error ? e.message.split('\n')[0] ?? '' : String(e))
