/** A model whose observations have gaps, masked and latent, of laws that languages have and of those they lack. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { compile } from '../../src/compile/index.ts'
import {
  categorical,
  type Distribution,
  halfNormal,
  kumaraswamy,
  normal,
  poisson,
  studentT
} from '../../src/distributions/index.ts'
import { add, type Axes, exp, mul, ref, sumOver } from '../../src/expr/index.ts'
import { bindData } from '../../src/inference/index.ts'
import type { Graph, Missing, Site } from '../../src/ir/Graph.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { type Case, madeUp } from './Cases.ts'

const site = (
  name: string,
  role: Site['role'],
  dist: Distribution,
  axes: Axes,
  missing?: Missing
): Site => ({ name, role, dist, axes, options: missing === undefined ? {} : { missing } })

const s = ref('s', []),
  level = ref('level', ['columns']),
  x = ref('x', ['rows', 'columns'])

/** x is read by z, and its law is another in each column; masked are counts, indices, and what Stan has not. */
const graph: Graph = {
  axes: [
    { name: 'rows', size: 'data' },
    { name: 'columns', size: 2 },
    { name: 'classes', size: 3 }
  ],
  data: [],
  sites: [
    site('s', 'latent', halfNormal(1), []),
    site('level', 'latent', normal(0, 1), ['columns']),
    site('logits', 'latent', normal(0, 1), ['columns', 'classes']),
    site(
      'x',
      'observed',
      studentT({ df: 4, location: level, scale: s }),
      ['rows', 'columns'],
      'latent'
    ),
    site(
      'counts',
      'observed',
      poisson(exp(pipe(x, mul(0.1), add(level)))),
      ['rows', 'columns'],
      'mask'
    ),
    site(
      'kinds',
      'observed',
      categorical({ logits: ref('logits', ['columns', 'classes']), along: 'classes' }),
      ['rows', 'columns'],
      'mask'
    ),
    site(
      'shares',
      'observed',
      kumaraswamy({ alpha: s, beta: exp(level) }),
      ['rows', 'columns'],
      'mask'
    ),
    site('z', 'observed', normal(sumOver(['columns'])(x), 1), ['rows'])
  ],
  named: []
}

/** Every third value of what may lack some is missing. */
const lacking = (made: Case): Case => {
  const compiled = compile()(made.graph)
  if (E.isLeft(compiled)) throw new Error(compiled.left.map(showProblem).join('\n'))
  const { program } = compiled.right
  const may = new Set(program.observed.flatMap((o) => (o.mayBeMissing === true ? [o.name] : [])))
  const given = [...made.values].map(([name, t]) => {
    const isGap = (i: number): boolean => may.has(name) && (i + name.length) % 3 === 0
    return [
      name,
      { ...t, values: Float32Array.from(t.values, (v, i) => (isGap(i) ? NaN : v)) }
    ] as const
  })
  const bound = bindData(program, new Map(given))
  if (E.isLeft(bound)) throw new Error(bound.left.map(showProblem).join('\n'))
  return { ...made, sizes: bound.right.sizes, values: bound.right.data }
}

export const withGaps: Case = lacking(madeUp('gaps', graph, 5))
