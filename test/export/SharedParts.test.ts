import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { sharedParts } from '../../src/export/typescript/SharedParts.ts'
import { ref } from '../../src/expr/Expr.ts'
import { children } from '../../src/expr/Fold.ts'
import { add, exp } from '../../src/expr/Words.ts'

/** Models in models: `''`, `a`, `a/b`, … */
const scopes = fc.array(
  fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }).map((names) => names.join('/')),
  { minLength: 2, maxLength: 4 }
)

/** The names that all paths begin with. */
const commonPath = (paths: ReadonlyArray<string>): string => {
  const [first = [], ...others] = paths.map((p) => (p === '' ? [] : p.split('/')))
  const differs = first.findIndex((name, i) => others.some((o) => o[i] !== name))
  return (differs < 0 ? first : first.slice(0, differs)).join('/')
}

const twice = pipe(exp(ref('x', ['rows'])), add(ref('y', ['rows'])))

test('a part that several models use stands in the innermost one that all of them see, before its first use', () => {
  fc.assert(
    fc.property(scopes, (paths) => {
      const places = paths.map((scope, i) => ({
        scope,
        roots: [pipe(twice, add(ref(`z${i}`, [])))]
      }))
      expect(sharedParts(places, () => new Map(), children)).toEqual([
        { e: twice, scope: commonPath(paths), before: 0 }
      ])
    }),
    { numRuns: 50 }
  )
})
