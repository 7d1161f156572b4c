/** What the compiler says of programs in comments and documents; unused names are a reader's. */
import { checkTypes } from '../support/TypeChecker.ts'
import type { Block } from './Blocks.ts'

/** `programs` by a path in the repository; answers by where each stands, '' where all is well. */
export const typeErrors = (programs: ReadonlyMap<string, Block>): ReadonlyMap<string, string> => {
  const said = checkTypes(new Map([...programs].map(([path, { code }]) => [path, code] as const)), {
    noUnusedLocals: false,
    noUnusedParameters: false
  })
  return new Map(
    [...programs].map(([path, { where }]) => [
      where,
      (said.get(path) ?? []).map(({ message }) => message).join('\n')
    ])
  )
}
