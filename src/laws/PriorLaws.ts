/**
 * Laws of priors, for those who write new ones: a prior is put under them before any data are.
 *
 * @since 0.1.0
 */
import fc from 'fast-check'
import { isLeft, match } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { compile } from '../compile/index.ts'
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
import { showGate } from '../ir/Gate.ts'
import type { Graph } from '../ir/Graph.ts'
import { type Law, law } from './Law.ts'
import { modelLaws, refusal } from './ModelLaws.ts'
import { asymmetries, rootNumbers } from './SymmetryLaw.ts'

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

/**
 * - it compiles over any axes, and the derived model keeps the laws of models;
 * - its gates are the ones expected, of `w` alone: along the group, along every axis, both, or none;
 * - draws are finite, and w is symmetric about 0: some roots can be turned about their middle so that
 *   w is its opposite, and the density the same. Any value of a root will do, so that improper priors
 *   and those without a smooth draw are checked too.
 */
export const priorLaws = (
  prior: Prior,
  expected: { readonly gates: 'group' | 'none' | 'every element' | 'both' } = { gates: 'group' }
): ReadonlyArray<Law> => [
  law('compiles over any axes', shapes, ({ inputs, outputs, group }) =>
    pipe(
      compile()(linearUnder(prior, inputs, outputs, group)),
      match(refusal, () => [])
    )
  ),
  law('gates what is expected', shapes, ({ inputs, outputs, group }) => {
    const c = compile()(linearUnder(prior, inputs, outputs, group))
    if (isLeft(c)) return refusal(c.left)
    const shown = (target: string, axes: ReadonlyArray<string>): string =>
      showGate({ target, axes: [...axes].sort() })
    const found = c.right.program.gates
      .filter((g) => g.axes.length > 0)
      .map((g) => shown(g.target, g.axes))
    const along = shown('w', [group === 'input' ? 'from' : 'to']),
      each = shown('w', ['from', 'to'])
    const wanted = {
      group: [along],
      none: [],
      'every element': [each],
      both: [along, each]
    }[expected.gates]
    return found.join() === wanted.join()
      ? []
      : [`found ${found.join(', ') || 'none'}, wanted ${wanted.join(', ') || 'none'}`]
  }),
  law(
    'draws are finite and symmetric about 0, where the prior is proper',
    fc.tuple(shapes, rootNumbers),
    ([{ inputs, outputs, group }, u]) =>
      asymmetries(linearUnder(prior, inputs, outputs, group), 'w', u)
  ),
  ...modelLaws(linearUnder(prior, 3, 2, 'input'))
]
