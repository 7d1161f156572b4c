/**
 * Priors composed of combinators: every composition compiles, gates what its description says and
 * nothing else, and keeps the laws of models.
 */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { compile, gatesOf } from '../../src/compile/index.ts'
import { family } from '../../src/distributions/index.ts'
import {
  axis,
  build,
  elementwise,
  groupHorseshoe,
  groupJeffreys,
  halfCauchy,
  halfNormal,
  include,
  inverseGaussian,
  laplacePrior,
  normal,
  observe,
  perUnit,
  type Prior,
  product,
  program,
  regularise,
  scaleMixture,
  truncatedJeffreys,
  truncateScale
} from '../../src/index.ts'
import { print } from '../../src/expr/index.ts'
import type { Gate } from '../../src/ir/Gate.ts'
import {
  arbitraryPriorShape,
  failure,
  gatesWanted,
  modelLaws,
  type PriorShape,
  priorShapesOf,
  underPrior
} from '../../src/laws/index.ts'
import { asymmetries, rootNumbers } from '../../src/laws/SymmetryLaw.ts'

/** The axes of gates of each of the two tensors. */
const along = (gates: ReadonlyArray<Gate>) =>
  ['w', 'v'].map((target) =>
    [
      ...new Set(gates.filter((g) => g.target === target).map((g) => [...g.axes].sort().join()))
    ].sort()
  )
const wanted = (shape: PriorShape) => {
  const gates = gatesWanted(shape).map((axes) => axes.join())
  return [gates, gates]
}
/** Of what was compiled; or why it was not. */
const compiled = (shape: PriorShape) =>
  pipe(
    underPrior(shape),
    compile(),
    E.match(
      (problems) => problems.map((p) => [`${p.where}: ${p.what}`]),
      ({ program }) => along(program.gates)
    )
  )

describe('composed priors', () => {
  it.each([0, 1])('of %i combinators compile and gate what they say, all of them', (steps) => {
    for (const shape of priorShapesOf(steps))
      expect(compiled(shape), JSON.stringify(shape)).toEqual(wanted(shape))
  })
  it('of two gate what they say, one in five of them', () => {
    for (const shape of priorShapesOf(2).filter((_, i) => i % 5 === 0))
      expect(along(gatesOf(underPrior(shape))), JSON.stringify(shape)).toEqual(wanted(shape))
  })
  it('of three compile and gate what they say', () => {
    fc.assert(
      fc.property(arbitraryPriorShape(3), (shape) => {
        expect(compiled(shape)).toEqual(wanted(shape))
      }),
      { numRuns: 60, seed: 1 }
    )
  })
  it('keep the laws of models, and are symmetric', () => {
    fc.assert(
      fc.property(arbitraryPriorShape(3), rootNumbers, (shape, u) => {
        const graph = underPrior(shape)
        expect(asymmetries(graph, 'w', u)).toEqual([])
        for (const l of modelLaws(graph))
          expect(failure(l, { numRuns: 1, seed: 3 })).toBeUndefined()
      }),
      { numRuns: 30, seed: 2 }
    )
  })
})

const [rows, columns] = [axis('rows', 4), axis('columns', 3)]
const at = { group: rows, axes: [rows, columns] } as const

/** Sites with their laws, of one tensor. */
const declared = (prior: Prior): ReadonlyArray<string> =>
  pipe(
    program,
    include('w', prior(at)),
    observe('y', ({ w }) => normal(w, 1)),
    build,
    E.match(
      (problems) => problems.map((p) => p.what),
      (g) =>
        g.sites
          .filter((s) => s.role === 'latent' && s.name !== 'w')
          .map((s) => {
            const { arguments: given, show } = family(s.dist)
            return `${s.name} ~ ${show(given.map(({ value }) => print(value)))} [${s.axes.join(', ')}]`
          })
    )
  )
const cutting = { low: 0.5, high: 3 }

describe('combinators', () => {
  it('place a scale: the innermost says where', () => {
    const local = scaleMixture({ local: halfNormal(1) })
    expect(declared(perUnit(columns)(local))).toEqual(['w/z ~ halfNormal(1) [columns]'])
    expect(declared(perUnit()(local))).toEqual(['w/z ~ halfNormal(1) []'])
    expect(declared(elementwise(perUnit(columns)(local)))).toEqual([
      'w/z ~ halfNormal(1) [columns]'
    ])
    expect(declared(perUnit(columns)(elementwise(local)))).toEqual([
      'w/z ~ halfNormal(1) [rows, columns]'
    ])
  })
  it('multiply scales under their names', () => {
    expect(
      declared(product({ a: groupHorseshoe(0.1), b: perUnit(columns)(laplacePrior(1)) }))
    ).toEqual([
      'w/a/s ~ halfCauchy(0.1) []',
      'w/a/z ~ halfCauchy(1) [rows]',
      'w/b/v ~ exponential(0.5) [columns]'
    ])
  })
  it('cut the law of a scale: of a variance at squares, under a slab and a place inside', () => {
    const local = scaleMixture({ global: halfCauchy(1), local: halfNormal(1) })
    const cut = [
      'w/s ~ halfCauchy(1) []',
      'w/z ~ truncated({ low: 0.5, high: 3, of: halfNormal(1) }) [rows]'
    ]
    expect(declared(truncateScale(cutting)(local))).toEqual(cut)
    expect(declared(pipe(local, regularise(2), truncateScale(cutting)))).toEqual(cut)
    expect(declared(pipe(local, perUnit(rows), truncateScale(cutting)))).toEqual(cut)
    expect(declared(truncateScale(cutting)(laplacePrior(1)))).toEqual([
      'w/v ~ truncated({ low: 0.25, high: 9, of: exponential(0.5) }) [rows]'
    ])
    const jeffreys = truncatedJeffreys({ least: 0.5, most: 3 })
    expect(declared(truncateScale(cutting)(groupJeffreys))).toEqual(declared(jeffreys))
    expect(declared(truncateScale({ high: 3 })(groupHorseshoe(0.1)))).toEqual([
      'w/s ~ halfCauchy(0.1) []',
      'w/z ~ truncated({ high: 3, of: halfCauchy(1) }) [rows]'
    ])
    const wider = truncatedJeffreys({ least: 0.1, most: 3 })
    expect(declared(truncateScale({ low: 0.5, high: 9 })(wider))).toEqual(declared(jeffreys))
  })
  it('name one slab inside another apart', () => {
    const slab = { df: 2, scale: 1 }
    expect(declared(pipe(groupJeffreys, regularise(slab), regularise(slab)))).toEqual([
      'w/c2 ~ inverseGamma({ shape: 1, scale: 1 }) []',
      'w/c2-2 ~ inverseGamma({ shape: 1, scale: 1 }) []',
      'w/z ~ logUniform [rows]'
    ])
  })
  it('refuse what has no law, and axes that weights lack', () => {
    const refused = (of: () => Prior): string => {
      const made = E.tryCatch(() => declared(of()).join(), String)
      return E.isLeft(made) ? made.left : made.right
    }
    expect(refused(() => truncateScale(cutting)(product({ a: groupJeffreys })))).toMatch(
      /truncateScale: this scale has no law of its own to cut/
    )
    expect(refused(() => truncateScale({ low: 1 })(groupJeffreys))).toMatch(
      /cut at both ends or at none/
    )
    const uncut = scaleMixture({ local: inverseGaussian({ mean: 1, shape: 1 }) })
    expect(refused(() => truncateScale(cutting)(uncut))).toMatch(/truncate one of normal/)
    expect(refused(() => product({}))).toMatch(/product: found no scale/)
    expect(refused(() => perUnit(axis('other', 4))(groupJeffreys))).toMatch(
      /perUnit: the axis 'other' of size 4 is none of the weights, which have \[rows, columns\]/
    )
    expect(refused(() => perUnit(axis('rows', 5))(groupJeffreys))).toMatch(
      /'rows' of size 5 is none/
    )
  })
})
