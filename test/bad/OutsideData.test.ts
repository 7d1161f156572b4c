/**
 * Every family of single elements as an observation, and its arguments as data: values outside their support, and
 * what is no finite number, are named with their row before anything is calculated from them.
 */
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile/index.ts'
import {
  boundsOf,
  type Distribution,
  factsOf,
  family,
  normal
} from '../../src/distributions/index.ts'
import { type Expr, ref } from '../../src/expr/index.ts'
import { bindData } from '../../src/inference/index.ts'
import type { DataSlot, Graph, Site } from '../../src/ir/Graph.ts'
import { uniformStreams } from '../../src/inference/predictive/UniformStreams.ts'
import { numbersOf, proper } from '../distributions/Arbitrary.ts'
import { supportRows } from '../distributions/SupportRows.ts'

const site = (name: string, dist: Distribution, role: Site['role'] = 'observed'): Site => ({
  name,
  role,
  dist,
  axes: role === 'observed' ? ['rows'] : [],
  options: {}
})

/** The axes of constant arguments, and those of outcomes, which have a cutpoint between each two. */
const ownAxes = (d: Distribution): Graph['axes'] => {
  const { arguments: args, consumes } = family(d)
  const sizes = new Map(
    args.flatMap(({ value }) =>
      value._tag === 'Constants'
        ? value.axes.map((name, i) => [name, value.sizes[i] ?? 1] as const)
        : []
    )
  )
  const cuts = Math.max(0, ...sizes.values())
  const counted = consumes
    .filter((name) => !sizes.has(name))
    .map((name) => [name, cuts + 1] as const)
  return [...sizes, ...counted].map(([name, size]) => ({ name, size }))
}

/** y under the law, beside a latent that another observation is about. */
const graphOf = (d: Distribution, data: ReadonlyArray<DataSlot>): Graph => ({
  axes: [{ name: 'rows', size: 'data' }, ...ownAxes(d)],
  data,
  sites: [site('a', normal(0, 1), 'latent'), site('z', normal(ref('a', []), 1)), site('y', d)],
  named: []
})

const column = (...values: ReadonlyArray<number>) => ({
  axes: ['rows'],
  sizes: [values.length],
  values: Float32Array.from(values)
})

const found = (graph: Graph, columns: Readonly<Record<string, ReadonlyArray<number>>>) => {
  const compiled = compile()(graph)
  if (isLeft(compiled))
    throw new Error(compiled.left.map((p) => `${p.where}: ${p.what}`).join('\n'))
  const data = Object.entries({ z: [0, 0, 0], ...columns }).map(
    ([name, values]) => [name, column(...values)] as const
  )
  return bindData(compiled.right.program, new Map(data))
}

const said = (graph: Graph, columns: Readonly<Record<string, ReadonlyArray<number>>>): string => {
  const bound = found(graph, columns)
  return isLeft(bound) ? bound.left.map((p) => `${p.where}: ${p.what}; ${p.try}`).join('\n') : ''
}

/** Two draws of the law, which data may be. */
const drawn = (d: Distribution): ReadonlyArray<number> => {
  const { sample, arguments: args } = family(d)
  if (isLeft(sample)) throw new Error(sample.left)
  const numbers = args.map((a) => Array.from(numbersOf(a.value)))
  const streams = uniformStreams({ seed: 5, step: 0 }, 'outside')
  return [0, 1].map((k) => Math.fround(sample.right(numbers, streams(k))))
}

const numberOf = (e: Expr | undefined): number | undefined =>
  e === undefined ? undefined : numbersOf(e)[0]

/** What lies outside, also of a law that holds the ends of its support. */
const beyond = (d: Distribution): ReadonlyArray<number> => {
  const { support, holdsEnds } = family(d)
  const { low, high } = boundsOf(support) ?? {}
  const [from, to] = [numberOf(low), numberOf(high)]
  return [
    ...supportRows[support._tag].others.filter((x) => !holdsEnds || ![0, from, to].includes(x)),
    ...(from === undefined ? [] : [from - 1]),
    ...(to === undefined ? [] : [to + 1])
  ]
}

describe.each(Object.entries(proper))('%s', (_, row) => {
  const [d] = fc.sample(row, { numRuns: 1, seed: 2 })
  if (d === undefined) throw new Error('internal: no distribution')
  test('as an observation', () => {
    const graph = graphOf(d, [])
    const [first = NaN, second = NaN] = drawn(d)
    expect(said(graph, { y: [first, second, first] })).toBe('')
    for (const wrong of [...beyond(d), NaN, Infinity, -Infinity])
      expect(said(graph, { y: [first, wrong, second] }), `${wrong}`).toMatch(/^y: .*row 2/)
  })
  test('with arguments that are data', () => {
    for (const { name, value, support } of family(d).arguments) {
      if (value.axes.length > 0 || !factsOf(support).isNumeric) continue
      const slot = { name: 'given', axes: ['rows'], support }
      const given = family(d).mapArguments((e) => (e === value ? ref('given', ['rows']) : e))
      const graph = graphOf(given, [slot])
      const at = Math.fround(numbersOf(value)[0] ?? NaN)
      const [first = NaN] = drawn(d)
      const isFound = found(graph, { y: [first, first, first], given: [at, at, at] })
      expect(isRight(isFound), name).toBe(true)
      for (const wrong of [...supportRows[support].others, NaN, Infinity, -Infinity])
        expect(
          said(graph, { y: [first, first, first], given: [at, wrong, at] }),
          `${name} ${wrong}`
        ).toMatch(/^given: .*row 2/)
    }
  })
})
