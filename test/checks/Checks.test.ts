/** Types, format, lint and walls: beside the first tests, on whatever processor is free. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const cwd = fileURLToPath(new URL('../../', import.meta.url))

test.each(['types', 'lint', 'walls'])('npm run %s has nothing to say', (script) => {
  const { status, stdout, stderr, error } = spawnSync('npm', ['run', '--silent', script], {
    cwd,
    encoding: 'utf8'
  })
  expect(error).toBeUndefined()
  expect(status === 0 ? '' : `${stdout}${stderr}`).toBe('')
  expect(status).toBe(0)
})
