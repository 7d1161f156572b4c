/**
 * What the compiler says of programs that are in no file, under the options of this repository. They
 * are written beside the installed packages, and import as if they stood at their paths.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** TypeScript 7: why beside 6 is told in docs/decisions/toolchain.md. */
export const tsc = `${root}node_modules/typescript-7/bin/tsc`

/** `line` from 1; a message has a line for each of its links. */
export interface Said {
  readonly line: number
  readonly message: string
}

const read = (stdout: string): ReadonlyArray<Said & { readonly path: string }> =>
  [...stdout.matchAll(/^(\S.*?)\((\d+),\d+\): error TS\d+: (.*(?:\n[ \t]+.*)*)/gm)].map(
    ([, path = '', line, message = '']) => ({ path, line: Number(line), message })
  )

/** `programs` by a path in the repository. */
export const checkTypes = (
  programs: ReadonlyMap<string, string>,
  options: Readonly<Record<string, unknown>> = {}
): ReadonlyMap<string, ReadonlyArray<Said>> => {
  const cache = `${root}node_modules/.cache/`
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(`${cache}typed-`)
  try {
    for (const [path, code] of programs) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), code)
    }
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: `${root}tsconfig.json`,
        compilerOptions: { ...options, rootDirs: [root, folder] },
        include: [],
        files: [...programs.keys()]
      })
    )
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [tsc, '-p', '.', '--pretty', 'false'],
      {
        cwd: folder,
        encoding: 'utf8'
      }
    )
    const said = read(stdout)
    if (status === null || (status !== 0 && said.length === 0)) throw new Error(stdout + stderr)
    return new Map([...programs.keys()].map((path) => [path, said.filter((s) => s.path === path)]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
