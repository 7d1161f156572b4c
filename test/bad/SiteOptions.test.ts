/** Starts, bounds and guides that a site cannot have, and observations that lack a plate. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  bernoulli,
  binomial,
  build,
  type Dist,
  halfCauchy,
  halfNormal,
  logUniform,
  normal,
  observe,
  over,
  plate,
  program,
  sample,
  type Real,
  type Scale
} from '../../src/dsl/index.ts'
import { compile } from '../../src/compile/index.ts'
import { bindData } from '../../src/inference/index.ts'
import type { Graph, SiteOptions } from '../../src/ir/Graph.ts'
import { must } from '../inference/Fits.ts'
import { tensor } from '../inference/Programs.ts'

const rows = plate('rows')

/** What is said of z ~ law with these options, as the deviation of rows. */
const said = (law: Dist<never, Scale>, options: SiteOptions): ReadonlyArray<string> => {
  const model = pipe(
    program,
    sample('z', law, options),
    observe('y', ({ z }) => over(rows)(normal(0, z)))
  )
  return problemsOf(must(build(model)))
}

/** The same of one that is a location of rows. */
const saidOfCount = (law: Dist<never, Real>, options: SiteOptions): ReadonlyArray<string> => {
  const model = pipe(
    program,
    sample('z', law, options),
    observe('y', ({ z }) => over(rows)(normal(z, 1)))
  )
  return problemsOf(must(build(model)))
}

const problemsOf = (graph: Graph): ReadonlyArray<string> => {
  const found = compile()(graph)
  return isLeft(found) ? found.left.map((p) => `${p.where}: ${p.what}`) : []
}

describe('a start', () => {
  test('lies in the support that was declared, whatever stands for the site', () => {
    const wrong = (x: number, of: string): ReadonlyArray<string> => [
      `z: its guide cannot start at ${x}, which is no value of ${of}`
    ]
    expect(said(halfNormal(1), { initial: 0 })).toEqual(wrong(0, 'HalfNormal (support Positive)'))
    expect(said(halfCauchy(1), { initial: -1 })).toEqual(wrong(-1, 'HalfCauchy (support Positive)'))
    expect(said(logUniform, { initial: 0 })).toEqual(wrong(0, 'LogUniform (support Signed)'))
    for (const initial of [-2, 1e-9]) expect(said(logUniform, { initial })).toEqual([])
  })
  test('of a discrete site is one of its values, of a yes or no', () => {
    const drawn = { guide: 'bernoulli' } as const
    expect(saidOfCount(bernoulli({ logits: 0 }), { ...drawn, initial: 1 })).toEqual([])
    expect(saidOfCount(bernoulli({ logits: 0 }), { ...drawn, initial: 0.5 })).toEqual([
      'z: its guide cannot start at 0.5, which is no value of Bernoulli (support Binary)'
    ])
    const counted = { guide: 'categorical', initial: 2 } as const
    expect(saidOfCount(binomial({ total: 3, logits: 0 }), counted)).toEqual([
      'z: its guide categorical cannot start at 2'
    ])
  })
})

describe('a bound of the variance', () => {
  test.each([0, -1, NaN, Infinity])('is a number above 0, not %s', (maxVariance) => {
    expect(said(halfNormal(1), { maxVariance })).toEqual([
      `z: the variance of its guide cannot be kept at most ${maxVariance}`
    ])
  })
  test('is none of a point', () => {
    expect(said(halfNormal(1), { guide: 'delta', maxVariance: 0.04 })).toEqual([
      'z: its guide is a point, and maxVariance is given'
    ])
    expect(said(halfNormal(1), { maxVariance: 0.04 })).toEqual([])
  })
  test('is none of probabilities', () => {
    expect(
      saidOfCount(bernoulli({ logits: 0 }), { guide: 'bernoulli', maxVariance: 0.04 })
    ).toEqual(['z: its guide bernoulli has probabilities, and maxVariance is given'])
  })
})

describe('an observation', () => {
  const single = (options: SiteOptions = {}) =>
    pipe(
      program,
      sample('m', normal(0, 1)),
      observe('y', ({ m }) => normal(m, 1), options)
    )

  test('has no guide, and so none of its options', () => {
    expect(build(single({ initial: 3, guide: 'delta' }))).toMatchObject({
      left: [{ where: 'y.initial' }, { where: 'y.guide' }]
    })
  })

  test('without the plate that its data have is said to lack it', () => {
    const { program: compiled } = must(compile()(must(build(single()))))
    expect(bindData(compiled, new Map([['y', tensor(['rows'], [3], [1, 2, 3])]]))).toMatchObject({
      left: [
        {
          where: 'y',
          what: 'the model needs y over [], and the data have [rows 3]',
          why: 'the model has one value for all of rows, the data have one for each',
          try: 'declare it over rows too: over(rows)(…) of an observation'
        }
      ]
    })
  })
})
