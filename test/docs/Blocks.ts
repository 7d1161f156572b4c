/** Programs written in comments and documents. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** `where` is the file and the line of the block's first line. */
export interface Block {
  readonly where: string
  readonly code: string
}

const filesUnder = (folder: string, ending: string): ReadonlyArray<string> =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .sort()
    .map((path) => `${folder}/${path}`)

const blocksOf =
  (pattern: RegExp, clean: (code: string) => string) =>
  (path: string): ReadonlyArray<Block> => {
    const text = readFileSync(root + path, 'utf8')
    return [...text.matchAll(pattern)].map((m) => ({
      where: `${path}:${text.slice(0, m.index).split('\n').length + 1}`,
      code: clean(m[1] ?? '')
    }))
  }

/** Every `@example` of `src/`, without the comment's stars. */
export const examples: ReadonlyArray<Block> = filesUnder('src', '.ts').flatMap(
  blocksOf(/^ *\* @example\n([\s\S]*?)(?=\n *\* @|\n? *\*\/)/gm, (code) =>
    code.replace(/^ *\* ?/gm, '')
  )
)

/** Every TypeScript block of the documents that is a whole program: it begins with an import. */
export const documented: ReadonlyArray<Block> = [
  'README.md',
  'CONTRIBUTING.md',
  ...filesUnder('docs', '.md')
]
  .flatMap(blocksOf(/^```ts\n([\s\S]*?)^```/gm, (code) => code))
  .filter(({ code }) => code.startsWith('import '))
