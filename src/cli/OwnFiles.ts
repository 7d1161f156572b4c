/**
 * Files of this package, in the form that runs: source in a clone, and where installed the files that
 * `rolldown.config.ts` makes, which lie in one folder.
 *
 * @since 0.2.0
 */
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codeBeside } from '../runtime/Node.ts'

const home = dirname(findPackageJSON(import.meta.url) ?? '.')

/** @param path from the folder of the package */
export const ownFile = (path: string): string => join(home, path)

/** From this file to where the doors are. */
const toDoors = import.meta.url.endsWith('.ts') ? '../' : './'

/** The folder of our code: a line of a user's is outside it. */
export const ownCode: string = fileURLToPath(new URL(toDoors, import.meta.url))

/** What an import of this package is, under its name in `exports`. */
export const door = (name: 'index' | 'laws/index'): string =>
  codeBeside(import.meta.url, toDoors + name).href

/** Of what is written as a model is, and of nothing else. */
export const wordsUrl = codeBeside(import.meta.url, './ModelWords').href
