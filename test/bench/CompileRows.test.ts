import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { chain } from '../../bench/Chain.ts'
import { chainRows, compileRows } from '../../bench/CompileRows.ts'
import { compile } from '../../src/compile/index.ts'
import { build } from '../../src/dsl/index.ts'
import { postorder } from '../../src/expr/index.ts'

const times = {
  binaryen: 500,
  source: 400,
  build: 5,
  compile: 60,
  lower: 40,
  generate: 105,
  engine: 5
}

test('the whole is its parts, with and without loading binaryen, and a bar on each', () => {
  expect(compileRows('net', [times], 300)).toEqual([
    {
      work: 'compilation, fresh process',
      way: 'net, everything loaded',
      median: '210 ms',
      range: '210 to 210',
      ratio: 'build 5, compile 60, lower 40, generate 100, engine 5',
      bar: '≤ 300 ms, kept'
    },
    {
      work: 'compilation, fresh process',
      way: 'net, and binaryen loaded first',
      median: '710 ms',
      range: '710 to 710',
      ratio: 'binaryen 500',
      bar: '≤ 300 ms, missed'
    }
  ])
})

test('a chain is compared by its time a site with the one before', () => {
  expect(
    chainRows([
      { sites: 10, times: [times] },
      { sites: 100, times: [{ ...times, compile: 3000 - 150 }] }
    ]).map((r) => r.ratio)
  ).toEqual(['', '**1.43** a site of 10'])
})

test('what a chain is compiled to grows with its sites', () => {
  const nodes = (sites: number): number => {
    const graph = build(chain(sites))
    // as derived: simplification finds what is there twice
    const compiled = isRight(graph) ? compile({ skip: ['simplify'] })(graph.right) : graph
    if (!isRight(compiled)) throw new Error('refused')
    const { lossNats, gradients, moments, draws, complexity } = compiled.right.program
    return postorder([
      lossNats,
      ...gradients.values(),
      ...draws.values(),
      ...complexity.map((c) => c.nats),
      ...moments.flatMap(({ closed }) =>
        closed === undefined ? [] : [closed.mean, closed.variance]
      )
    ]).length
  }
  const [few, more, many] = [nodes(10), nodes(20), nodes(40)]
  expect(many - more).toBe(2 * (more - few))
})
