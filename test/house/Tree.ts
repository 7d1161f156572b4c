/** The source tree as the house rules see it. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../../src/', import.meta.url))

export interface SourceFile {
  /** Relative to `src/`. */
  readonly path: string
  readonly lines: ReadonlyArray<string>
}

/** Every TypeScript file of `src/`; the last newline ends a line, it does not begin one. */
export const sourceFiles: ReadonlyArray<SourceFile> = readdirSync(source, {
  recursive: true,
  encoding: 'utf8'
})
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((path) => ({
    path,
    lines: readFileSync(source + path, 'utf8')
      .replace(/\n$/, '')
      .split('\n')
  }))

/** The folders directly in `src/`. */
export const rooms: ReadonlyArray<string> = readdirSync(source, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()
