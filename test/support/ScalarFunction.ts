/**
 * A scalar expression as a function of numbers, as the law kit has it, but compiled: for who integrates over
 * millions of them.
 */
import { compileFunction } from 'node:vm'
import type { Expr } from '../../src/expr/Expr.ts'
import { type Cell, type Scalar, scalarProgram } from '../../src/laws/numbers/ScalarFunction.ts'

/** By its text: distributions of a family differ in constants alone, which are arguments of it. */
const compiled = new Map<string, ReturnType<typeof compileFunction>>()

/** x ↦ e(x), the arguments being the values of `names`, in order. */
export const scalarFunction = (e: Expr, ...names: ReadonlyArray<string>): Scalar => {
  const { steps, value } = scalarProgram(e, names)
  const known: Array<number> = [],
    meanings: Array<Scalar> = []
  const written = (cell: Cell): string =>
    typeof cell === 'number'
      ? `known[${known.push(cell) - 1}]`
      : cell.place < names.length
        ? `x${cell.place}`
        : `v${cell.place - names.length}`
  const lines = steps.map(({ f, of }, i) => {
    if (!meanings.includes(f)) meanings.push(f)
    return `const v${i} = f${meanings.indexOf(f)}(${of.map(written).join(', ')})`
  })
  const text = [
    ...meanings.map((_, i) => `const f${i} = meanings[${i}]`),
    `return (${names.map((_, i) => `x${i} = NaN`).join(', ')}) => {`,
    ...lines,
    `return ${written(value)}`,
    '}'
  ].join('\n')
  const make = compiled.get(text) ?? compileFunction(text, ['meanings', 'known'])
  compiled.set(text, make)
  return make(meanings, known)
}

/** The number a closed scalar expression denotes. */
export const numberOf = (e: Expr): number => scalarFunction(e)()
