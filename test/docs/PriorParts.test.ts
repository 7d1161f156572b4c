/** What the page of priors says of each, and shows. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { root } from './Blocks.ts'

const page = readFileSync(`${root}docs/reference/priors.md`, 'utf8')
const picture = readFileSync(`${root}docs/images/priors.svg`, 'utf8')

/** The sections of priors, from their names to the next heading. */
const sections = [...page.matchAll(/^### `(\w+)`\n([\s\S]*?)(?=^##|^<!--)/gm)].map(
  ([, name = '', text = '']) => [name, text] as const
)

/** Of one weight the horseshoe of groups is that of single weights. */
const drawnAs = (name: string): string => (name === 'groupHorseshoe' ? 'horseshoe' : name)

test('there are some', () => expect(sections.length).toBeGreaterThanOrEqual(25))

describe.each(sections)('%s', (name, text) => {
  test('has its density, mixing law, shrinkage, spike, tail and sources', () => {
    const found = [...text.matchAll(/^- \*\*(\w+)\*\* \S/gm)].map(([, point]) => point)
    expect(found).toEqual(['density', 'mixing', 'shrinkage', 'spike', 'tail', 'source'])
  })
  test('is in the picture', () => expect(picture).toMatch(new RegExp(`>${drawnAs(name)}\\*?<`)))
})
