/**
 * Laws of priors, for those who write new ones: a prior is put under them before any data are.
 *
 * @since 0.1.0
 */
import fc from 'fast-check'
import { chainW, type Either, isLeft, match, matchW } from 'fp-ts/lib/Either.js'
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
import { checkedPrior } from '../dsl/CheckedPrior.ts'
import { misuse } from '../dsl/Misuse.ts'
import { showGate } from '../ir/Gate.ts'
import type { Graph } from '../ir/Graph.ts'
import type { Problems } from '../ir/Problem.ts'
import { didYouMean } from '../ir/NearNames.ts'
import { type Law, law } from './Law.ts'
import { modelLaws, refusal } from './ModelLaws.ts'
import { sourceOf } from './ModelText.ts'
import { asymmetries, rootNumbers } from './SymmetryLaw.ts'

const built = (
  prior: Prior,
  inputs: number,
  outputs: number,
  group: 'input' | 'output'
): Either<Problems, Graph> => {
  const rows = plate('rows'),
    from = axis('from', inputs),
    to = axis('to', outputs)
  const drawn = checkedPrior('priorLaws', prior)
  const model = pipe(
    program,
    data('x', [rows, from]),
    include('w', () =>
      group === 'input'
        ? drawn({ group: from, axes: [from, to] })
        : drawn({ group: to, axes: [from, to] })
    ),
    observe('y', ({ x, w }) => over(rows, to)(normal(pipe(x, contract(from)(w)), 1)))
  )
  return build(model)
}

/** A linear model whose weights are under the prior, grouped by one of their axes. */
export const linearUnder = (...asked: Parameters<typeof built>): Graph => {
  const g = built(...asked)
  if (isLeft(g)) throw new Error(g.left.map((p) => `${p.where}: ${p.what}`).join('; '))
  return g.right
}

/** The sizes of the axes of w, by their names, as gates and messages have them; the group is one of the two. */
const shapes = fc.record({
  from: fc.integer({ min: 1, max: 4 }),
  to: fc.integer({ min: 1, max: 3 }),
  group: fc.constantFrom('from' as const, 'to' as const)
})
type Shape = typeof shapes extends fc.Arbitrary<infer S> ? S : never

const underShape = (prior: Prior, { from, to, group }: Shape): Either<Problems, Graph> =>
  built(prior, from, to, group === 'from' ? 'input' : 'output')

/** What a counterexample stands for, as it would be written. */
const sourceUnder =
  (prior: Prior) =>
  (shape: Shape): string | undefined =>
    pipe(
      underShape(prior, shape),
      matchW(() => undefined, sourceOf)
    )

const gateWords = ['group', 'none', 'every element', 'both'] as const
/** Which gates a prior is to have: along its group, at every element, both of these, or none. */
export type ExpectedGates = (typeof gateWords)[number]

const checkedGates = (gates: ExpectedGates): ExpectedGates =>
  gateWords.includes(gates)
    ? gates
    : misuse(
        'priorLaws',
        `gates: expected one of ${gateWords.join(', ')}, found ${String(gates)}`,
        'it says what a prior is to switch off',
        didYouMean(String(gates), gateWords)
      )

/**
 * What a prior keeps over any axes; `gates` says what it is to switch off, `'group'` unless said. An
 * unknown word for it is thrown at once.
 *
 * - it compiles over any axes, and the derived model keeps the laws of models;
 * - its gates are the ones expected, of `w` alone: along the group, along every axis, both, or none;
 * - draws are finite, and w is symmetric about 0: some roots can be turned about their middle so that
 *   w is its opposite, and the density the same. Any value of a root will do, so that improper priors
 *   and those without a smooth draw are checked too.
 */
export const priorLaws = (
  prior: Prior,
  { gates }: { readonly gates: ExpectedGates } = { gates: 'group' }
): ReadonlyArray<Law> => lawsOf(prior, checkedGates(gates))

const lawsOf = (prior: Prior, gates: ExpectedGates): ReadonlyArray<Law> => [
  law(
    'compiles over any axes',
    shapes,
    (shape) =>
      pipe(
        underShape(prior, shape),
        chainW(compile()),
        match(refusal, () => [])
      ),
    {
      formula: 'compile(y ~ N(x w, 1), w ~ prior over from × to) is a program',
      source: sourceUnder(prior)
    }
  ),
  law(
    'gates what is expected',
    shapes,
    (shape) => {
      const c = pipe(underShape(prior, shape), chainW(compile()))
      if (isLeft(c)) return refusal(c.left)
      const shown = (target: string, axes: ReadonlyArray<string>): string =>
        showGate({ target, axes: [...axes].sort() })
      const found = c.right.program.gates
        .filter((g) => g.axes.length > 0)
        .map((g) => shown(g.target, g.axes))
        .sort()
      const along = shown('w', [shape.group]),
        each = shown('w', ['from', 'to'])
      const wanted = {
        group: [along],
        none: [],
        'every element': [each],
        both: [along, each].sort()
      }[gates]
      return found.join() === wanted.join()
        ? []
        : [`found ${found.join(', ') || 'none'}, wanted ${wanted.join(', ') || 'none'}`]
    },
    {
      formula: `the axes along which a scale switches w off: ${gates}`,
      source: sourceUnder(prior)
    }
  ),
  law(
    'draws are finite and symmetric about 0, where the prior is proper',
    fc.tuple(shapes, rootNumbers),
    ([shape, u]) =>
      pipe(
        underShape(prior, shape),
        match(refusal, (g) => asymmetries(g, 'w', u))
      ),
    {
      formula: 'p(roots) = p(reflected roots) and w(reflected roots) = −w(roots), of some roots',
      tolerance: '1e-9 of the largest: sums and products of numbers in ±2, each rounded',
      source: ([shape]) => sourceUnder(prior)(shape)
    }
  ),
  // of a prior that gives no model, the laws above say why
  ...pipe(
    built(prior, 3, 2, 'input'),
    matchW(() => [], modelLaws)
  )
]
