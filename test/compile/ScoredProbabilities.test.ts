/**
 * Discrete latents of finitely many values that are drawn, and not summed out: generated models, against the
 * sum over every combination of values.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, explain } from '../../src/compile/index.ts'
import * as D from '../../src/distributions/index.ts'
import {
  add,
  constants,
  type Expr,
  gather,
  mul,
  ref,
  sumOver,
  without
} from '../../src/expr/index.ts'
import type { Graph, Site } from '../../src/ir/Graph.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { isScored, klWeightName, totalOf } from '../../src/ir/Variational.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { showExplanation } from '../../src/report/index.ts'
import { compiled } from '../support/Models.ts'
import {
  estimate,
  exactLoss,
  expectExactGradients,
  logEvidence,
  over,
  parametersOf,
  sizes,
  type Values
} from './ExactElbo.ts'

// models

type Kind = 'binary' | 'index' | 'count'
interface Shape {
  readonly kind: Kind
  readonly axes: ReadonlyArray<'items'>
  /** Its prior's log odds. */
  readonly logits: number
}
interface ModelShape {
  readonly z: Shape
  readonly w: Shape
  /** Does the prior of w depend on z? */
  readonly isBelow: boolean
  /** How y reads z: at its own index, looked up, or their sum. */
  readonly read: 'own' | 'lookedUp' | 'sum'
  readonly data: ReadonlyArray<number>
}

const shape = fc.record<Shape>({
  kind: fc.constantFrom('binary', 'index', 'count'),
  axes: fc.constantFrom([], ['items']),
  logits: between(-1, 1)
})
const shapes: fc.Arbitrary<ModelShape> = fc.record({
  z: shape,
  w: shape,
  isBelow: fc.boolean(),
  read: fc.constantFrom('own', 'lookedUp', 'sum'),
  data: fc.array(between(-2, 3), { minLength: 10, maxLength: 10 })
})

const guideOf = { binary: 'bernoulli', index: 'categorical', count: 'categorical' } as const
const countOf = { binary: 2, index: 3, count: 4 }
const heights = constants(['kinds'], [3], [-0.5, 0.4, 1.7])
const group = constants(['rows'], [5], [0, 1, 1, 0, 1])

/** The value as a number. */
const number = ({ kind, axes }: Shape, name: string): Expr =>
  kind === 'index'
    ? pipe(heights, gather('kinds', ref(name, axes)))
    : pipe(ref(name, axes), mul(kind === 'count' ? 0.4 : 1))

const lawOf = ({ kind, logits }: Shape, above: Expr | undefined): D.Distribution => {
  const l = above === undefined ? logits : pipe(above, add(logits))
  if (kind === 'binary') return D.bernoulli({ logits: l })
  if (kind === 'count') return D.binomial({ total: 3, logits: l })
  const tilt = constants(['kinds'], [3], [0, 0.5, -0.3])
  return D.categorical({ logits: pipe(tilt, mul(l)), along: 'kinds' })
}

/** Two discrete latents that the rows of y share, drawn both since their user asks for guides. */
const graphOf = ({ z, w, isBelow, read }: ModelShape): Graph => {
  const site = (
    name: string,
    role: Site['role'],
    dist: D.Distribution,
    axes: ReadonlyArray<string>,
    options: Site['options'] = {}
  ): Site => ({ name, role, dist, axes, options })
  const zs = number(z, 'z')
  const seen =
    !zs.axes.includes('items') || read === 'own'
      ? zs
      : read === 'sum'
        ? sumOver(['items'])(zs)
        : pipe(zs, gather('items', group))
  const ws = number(w, 'w')
  const location = pipe(seen, mul(pipe(ws, add(0.5))), add(ws))
  const onZ = without(w.axes)(z.axes).length === 0 ? pipe(zs, mul(0.7)) : undefined
  const below = isBelow ? onZ : undefined
  return {
    axes: [...sizes].map(([name, size]) => ({ name, size })),
    data: [],
    named: [],
    sites: [
      site('z', 'latent', lawOf(z, undefined), z.axes, { guide: guideOf[z.kind] }),
      site('w', 'latent', lawOf(w, below), w.axes, { guide: guideOf[w.kind] }),
      site('y', 'observed', D.normal(location, 0.8), [...new Set([...location.axes, 'rows'])])
    ]
  }
}
const dataOf = (g: Graph, { data }: ModelShape): Values => {
  const axes = g.sites.find((s) => s.name === 'y')?.axes ?? []
  return new Map([['y', over(axes, data.slice(0, axes.length === 1 ? 5 : 10))]])
}

const numbers = fc.array(between(-0.7, 0.7), { minLength: 9, maxLength: 9 })

const settings = (data: Values, parameters: Values): Values =>
  new Map([...data, ...parameters, [klWeightName, over([], [1])], [totalOf('rows'), over([], [5])]])

describe('drawn values of generated models', () => {
  test('the mean of each gradient is that of the exact ELBO, which is at most the log evidence', () =>
    fc.assert(
      fc.property(shapes, numbers, (m, u) => {
        const graph = graphOf(m)
        const data = dataOf(graph, m)
        const { program } = compiled(graph, { samples: 4 })
        const parameters = parametersOf(program, u)
        const loss = exactLoss(graph, data, parameters)
        const counts = (name: string): number => countOf[m[name === 'z' ? 'z' : 'w'].kind]
        expect(-loss).toBeLessThanOrEqual(logEvidence(graph, data, counts) + 1e-9)
        const values = settings(data, parameters)
        const [found] = estimate(program.lossNats, program, values, 1500)
        expect(Math.abs((found?.mean ?? NaN) - loss)).toBeLessThan(
          4.5 * (found?.error ?? NaN) + 1e-9
        )
        expectExactGradients({ graph, program, data, parameters, values, count: 1500 })
      }),
      { numRuns: 25, seed: 8 }
    ))
  test('each has a cost in closed form, its estimator, and is no number to solve for', () =>
    fc.assert(
      fc.property(shapes, (m) => {
        const graph = graphOf(m)
        const { program } = compiled(graph)
        expect(isScored(program)).toBe(true)
        expect(program.complexity.map((c) => [c.site, c.guide, c.estimator, c.how.kind])).toEqual(
          (['z', 'w'] as const).map((name) => [
            name,
            guideOf[m[name].kind],
            'score function',
            'closed form'
          ])
        )
        expect(showExplanation(explain(graph, program))).toMatch(/gradient\s+by\s+score\s+function/)
        const strict = compile({ strict: 'analytic' })(graph)
        expect(isLeft(strict) ? strict.left.map((p) => p.where) : []).toEqual(['z', 'w'])
        expect(isLeft(strict) ? strict.left.map(showProblem).join() : '').toContain(
          'its gradient is a score function'
        )
      }),
      { numRuns: 20 }
    ))
})
