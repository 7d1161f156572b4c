import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explain, objectiveLatex } from '../../src/compile/index.ts'
import { showExplanation } from '../../src/report/index.ts'
import { lineWidth, wrap } from '../../src/compile/explain/Wrap.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/index.ts'
import { guideTags } from '../../src/guides/index.ts'
import { compiled } from '../support/Models.ts'

const count = (text: string, part: string): number => text.split(part).length - 1

describe('the explanation of a generated model', () => {
  test('names every site with its prior, and every guide with how its KL is computed, once', () => {
    fc.assert(
      fc.property(arbitraryModelShape(), (shape) => {
        const graph = graphOf(shape),
          { program } = compiled(graph)
        const text = showExplanation(explain(graph, program))
        for (const s of graph.sites)
          expect(text).toMatch(
            new RegExp(`^${s.name} +(observed )?\\[${s.axes.join(', ')}\\] `, 'm')
          )
        for (const c of program.complexity) expect(count(text, `guide ${c.site} ~ `)).toBe(1)
      }),
      { numRuns: 30 }
    )
  })
  test('says the formula of a KL once, however many sites share it, and what is said at a site not again', () => {
    fc.assert(
      fc.property(arbitraryModelShape(), (shape) => {
        const graph = graphOf(shape),
          { program } = compiled(graph)
        const flat = showExplanation(explain(graph, program)).replace(/\n +/g, ' ')
        for (const note of new Set(program.complexity.map((c) => c.how.note)))
          expect(count(flat, `: ${note}`)).toBe(1)
        expect(flat).not.toMatch(/^(deriveGuide|planKl)/m)
        for (const pass of new Set(program.decisions.map((d) => d.pass)))
          expect(flat.includes(`\n${pass} `)).toBe(!['deriveGuide', 'planKl'].includes(pass))
      }),
      { numRuns: 30 }
    )
  })
  test('has every part of every site, with guide, reason and cost, for programs to read', () => {
    fc.assert(
      fc.property(arbitraryModelShape(), (shape) => {
        const graph = graphOf(shape),
          { program } = compiled(graph)
        const { sites, decisions } = explain(graph, program)
        const parts = sites.flatMap((s) => s.parts)
        expect(parts.map((p) => p.site).sort()).toEqual(
          program.complexity.map((c) => c.site).sort()
        )
        expect(parts.filter((p) => !guideTags.includes(p.guide) || p.why === '')).toEqual([])
        expect(decisions).toEqual(program.decisions)
      }),
      { numRuns: 30 }
    )
  })
  test('its LaTeX closes what it opens, and has no letters that TeX does not know', () => {
    fc.assert(
      fc.property(arbitraryModelShape(), (shape) => {
        const latex = objectiveLatex(compiled(graphOf(shape)).program)
        expect(count(latex, '{')).toBe(count(latex, '}'))
        expect(count(latex, '\\left')).toBe(count(latex, '\\right'))
        expect(count(latex, '\\begin')).toBe(count(latex, '\\end'))
        expect(latex).toMatch(/^[\x20-\x7e\n]+$/)
      }),
      { numRuns: 20 }
    )
  })
})

describe('a wrapped line', () => {
  const word = fc.constantFrom(
    'a',
    'bb',
    '+',
    '−',
    '=',
    'let',
    'Σ_h',
    'Σ_{a, b}',
    'x·y',
    'a-long-name/w.base'
  )
  test('loses no words, keeps to the width where a word allows it, and begins with its lead', () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 20 }),
        (words, n) => {
          const lead = ' '.repeat(n),
            text = words.join(' ')
          const lines = wrap(lead, text, 60)
          expect(lines.map((l) => l.slice(n)).join(' ')).toBe(text)
          expect(lines.every((l) => l.startsWith(lead))).toBe(true)
          expect(
            lines.every(
              (l) => l.length <= 60 || !/[a-z] [a-z]/.test(l.slice(n).replace(/let /g, ''))
            )
          ).toBe(true)
        }
      )
    )
  })
  test('ends before an operator and not behind it', () => {
    const sum = Array.from({ length: 30 }, (_, i) => `term${i}`).join(' + ')
    const lines = wrap('  ', sum)
    expect(lines.slice(1).every((l) => l.startsWith('  + '))).toBe(true)
    expect(Math.max(...lines.map((l) => l.length))).toBeLessThanOrEqual(lineWidth)
  })
})
