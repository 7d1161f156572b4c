/**
 * Laws of priors, for those who write new ones: a prior is put under them before any data are.
 *
 * @since 0.1.0
 */
import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { compile, derivePriorDraws } from '../compile/index.ts'
import {
  axis,
  build,
  contract,
  data,
  include,
  normal,
  observe,
  over,
  plate,
  type Prior,
  program
} from '../dsl/index.ts'
import { evaluate, type NamedArray } from '../expr/index.ts'
import { showGate } from '../ir/Gate.ts'
import type { Graph } from '../ir/Graph.ts'
import { type Law, law } from './Law.ts'
import { modelLaws } from './ModelLaws.ts'

/** A linear model whose weights are under the prior, grouped by one of their axes. */
export const linearUnder = (
  prior: Prior,
  inputs: number,
  outputs: number,
  group: 'input' | 'output'
): Graph => {
  const rows = plate('rows'),
    from = axis('from', inputs),
    to = axis('to', outputs)
  const model = pipe(
    program,
    data('x', [rows, from]),
    include(
      'w',
      group === 'input'
        ? prior({ group: from, axes: [from, to] })
        : prior({ group: to, axes: [from, to] })
    ),
    observe('y', ({ x, w }) => over(rows, to)(normal(pipe(x, contract(from)(w)), 1)))
  )
  const g = build(model)
  if (isLeft(g)) throw new Error(g.left.map((p) => p.what).join('; '))
  return g.right
}

const shapes = fc.record({
  inputs: fc.integer({ min: 1, max: 4 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  group: fc.constantFrom('input' as const, 'output' as const)
})
const uniforms = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), {
  minLength: 37,
  maxLength: 37
})

/** Prior draws of `w`: the noise filled from a list of numbers in (0, 1). */
const drawsOf = (
  g: Graph,
  u: ReadonlyArray<number>,
  sign: 1 | -1
): ArrayLike<number> | undefined => {
  const r = derivePriorDraws.run(g)
  if (isLeft(r)) return undefined
  const sizes = new Map(g.axes.map((a) => [a.name, a.size === 'data' ? 1 : a.size] as const))
  const noise = new Map(
    r.right.noise.map((n, k) => {
      const shape = n.axes.map((a) => sizes.get(a) ?? 1)
      const values = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => {
        const v = u[(i + 5 * k) % u.length] ?? 0.5
        return n.kind === 'uniform' ? v : sign * (v - 0.5) * 4
      })
      return [n.name, { axes: n.axes, sizes: shape, values } satisfies NamedArray] as const
    })
  )
  const w = r.right.values.get('w')
  return w === undefined
    ? undefined
    : evaluate({
        sizes,
        values: new Map([
          ...noise,
          [
            'x',
            {
              axes: ['rows', 'from'],
              sizes: [1, sizes.get('from') ?? 1],
              values: new Float64Array(sizes.get('from') ?? 1)
            }
          ] as const
        ])
      })(w).values
}

/**
 * - it compiles over any axes, and the derived model keeps the laws of models;
 * - its gates are the ones expected, of `w` alone: along the group, along every axis, or none;
 * - where it is proper: draws are finite, and w is symmetric about 0 (draws with opposite normal
 *   noise are opposite).
 */
export const priorLaws = (
  prior: Prior,
  expected: { readonly gates: 'group' | 'none' | 'every element' } = { gates: 'group' }
): ReadonlyArray<Law> => [
  law('compiles over any axes', shapes, ({ inputs, outputs, group }) =>
    isRight(compile()(linearUnder(prior, inputs, outputs, group)))
  ),
  law('gates what is expected', shapes, ({ inputs, outputs, group }) => {
    const c = compile()(linearUnder(prior, inputs, outputs, group))
    if (isLeft(c)) return c.left.map((p) => `${p.where}: ${p.what}`)
    const shown = (target: string, axes: ReadonlyArray<string>): string =>
      showGate({ target, axes: [...axes].sort() })
    const found = c.right.program.gates
      .filter((g) => g.axes.length > 0)
      .map((g) => shown(g.target, g.axes))
    const wanted = {
      group: [shown('w', [group === 'input' ? 'from' : 'to'])],
      none: [],
      'every element': [shown('w', ['from', 'to'])]
    }[expected.gates]
    return found.join() === wanted.join()
      ? []
      : [`found ${found.join(', ') || 'none'}, wanted ${wanted.join(', ') || 'none'}`]
  }),
  law(
    'draws are finite and symmetric about 0, where the prior is proper',
    fc.tuple(shapes, uniforms),
    ([{ inputs, outputs, group }, u]) => {
      const g = linearUnder(prior, inputs, outputs, group)
      const plus = drawsOf(g, u, 1),
        minus = drawsOf(g, u, -1)
      return (
        plus === undefined ||
        minus === undefined ||
        Array.from(plus).every(
          (x, i) => Number.isFinite(x) && Math.abs(x + (minus[i] ?? NaN)) <= 1e-9 * Math.abs(x)
        )
      )
    }
  ),
  ...modelLaws(linearUnder(prior, 3, 2, 'input'))
]
