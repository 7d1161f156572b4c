/** Source of the language, run as a model file is: what it exports by default. */
import { pipe } from 'fp-ts/lib/function.js'
import { stripTypeScriptTypes } from 'node:module'
import * as farrier from '../../src/index.ts'

/** Imports become constants, the default export what is returned. */
export const defaultOf = (source: string): unknown => {
  const body = stripTypeScriptTypes(source)
    .replace(/import \{([^}]*)\} from 'farrier'/, 'const {$1} = farrier')
    .replace("import { pipe } from 'fp-ts/lib/function.js'", '')
    .replace('export default', 'return')
  return Function('farrier', 'pipe', `'use strict'\n${body}`)(farrier, pipe)
}
