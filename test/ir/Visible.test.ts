import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { problem, showProblem } from '../../src/ir/Problem.ts'
import { visible, visibleLines } from '../../src/ir/Visible.ts'

/** Everything that a terminal obeys: C0 with the escape, delete, C1, line and direction marks. */
const steering = [
  ...Array.from({ length: 0x20 }, (_, c) => c).filter((c) => c !== 9),
  ...Array.from({ length: 0x21 }, (_, c) => 0x7f + c),
  0x2028,
  0x2029,
  0x061c,
  0x200e,
  0x200f,
  ...[0, 1, 2, 3, 4].map((c) => 0x202a + c),
  ...[0, 1, 2, 3].map((c) => 0x2066 + c)
].map((c) => String.fromCharCode(c))

describe('text from files', () => {
  test.each(steering)('%j is shown, not obeyed', (c) => {
    expect(visible(`a${c}b`)).toMatch(/^a\\(n|u[0-9a-f]{4})b$/)
  })

  test('has nothing left that steers, and loses nothing: it is read back as JSON', () => {
    const texts = fc.array(fc.oneof(fc.constantFrom(...steering), fc.string({ unit: 'grapheme' })))
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('').replace(/[\\"\t]/g, '')
        const shown = visible(text)
        expect(steering.filter((c) => shown.includes(c))).toEqual([])
        expect(JSON.parse(`"${shown}"`)).toBe(text)
      })
    )
  })

  test('of several lines keeps those, and JSON stays JSON', () => {
    expect(visibleLines('a\nb\u001b[2J\n')).toBe('a\nb\\u001b[2J\n')
    const json = `${JSON.stringify({ name: '\u009b2J\u202e' })}\n`
    expect(JSON.parse(visibleLines(json))).toEqual({ name: '\u009b2J\u202e' })
  })

  test('cannot pretend to be another part of a problem', () => {
    const p = problem('a\nwhy: b', '\u001b]0;title\u0007', 'why', 'try')
    expect(showProblem(p)).toBe('a\\nwhy: b: \\u001b]0;title\\u0007\n  why: why\n  try: try')
  })
})
