import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const launcher = fileURLToPath(new URL('../../bin/farrier.js', import.meta.url))

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/**
 * An installed package whose command line prints its arguments and fails with code 3; beside it,
 * perhaps, a `node` package.
 */
const installed = (node: string | undefined): string => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-launcher-'))
  folders.push(folder)
  const home = join(folder, 'node_modules/farrier')
  const files = {
    'package.json': '{ "type": "module" }',
    'dist/node/main.js':
      'process.stdout.write(JSON.stringify(process.argv.slice(2)))\nprocess.exitCode = 3\n',
    ...(node === undefined ? {} : { '../.bin/node': node })
  }
  Object.entries({ ...files, 'bin/farrier.js': '' }).forEach(([path, text]) => {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  })
  copyFileSync(launcher, join(home, 'bin/farrier.js'))
  if (node !== undefined) chmodSync(join(folder, 'node_modules/.bin/node'), 0o755)
  return join(home, 'bin/farrier.js')
}

/** A Node that does not strip types stands for an old one. */
const start = (
  flag: string,
  script: string
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
  spawnSync(process.execPath, [flag, script, 'train', 'a model.ts'], { encoding: 'utf8' })

const node = (flag: string): string => `#!/bin/sh\nexec "${process.execPath}" ${flag} "$@"\n`

test('a Node that reads TypeScript runs the command line itself', () => {
  expect(start('--strip-types', installed(undefined))).toMatchObject({
    status: 3,
    stdout: '["train","a model.ts"]',
    stderr: ''
  })
})

test('an old Node hands arguments and exit code over to the node package beside the installed one', () => {
  expect(start('--no-strip-types', installed(node('--strip-types')))).toMatchObject({
    status: 3,
    stdout: '["train","a model.ts"]',
    stderr: ''
  })
})

test.each([
  ['no other Node', undefined],
  ['another old Node', node('--no-strip-types')]
])('with %s there is one readable message', (_, other) => {
  const { status, stdout, stderr } = start('--no-strip-types', installed(other))
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(
    /^farrier: this Node is too old\n {2}why: .*Node \d+\.\d+\.\d+\n {2}try: .*\n$/
  )
})

test('in a clone the launcher is executable', () => {
  expect(statSync(launcher).mode & 0o111).toBe(0o111)
})
