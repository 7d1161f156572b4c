/**
 * Examples without imports, in the model that the page of the language puts around them: the last
 * expression is declared in it, and the whole must build.
 */
import ts from 'typescript'
import { axes, symbols } from '../../docs/generate/Context.ts'
import { modelDoors } from '../../docs/generate/Pages.ts'
import { wordsOfDoor } from '../../docs/generate/WordsOfDoor.ts'
import { root } from './Blocks.ts'

const imports = modelDoors
  .flatMap(wordsOfDoor)
  .map(({ name, isType }) => (isType ? `type ${name}` : name))
  .join(', ')

/** `declare` what the last statement is, where it is an expression. */
const declaring = (code: string): string => {
  const { statements } = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2024, true)
  const last = statements.at(-1)
  if (last === undefined || !ts.isExpressionStatement(last)) return code
  const at = last.getStart()
  return `${code.slice(0, at)}yield* declare(${last.expression.getText()})${code.slice(last.end)}`
}

export const isShort = (code: string): boolean => !/^\s*import /m.test(code)

/** The whole program of a short example. */
export const inContext = (code: string): string => `
import { pipe } from 'fp-ts/lib/function.js'
import { ${imports}, type SitePosterior } from 'farrier'
import { declare } from ${JSON.stringify(`${root}test/docs/Declare.ts`)}
const eightSchools = model(function* () {
  const tau = yield* draw('tau', halfCauchy(5))
  yield* observe('y', normal(yield* draw('theta', over(axis('schools', 8))(normal(0, tau))), 10))
})
const sites = new Map<string, SitePosterior>()
${axes}
const written = build(model(function* () {
${symbols}
{
${declaring(code)}
}
}))
assert.deepEqual(written._tag === 'Left' ? written.left : [], [])
`
