/** The form of the package that Node runs, as an installed one has it. */
import { spawnSync } from 'node:child_process'
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Makes it in a folder, with the packages of this clone; its command line's file. */
export const makeNodeForm = (home: string): string => {
  const rolldown = join(root, 'node_modules/rolldown/bin/cli.mjs')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [rolldown, '-c', 'rolldown.config.ts', '--dir', join(home, 'dist/node')],
    { cwd: root, encoding: 'utf8' }
  )
  if (status !== 0) throw new Error(stdout + stderr)
  for (const path of ['bin', 'package.json'])
    cpSync(join(root, path), join(home, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'))
  return join(home, 'bin/farrier.js')
}
