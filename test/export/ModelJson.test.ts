import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { rows } from '../distributions/Rows.ts'
import { vectorRows } from '../distributions/VectorRows.ts'
import { keys } from 'fp-ts/lib/ReadonlyRecord.js'
import { type Distribution, family, normal } from '../../src/distributions/index.ts'
import {
  constant,
  constants,
  map,
  reduce,
  ref,
  scalarMap,
  scalarReduce,
  scalarZip,
  total,
  zip
} from '../../src/expr/index.ts'
import { decodeModel, encodeModel, type Graph, graphHash } from '../../src/index.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { standardBudget } from '../../src/storage/index.ts'
import { arbitraryScaled } from '../compile/ArbitraryScaled.ts'
import { exampleGraphs } from '../support/ExampleGraphs.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string) => decodeModel('model.json')(bytes(text))

const again = (graph: Graph): Graph => {
  const found = read(encodeModel(graph))
  if (E.isLeft(found)) throw new Error(found.left.map((p) => `${p.where}: ${p.why}`).join('\n'))
  return found.right
}

describe('a model in its JSON form is the same graph', () => {
  test('whatever dense model is generated', () => {
    fc.assert(
      fc.property(arbitraryModelShape(), (shape) => {
        const graph = graphOf(shape)
        expect(graphHash(again(graph))).toBe(graphHash(graph))
        expect(encodeModel(again(graph))).toBe(encodeModel(graph))
      }),
      { numRuns: 20 }
    )
  })
  test('whatever layout lies between scales and tensors', () => {
    fc.assert(
      fc.property(arbitraryScaled, (graph) => {
        expect(graphHash(again(graph))).toBe(graphHash(graph))
      }),
      { numRuns: 40 }
    )
  })
  test('with every operation, and numbers that JSON has not', () => {
    const x = ref('x', ['n'])
    const all = [
      ...keys(scalarMap).map((op) => map(op)(x)),
      ...keys(scalarZip).map((op) => zip(op)(op === 'polygamma' ? constant(1) : x, x)),
      ...keys(scalarReduce).map((op) => reduce(op, ['n'])(x)),
      ...[Infinity, -Infinity, NaN, 1e-300, 0.1].map(constant),
      constants(['n'], [2], [1, -Infinity])
    ]
    const site = { name: 'y', role: 'observed' as const, axes: ['n'], options: {} }
    const graph: Graph = {
      axes: [{ name: 'n', size: 2 }],
      data: [{ name: 'x', axes: ['n'] }],
      sites: [{ ...site, dist: normal(total(all), 1) }],
      named: all.map((value, i) => ({ name: `part${i}`, value }))
    }
    // a hash has no numbers that are not finite either: the text has them
    expect(encodeModel(again(graph))).toBe(encodeModel(graph))
    expect(again(graph).named.map(({ value }) => value)).toEqual(all)
  })
  test('of every example', async () => {
    for (const [name, graph] of await exampleGraphs())
      expect(graphHash(again(graph)), name).toBe(graphHash(graph))
  })
  const laws: ReadonlyArray<readonly [string, fc.Arbitrary<Distribution>]> = Object.entries({
    ...rows,
    ...vectorRows
  }).map(([tag, row]) => [tag, row.generated])
  test.each(laws)('under any %s, whichever way its arguments are given', (_, law) => {
    fc.assert(
      fc.property(law, (dist) => {
        const { consumes, jointly } = family(dist)
        const axes =
          family(dist).vectorAxes ?? consumes.map((name) => ({ name, size: sizeIn(dist) }))
        const site = { name: 'y', role: 'observed' as const, dist, axes: jointly, options: {} }
        const graph: Graph = { axes, data: [], sites: [site], named: [] }
        expect(graphHash(again(graph))).toBe(graphHash(graph))
      }),
      { numRuns: 10 }
    )
  })
})

/** The size of the axis that the constants of a law carry. */
const sizeIn = (d: Distribution): number =>
  family(d).arguments.flatMap(({ value }) => (value._tag === 'Constants' ? value.sizes : []))[0] ??
  1

describe('JSON that is no model', () => {
  const graph = graphOf({
    inputs: 2,
    outputs: 2,
    tau0: 0.1,
    layers: [],
    last: { prior: 'groupHorseshoe', group: 'input', hasBias: true },
    observation: 'categorical'
  })
  const text = encodeModel(graph)
  const problems = (changed: string): ReadonlyArray<string> => {
    expect(changed).not.toBe(text)
    const found = read(changed)
    return E.isLeft(found) ? found.left.map((p) => `${p.where}: ${p.why}`) : []
  }
  test.each([
    ['another format', '"format": 1', '"format": 2', /format/],
    ['a law that there is not', '"law":"Normal"', '"law":"Normol"', /Normol/],
    [
      'a law of other arguments',
      '"law":"Normal"',
      '"law":"Gamma"',
      /Gamma takes shape, rate or shape, scale/
    ],
    ['an operand below its node', /"x":\d+/, '"x":999', /which does not stand before it/],
    ['a reference to nothing', '"name":"x"}', '"name":"z"}', /no data and no site is named 'z'/],
    [
      'an axis that is not declared',
      '"axes":["images","in"]',
      '"axes":["images","on"]',
      /there is no axis 'on'/
    ],
    ['an axis twice', '"axes":["images","in"]', '"axes":["in","in"]', /is there twice/],
    ['an axis of no size', '"name":"in","size":2', '"name":"in","size":0', /at least one index/],
    ['a name twice', '"name":"x",', '"name":"y",', /this name is there twice/],
    ['a scale below 0', '"value":1}', '"value":-1}', /must be/],
    [
      'a site that speaks of itself',
      '"name":"net/layer/w/s"}',
      '"name":"net/layer/w"}',
      /not above it|it has/
    ],
    ['a sum over an axis that is not there', '"over":["in"]', '"over":["out"]', /do not fit|axes/]
  ])('with %s is refused', (_, from, to, says) => {
    expect(problems(text.replace(from, to)).join('\n')).toMatch(says)
  })
  test('that is no JSON, or asks for more nodes than the budget, is refused', () => {
    expect(problems(text.slice(0, -3))[0]).toMatch(/does not parse/)
    const small = decodeModel('model.json', { ...standardBudget, operations: 3 })(bytes(text))
    expect(E.isLeft(small) && small.left[0].what).toMatch(/nodes, where the budget is 3/)
  })
})

test('a chain of renames and its sizes are read in one pass', () => {
  const n = 9000
  const nodes = Array.from({ length: n }, (_, i) =>
    i === 0
      ? { node: 'Ref', name: 'x' }
      : { node: 'Rename', from: `a${i - 1}`, to: `a${i}`, x: i - 1 }
  )
  const model = {
    farrier: 'model',
    format: 1,
    axes: [{ name: 'a0', size: 3 }],
    data: [{ name: 'x', axes: ['a0'] }],
    nodes,
    sites: [],
    named: []
  }
  const started = process.cpuUsage().user
  expect(E.isRight(read(JSON.stringify(model)))).toBe(true)
  expect(process.cpuUsage().user - started).toBeLessThan(1e6)
})
