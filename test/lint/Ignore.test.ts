import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ignoredBy, ruleNames, type Warning } from '../../src/index.ts'

const warning = (rule: string, where: string): Warning => ({
  rule,
  where,
  what: 'found',
  why: 'because',
  try: 'another'
})
const left = (source: string, ...found: ReadonlyArray<Warning>): ReadonlyArray<string> =>
  ignoredBy(source)(found).warnings.map((w) => `${w.where} ${w.rule}: ${w.what}`)

const base = warning('scale-literal', 'base')
const other = warning('scale-literal', 'other')

describe('// farrier-ignore', () => {
  test('keeps quiet what the line names, at its end or above it, and tells why', () => {
    const sources = [
      "draw('base', normal(0, 1e4)) // farrier-ignore scale-literal: megawatts",
      "// farrier-ignore scale-literal: megawatts\n\n// more words\ndraw('base', normal(0, 1e4))"
    ]
    for (const source of sources) {
      const { warnings, ignored } = ignoredBy(source)([base, other])
      expect(warnings).toEqual([other])
      expect(ignored).toEqual([{ warning: base, reason: 'megawatts' }])
    }
  })
  test('is for sites inside the one it names, too, and not for those of a longer name', () => {
    const source = "include('fc1', dense) // farrier-ignore improper-prior: published"
    const inside = warning('improper-prior', 'fc1/w/z')
    const longer = warning('improper-prior', 'fc10/w/z')
    expect(ignoredBy(source)([inside, longer]).warnings).toEqual([longer])
  })
  test('is for the file where the line names nothing, and for one rule', () => {
    const source = '// farrier-ignore scale-literal: units of the source\nconst priors = {}'
    const rest = warning('improper-prior', 'base')
    expect(ignoredBy(source)([base, other, rest]).warnings).toEqual([rest])
  })
  test('wants a reason and a rule that there is, and something to keep quiet', () => {
    expect(left("draw('base') // farrier-ignore scale-literal", base)).toEqual([
      'base scale-literal: found',
      'line 1 farrier-ignore: no reason is given'
    ])
    expect(left("draw('base') // farrier-ignore scale-litral: meant", base)).toEqual([
      'base scale-literal: found',
      "line 1 farrier-ignore: there is no rule 'scale-litral'"
    ])
    expect(left("\ndraw('x') // farrier-ignore scale-literal: meant")).toEqual([
      'line 2 farrier-ignore: nothing is kept quiet: there is no warning of scale-literal here'
    ])
  })
  test('may be for another setting of a configurable model', () => {
    expect(
      left('// farrier-ignore improper-prior: one of the priors\nconfigurable({}, f)')
    ).toEqual([])
  })
  test('of any text is read, and what it leaves or keeps quiet is what was found', () => {
    const word = fc.constantFrom(
      '// farrier-ignore ',
      ...ruleNames,
      ': ',
      "'base'",
      '\n',
      'configurable(',
      'meant',
      '`'
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const { warnings, ignored } = ignoredBy(words.join(''))([base, other])
        const all = [...warnings, ...ignored.map((i) => i.warning)]
        expect(all.filter((w) => w === base || w === other)).toHaveLength(2)
        expect(ignored.every(({ reason }) => reason !== '')).toBe(true)
      })
    )
  })
})
