/**
 * The Node that is needed is said once in `package.json`; every page and the launcher agree.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const text = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

const manifest: { readonly engines: { readonly node: string } } = JSON.parse(text('package.json'))
const least = manifest.engines.node.replace('>=', '')

test.each([
  ['README.md', /with Node ([\d.]+) or newer/g],
  ['docs/tutorial/README.md', /Node ([\d.]+) or newer/g],
  ['bin/farrier.js', /runs by itself from ([\d.]+) on/g]
])('%s asks for the Node of the package', (path, asks) => {
  const asked = [...text(path).matchAll(asks)].map(([, version]) => version)
  expect(asked.length).toBeGreaterThan(0)
  expect(new Set(asked)).toEqual(new Set([least]))
})

test('an older one is said to start npm only, with the warning that npm then prints', () => {
  const [readme, contributing] = [text('README.md'), text('CONTRIBUTING.md')]
  for (const page of [readme, contributing]) {
    expect(page).not.toMatch(/any Node ≥/)
    expect(page).toMatch(/the Node that starts npm may be older, from 20 on/)
  }
  expect(readme).toContain('EBADENGINE')
})
