/** Laws are fed numbers of a range from `src/laws/ArbitraryNumber.ts`, which spreads them over it. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Numbers of every size that are written and read back. */
const texts = ['test/dsl/Configurable.test.ts']

test('no law draws a range by fast-check, which draws evenly over exponents', () => {
  const found = ['src', 'test'].flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path}`)
      .filter((path) => path.endsWith('.ts') && !texts.includes(path))
      .flatMap((path) =>
        readFileSync(root + path, 'utf8')
          .split('\n')
          .flatMap((line, at) =>
            /\bfc\s*\.(double|float)\(\{[^}]*\b(min|max):/.test(line) ? [`${path}:${at + 1}`] : []
          )
      )
  )
  expect(found).toEqual([])
})
