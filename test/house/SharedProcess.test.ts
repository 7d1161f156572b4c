import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { alone, together } from '../support/SharedProcess.ts'

const tests = fileURLToPath(new URL('../', import.meta.url))

/** What a process is for all that runs in it. */
const lasting = new RegExp(
  [
    /process\.(chdir|on|once|umask)\(/,
    /process\.(env(\.\w+|\[[^\]]+\])|exitCode|title) *=[^=]/,
    /\bvi\.|setBackend\(|registerHooks\(/,
    /globalThis(\.\w+|\[[^\]]+\]) *=[^=]/
  ]
    .map(({ source }) => source)
    .join('|')
)

test('files that share a process leave nothing in it', () => {
  const found = together.flatMap((room) =>
    readdirSync(tests + room, { recursive: true, encoding: 'utf8' })
      // commands are processes, and tests in `alone` have one
      .filter((path) => path.endsWith('.ts') && !/(^|\/)run\.ts$/.test(path))
      .filter((path) => !alone.includes(path.replace(/^.*\/|\.test\.ts$/g, '')))
      .flatMap((path) =>
        readFileSync(`${tests}${room}/${path}`, 'utf8')
          .split('\n')
          .flatMap((line, at) =>
            lasting.test(line) ? [`${room}/${path}:${at + 1}: ${line.trim()}`] : []
          )
      )
  )
  expect(found).toEqual([])
})

test('what lasts is found', () => {
  const lines = [
    "process.chdir('/tmp')",
    "process.env['A'] = '1'",
    'vi.spyOn(console, m)',
    "await tf.setBackend('cpu')",
    'globalThis.fetch = f'
  ]
  expect(lines.filter((line) => !lasting.test(line))).toEqual([])
  expect(lasting.test("const a = process.env['A'] === '1'")).toBe(false)
})
