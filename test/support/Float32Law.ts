/**
 * Float32 against float64 at the same float32 arguments, of an expression and its slopes.
 *
 * - value   1e-5·|value| + 1e-6 + 8·2⁻²⁴·Σ|argument × slope|
 * - slopes  1e-5 of the sum of their terms' sizes, and what a change of each argument by 8·2⁻²⁴ of
 *           itself does to them
 *
 * A value above 2¹¹⁵ may be the infinity of its sign; no slope is asked for there, nor where its terms
 * are as large. Below the normal numbers of float32 nothing is asked for.
 */
import * as fc from 'fast-check'
import { gradients } from '../../src/expr/calculus/Differentiate.ts'
import { type Expr, reduce, ref } from '../../src/expr/Expr.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { simplify } from '../../src/expr/rules/Simplify.ts'
import { spread } from '../../src/expr/rules/Smart.ts'
import { expandSpecial } from '../../src/lower/ExpandSpecial.ts'
import { lower } from '../../src/lower/Lower.ts'
import {
  allFeatures,
  must,
  plainFeatures,
  runOn,
  soloExecutor
} from '../runtime/engine/OnExecutor.ts'
import { environment, list } from './Witness.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

type Numbers = ReadonlyArray<number>

/** What is evaluated, and where: a density or a divergence of a few numbers. */
export interface Float32Row {
  readonly names: ReadonlyArray<string>
  /** Numbers in the order of the names. */
  readonly points: fc.Arbitrary<Numbers>
  readonly of: (args: ReadonlyArray<Expr>) => Expr
  /** How many points, where 2,000 of so large an expression would take minutes. */
  readonly count?: number
  /** Sizes of axes other than that of the points. */
  readonly sizes?: Readonly<Record<string, number>>
  /** The terms of its slopes by name, as formulas have them; what is missing has no slope. */
  readonly terms: (...xs: Numbers) => Readonly<Record<string, Numbers>>
}

/** The value, then a slope for each name, over the points. */
type Columns = ReadonlyArray<ArrayLike<number>>

// ---------------------------------------------------------------------------
// evaluation
// ---------------------------------------------------------------------------

const axis = 'i'

const expressions = ({ names, of }: Float32Row): ReadonlyArray<Expr> => {
  const value = spread([axis])(simplify(of(names.map((name) => ref(name, [axis])))))
  const slopes = gradients(
    reduce('sum', [axis])(value),
    names.map((name) => ({ name }))
  )
  return [value, ...names.map((name) => spread([axis])(simplify(slopes.get(name) ?? value)))]
}

const columnOf = (points: ReadonlyArray<Numbers>, k: number): Numbers =>
  points.map((p) => p[k] ?? NaN)

const interpreted =
  ({ names, sizes }: Float32Row, exprs: ReadonlyArray<Expr>, round?: (x: number) => number) =>
  (points: ReadonlyArray<Numbers>): Columns => {
    const env = environment(
      Object.fromEntries(names.map((name, k) => [name, list(axis, columnOf(points, k))])),
      { ...sizes, [axis]: points.length }
    )
    const run = evaluate(env, round === undefined ? {} : { round })
    return exprs.map((e) => run(e).values)
  }

const outputName = (k: number): string => `y${k}`

const onEngine =
  ({ names, sizes }: Float32Row, exprs: ReadonlyArray<Expr>, relaxed: boolean) =>
  async (points: ReadonlyArray<Numbers>): Promise<Columns> => {
    const plan = must(
      lower({
        outputs: new Map(exprs.map((e, k) => [outputName(k), e])),
        sizes: new Map([[axis, points.length], ...Object.entries(sizes ?? {})]),
        order: [axis, ...Object.keys(sizes ?? {})],
        noise: new Set(),
        consumed: new Set()
      })
    )
    const executor = soloExecutor(relaxed ? allFeatures : plainFeatures)
    const arrays = new Map(names.map((name, k) => [name, Float32Array.from(columnOf(points, k))]))
    const found = await runOn(executor, plan, arrays)
    return exprs.map((_, k) => found.get(outputName(k)) ?? [])
  }

// ---------------------------------------------------------------------------
// comparison
// ---------------------------------------------------------------------------

/** From here on a value may be infinite. */
const beyond = 2 ** 115
const leastNormal = 2 ** -126
const step = 8 * 2 ** -24
const sizeOf = (terms: Numbers): number => terms.reduce((s, t) => s + Math.abs(t), 0)

/** Each output's change as arguments move by a step, one at a time and either way, added up. */
const sensitivities = (
  { names }: Float32Row,
  run: (points: ReadonlyArray<Numbers>) => Columns,
  points: ReadonlyArray<Numbers>,
  at: Columns
): ReadonlyArray<Numbers> => {
  const moved = names.map((_, k) =>
    [1 + step, 1 - step].map((by) =>
      run(points.map((p) => p.map((x, j) => (j === k ? x * by : x))))
    )
  )
  return at.map((column, c) =>
    points.map((_, i) =>
      moved.reduce(
        (sum, ways) =>
          sum +
          Math.max(...ways.map((way) => Math.abs((way[c]?.[i] ?? NaN) - (column[i] ?? NaN)) || 0)),
        0
      )
    )
  )
}

/** What is wrong, in words, worst first; empty where nothing is. */
export const float32Errors = async (
  row: Float32Row,
  drawn: ReadonlyArray<Numbers>
): Promise<ReadonlyArray<string>> => {
  const points = drawn.map((p) => p.map(Math.fround))
  const exprs = expressions(row)
  const exactly = interpreted(row, exprs)
  const wanted = exactly(points),
    moves = sensitivities(row, exactly, points, wanted)
  const executors = {
    rounded: interpreted(row, exprs.map(expandSpecial), Math.fround)(points),
    engine: await onEngine(row, exprs, false)(points),
    'engine, relaxed': await onEngine(row, exprs, true)(points)
  }
  const failures: Array<readonly [number, string]> = []
  points.forEach((p, i) => {
    const terms = row.terms(...p)
    const value = wanted[0]?.[i] ?? NaN
    const arguments_ = row.names.map((name, k) => `${name} = ${p[k]}`).join(', ')
    const check = (k: number, allowed: number, mayBeInfinite: boolean): void => {
      const w = wanted[k]?.[i] ?? NaN
      for (const [executor, columns] of Object.entries(executors)) {
        const found = columns[k]?.[i] ?? NaN
        const isInfinite = Math.abs(found) === Infinity && Math.sign(found) === Math.sign(w)
        const excess = mayBeInfinite && isInfinite ? 0 : Math.abs(found - w) / allowed
        if (!(excess <= 1)) {
          const what = k === 0 ? 'value' : `slope by ${row.names[k - 1]}`
          failures.push([
            excess,
            `${what} at ${arguments_}: ${executor} found ${found}, wanted ${w} ± ${allowed}`
          ])
        }
      }
    }
    const isBeyond = Math.abs(value) > beyond
    const condition = row.names.reduce((sum, name, k) => {
      const slope = wanted[k + 1]?.[i] ?? NaN
      return terms[name] === undefined ? sum : sum + Math.abs((p[k] ?? NaN) * slope)
    }, 0)
    check(0, 1e-5 * Math.abs(value) + 1e-6 + step * condition, isBeyond)
    if (isBeyond) return
    row.names.forEach((name, k) => {
      const size = sizeOf(terms[name] ?? [])
      if (terms[name] === undefined || !(size < beyond)) return
      check(k + 1, 1e-5 * size + (moves[k + 1]?.[i] ?? NaN) + leastNormal, false)
    })
  })
  return failures.toSorted(([a], [b]) => (b > a ? 1 : b < a ? -1 : 0)).map(([, text]) => text)
}

/** The slopes of formulas against the derived ones, in float64: to 1e-9 of the sum of their terms. */
export const slopeErrors = (
  row: Float32Row,
  points: ReadonlyArray<Numbers>
): ReadonlyArray<string> => {
  const wanted = interpreted(row, expressions(row))(points)
  return points.flatMap((p, i) =>
    Object.entries(row.terms(...p)).flatMap(([name, terms]) => {
      const found = wanted[row.names.indexOf(name) + 1]?.[i] ?? NaN,
        slope = terms.reduce((s, t) => s + t, 0)
      const size = sizeOf(terms)
      return !(size < 1e300) || Math.abs(found - slope) <= 1e-9 * size + 1e-300
        ? []
        : [`slope by ${name} at ${p.join(', ')}: derived ${found}, formula ${slope}`]
    })
  )
}
