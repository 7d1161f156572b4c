import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import { emitTypescript } from '../../src/export/index.ts'
import {
  add,
  axis,
  binomial,
  build,
  type Category,
  cauchy,
  cholesky,
  choleskySolve,
  contract,
  data,
  diagonal,
  distributions,
  draw,
  exp,
  expr,
  gather,
  type Graph,
  graphHash,
  halfCauchy,
  identity,
  include,
  indicesOf,
  logDeterminant,
  logSoftmax,
  mixture,
  model,
  mul,
  normal,
  observe,
  oneHot,
  over,
  plate,
  type Positive,
  poisson,
  program,
  resolveModel,
  sample,
  showProblem,
  sin,
  softmax,
  solveLower,
  solveLowerTransposed,
  sumOver,
  tanh,
  type Tensor,
  zeroInflated
} from '../../src/index.ts'
import { arbitraryPriorShape, type PriorShape, underPrior } from '../../src/laws/ArbitraryPrior.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { arbitraryScaled } from '../compile/ArbitraryScaled.ts'
import { convolutionGraph, convolutionShapes } from '../support/ArbitraryConvolution.ts'
import { exampleGraphs } from '../support/ExampleGraphs.ts'
import { defaultOf } from '../support/RunSource.ts'

const source = (graph: Graph): string => {
  const emitted = emitTypescript({ name: 'model', graph, ends: [] })
  if (E.isLeft(emitted)) throw new Error(emitted.left.map(showProblem).join('\n'))
  return emitted.right.source
}

const again = (graph: Graph): Graph => {
  const built = resolveModel(defaultOf(source(graph)), {})
  if (E.isLeft(built))
    throw new Error(`${built.left.map(showProblem).join('\n')}\n${source(graph)}`)
  return built.right
}

/** The order in which axes are first met carries no meaning. */
const hash = (graph: Graph): string =>
  graphHash({ ...graph, axes: graph.axes.toSorted((a, b) => (a.name < b.name ? -1 : 1)) })

describe('a model printed as source is the same graph', () => {
  test('whatever dense model is generated', () => {
    fc.assert(
      fc.property(arbitraryModelShape(), (shape) => {
        const graph = graphOf(shape)
        expect(hash(again(graph)), source(graph)).toBe(hash(graph))
      }),
      { numRuns: 15 }
    )
  })
  test('of convolutions with strides, dilations, paddings and pools', () => {
    fc.assert(
      fc.property(convolutionShapes, (shape) => {
        const graph = convolutionGraph(shape)
        expect(hash(again(graph)), source(graph)).toBe(hash(graph))
      }),
      { numRuns: 25 }
    )
  })
  test('of composed priors, of which several tensors have a product in common', () => {
    const shape: PriorShape = {
      base: 'laplace',
      steps: [
        { word: 'product', by: 'horseshoe' },
        { word: 'shared', sides: [] }
      ]
    }
    fc.assert(
      fc.property(arbitraryPriorShape(3), (composed) => {
        const graph = underPrior(composed)
        expect(hash(again(graph)), source(graph)).toBe(hash(graph))
      }),
      { numRuns: 40, examples: [[shape], [{ ...shape, base: 'horseshoe' }]] }
    )
    expect(source(underPrior(shape))).toContain('return { step1_one, step1_other }')
  })
  test('of tensors under scales with layout between them, where the language can have declared them', () => {
    let printed = 0
    fc.assert(
      fc.property(arbitraryScaled, (made) => {
        const data = made.data.map((d) => (d.support === 'Categories' ? { ...d, indexes: 'h' } : d))
        const graph = { ...made, data }
        const emitted = emitTypescript({ name: 'model', graph, ends: [] })
        if (E.isLeft(emitted)) {
          expect(emitted.left[0].what).toMatch(/no word for|not together/)
          return
        }
        const built = resolveModel(defaultOf(emitted.right.source), {})
        // supports that intervals prove and types do not are refused by the language
        if (E.isLeft(built)) return
        // a model has the axes that its lines speak of
        const spoken = graph.axes.filter((a) => built.right.axes.some((b) => b.name === a.name))
        expect(hash(built.right), emitted.right.source).toBe(hash({ ...graph, axes: spoken }))
        printed += 1
      }),
      { numRuns: 60 }
    )
    expect(printed).toBeGreaterThan(30)
  })
  test('of matrices, shares and categories, which are made of what the language has no word for', () => {
    const rows = axis('rows', 3),
      columns = axis('columns', 3),
      kinds = axis('kinds', 3),
      people = plate('people')
    const graph = resolveModel(
      model(function* () {
        const kind = yield* data('kind', [people], indicesOf(kinds))
        const scale = yield* draw('scale', halfCauchy(1))
        const v = yield* draw('v', over(rows)(normal(0, 1)))
        const u = yield* draw('u', over(columns)(normal(0, 1)))
        const w = yield* draw('w', over(kinds)(normal(0, 1)))
        const factor = pipe(identity(rows, columns), mul(scale), add(0.1), cholesky(rows, columns))
        const there = pipe(v, solveLower(rows, columns)(factor), sumOver(columns))
        const back = pipe(u, solveLowerTransposed(rows, columns)(factor), sumOver(rows))
        const both = pipe(v, choleskySolve(rows, columns)(factor), sumOver(rows))
        const onDiagonal = pipe(factor, diagonal(rows, columns), sumOver(rows))
        const size = pipe(factor, mul(factor), logDeterminant(rows, columns))
        const shares = pipe(softmax(kinds)(w), mul(logSoftmax(kinds)(w)))
        const ofKind = pipe(oneHot(kinds)(kind), contract(kinds)(shares))
        const mean = pipe(there, add(back), add(both), add(onDiagonal), add(size), add(ofKind))
        yield* observe('y', normal(mean, 1))
        const share = pipe(softmax(kinds)(w), gather(kinds)(kind))
        yield* observe('n', binomial({ total: 5, probability: share }))
      }),
      {}
    )
    if (E.isLeft(graph)) throw new Error(graph.left.map(showProblem).join('\n'))
    const written = source(graph.right)
    expect(hash(again(graph.right)), written).toBe(hash(graph.right))
    for (const word of [
      'cholesky(rows, columns)',
      'solveLower(rows, columns)(',
      'solveLowerTransposed(rows, columns)(',
      'logDeterminant(rows, columns)',
      'diagonal(rows, columns)',
      'identity(rows, columns)',
      'softmax(kinds)',
      'logSoftmax(kinds)',
      'oneHot(kinds)(kind)'
    ])
      expect(written).toContain(word)
    expect(written.split('\n').length).toBeLessThan(70)
  })
  test('of sites that others read beside the value that their model gives, however deep', async () => {
    const units = axis('units', 3),
      kinds = axis('kinds', 2),
      rows = plate('rows')
    const read: {
      scale?: Tensor<'units', Positive>
      shift?: Tensor<never>
      kind?: Tensor<'rows', Category<'kinds'>>
    } = {}
    const graph = resolveModel(
      model(function* () {
        const x = yield* include(
          'outer',
          model(function* () {
            const inner = yield* include(
              'inner',
              model(function* () {
                read.scale = yield* draw('scale', over(units)(halfCauchy(1)))
                return pipe(read.scale, mul(2))
              })
            )
            read.shift = yield* draw('shift', normal(0, 1))
            return pipe(inner, add(read.shift), sumOver(units))
          })
        )
        const even = yield* include(
          'even',
          model(function* () {
            read.kind = yield* data('kind', [rows], indicesOf(kinds))
            return pipe(oneHot(kinds)(read.kind), sumOver(kinds), mul(-1))
          })
        )
        const { scale, shift, kind } = read
        if (scale === undefined || shift === undefined || kind === undefined) throw new Error('set')
        const w = yield* draw('w', over(kinds)(normal(0, 1)))
        const place = pipe(w, gather(kinds)(kind), add(even), add(x), add(shift))
        yield* observe('y', normal(place, scale))
      }),
      {}
    )
    if (E.isLeft(graph)) throw new Error(graph.left.map(showProblem).join('\n'))
    const written = source(graph.right)
    expect(hash(again(graph.right)), written).toBe(hash(graph.right))
    // it is type-checked with the tests
    await expect(written).toMatchFileSnapshot('../types/printed/leaking.ts')
  })
  test('of every example', async () => {
    for (const [name, graph] of await exampleGraphs())
      expect(hash(again(graph)), `${name}\n${source(graph)}`).toBe(hash(graph))
  })
})

describe('printed source', () => {
  // the files are type-checked with the tests
  const kept = [
    'group-rates',
    'horseshoe-regression',
    'lenet-5',
    'low-rank',
    'overdispersed-counts',
    'residual-network',
    'three-scales'
  ]
  test('of examples is what is kept, and compiles', async () => {
    const graphs = new Map(await exampleGraphs())
    for (const name of kept) {
      const graph = graphs.get(name)
      if (graph === undefined) throw new Error(`no example ${name}`)
      const emitted = emitTypescript({ name, graph, ends: [] })
      await expect(E.isRight(emitted) ? emitted.right.source : '').toMatchFileSnapshot(
        `../types/printed/${name}.ts`
      )
    }
  })
  test('names a part that is used twice, and what is nested deep, once', () => {
    const rows = plate('rows')
    const twice = build(
      pipe(
        program,
        sample('a', normal(0, 1)),
        observe('y', ({ a }) => {
          const wave = tanh(sin(exp(a)))
          return over(rows)(normal(pipe(wave, add(wave), mul(wave)), 1))
        })
      )
    )
    if (E.isLeft(twice)) throw new Error('refused')
    expect(source(twice.right)).toContain('const t1 = tanh(sin(exp(a)))\n')
    expect(source(twice.right)).toContain('normal(pipe(t1, add(t1), mul(t1)), 1)')
    const deep = build(
      pipe(
        program,
        sample('a', normal(0, 1)),
        observe('y', ({ a }) =>
          normal(
            Array.from({ length: 2000 }).reduce<typeof a>((x) => sin(x), a),
            1
          )
        )
      )
    )
    if (E.isLeft(deep)) throw new Error('refused')
    expect(hash(again(deep.right))).toBe(hash(deep.right))
    expect(
      Math.max(
        ...source(deep.right)
          .split('\n')
          .map((l) => l.length)
      )
    ).toBeLessThan(200)
  })
  test('of laws that are made of others, along axes whose names are no identifiers', () => {
    const rows = plate('rows'),
      kinds = axis('kinds-of', 2)
    const built = build(
      pipe(
        program,
        sample('l', over(kinds)(normal(0, 1))),
        sample('m', over(kinds)(normal(0, 1))),
        observe('y', ({ l, m }) =>
          over(rows)(mixture({ logits: l, along: kinds, of: normal(m, 1) }))
        ),
        observe('z', ({ l }) =>
          over(rows)(mixture({ logits: l, along: kinds, of: [normal(0, 1), cauchy(0, 1)] }))
        ),
        observe('n', () => over(rows)(zeroInflated({ structuralZero: 0.2, of: poisson(3) })))
      )
    )
    if (E.isLeft(built)) throw new Error(built.left.map(showProblem).join('\n'))
    expect(hash(again(built.right))).toBe(hash(built.right))
  })
  test('of what only a derivation makes is refused, by name', () => {
    const site = { name: 'y', role: 'observed' as const, axes: [], options: {} }
    const graph: Graph = {
      axes: [],
      data: [{ name: 'x', axes: [] }],
      sites: [{ ...site, dist: distributions.normal(expr.digamma(expr.ref('x', [])), 1) }],
      named: []
    }
    const emitted = emitTypescript({ name: 'm', graph, ends: [] })
    expect(E.isLeft(emitted) && emitted.left.map(showProblem)).toEqual([
      'the model: the language has no word for digamma\n' +
        '  why: source is written in the words of the language\n  try: write it by --to json'
    ])
  })
})
