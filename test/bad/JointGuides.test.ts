/** Joint guides where they cannot stand, each message frozen. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { compile, type CompileOptions } from '../../src/compile/index.ts'
import {
  axis,
  bernoulli,
  build,
  contract,
  data,
  exponential,
  mul,
  normal,
  observe,
  over,
  plate,
  program,
  sample
} from '../../src/dsl/index.ts'
import { showProblem } from '../../src/ir/Problem.ts'

const rows = plate('rows'),
  features = axis('features', 3),
  wide = axis('wide', 2049)

const built = build(
  pipe(
    program,
    data('x', [rows, features]),
    data('v', [rows, wide]),
    sample('w', over(features)(normal(0, 1))),
    sample('many', over(wide)(normal(0, 1))),
    sample('tau', exponential(1), { guide: 'delta' }),
    sample('on', over(rows)(bernoulli({ logits: 0.5 }))),
    sample('shift', ({ tau }) => over(rows)(normal(0, tau))),
    observe('y', ({ x, v, w, many, on, shift }) =>
      normal(
        pipe(x, contract(features)(w), (a) =>
          pipe(a, mul(on), (b) => pipe(pipe(v, contract(wide)(many)), mul(shift), mul(b)))
        ),
        1
      )
    )
  )
)

const refusals = (joint: CompileOptions['joint']): ReadonlyArray<string> => {
  const r = isLeft(built) ? built : compile({ joint })(built.right)
  return isLeft(r) ? r.left.map(showProblem) : []
}

describe('a joint guide', () => {
  it('needs sites of the model', () => {
    expect(refusals([{ sites: ['v', 'ww'] }])).toMatchInlineSnapshot(`
      [
        "joint: v: the model has no such latent site
        why: it names sites whose guides are correlated
        try: name some of w, many, tau, shift",
        "joint: ww: the model has no such latent site
        why: it names sites whose guides are correlated
        try: name some of w, many, tau, shift",
      ]
    `)
  })
  it('takes a site once', () => {
    expect(refusals([{ sites: ['w', 'w'] }])).toMatchInlineSnapshot(`
      [
        "joint: w: it is named twice
        why: a site has its noise from one joint guide
        try: name it once; sites that hang together are one set",
      ]
    `)
    expect(refusals([{ sites: ['w'] }, { sites: ['w', 'many'], rank: 1 }])).toHaveLength(1)
  })
  it('is of what is not known', () => {
    expect(refusals([{ sites: ['y'] }])).toMatchInlineSnapshot(`
      [
        "joint: y: it is observed, and has no guide
        why: guides stand for the posterior of what is not known
        try: name some of w, many, tau, shift",
      ]
    `)
  })
  it('is of real numbers', () => {
    expect(refusals([{ sites: ['w', 'on'] }])).toMatchInlineSnapshot(`
      [
        "joint: on: it is discrete, and has no guide: it is summed out
        why: a joint guide is normal in coordinates that are real numbers
        try: leave it out: given the others, its posterior is exact",
      ]
    `)
  })
  it('is of densities', () => {
    expect(refusals([{ sites: ['w', 'tau'] }])).toMatchInlineSnapshot(`
      [
        "joint: tau: its guide delta has no density that correlations could be of
        why: a joint guide correlates the noise of guides that are densities
        try: leave the site out, or give it another guide",
      ]
    `)
  })
  it('has its size before the data', () => {
    expect(refusals([{ sites: ['shift'], rank: 1 }])).toMatchInlineSnapshot(`
      [
        "joint: shift: it lies over the plate rows
        why: how many numbers are correlated has to be known before the data
        try: give the axis its size, as axis('rows', 40), or leave the site out",
      ]
    `)
  })
  it('has a rank of 1 at least', () => {
    expect(refusals([{ sites: ['w'], rank: 0 }])).toMatchInlineSnapshot(`
      [
        "compile.joint[0].rank: expected a whole number from 1 on, found 0
        why: it is a number of things
        try: give a whole number from 1 on, or leave it out",
      ]
    `)
  })
  it('has a rank below its size', () => {
    expect(refusals([{ sites: ['w'], rank: 3 }])).toMatchInlineSnapshot(`
      [
        "joint: w: rank 3 of 3 numbers
        why: full rank has all correlations, with fewer loadings than that
        try: leave the rank out, or take one below 3",
      ]
    `)
    expect(refusals([{ sites: ['w'], rank: 2 }])).toEqual([])
  })
  it('of full rank is small', () => {
    expect(refusals([{ sites: ['many'] }])).toMatchInlineSnapshot(`
      [
        "joint: many: full rank over 2049 numbers has 2098176 loadings: 34 MB with their slopes and moments
        why: each step spreads them out into a matrix: it is for 2048 numbers at most
        try: a rank, such as 5, or fewer sites",
      ]
    `)
    expect(refusals([{ sites: ['many'], rank: 5 }])).toEqual([])
  })
  it('has sites', () => {
    expect(refusals([{ sites: [] }])).toMatchInlineSnapshot(`
      [
        "joint: a set without sites
        why: it names sites whose guides are correlated
        try: joint: [{ sites: ['w', 'b'] }]",
      ]
    `)
  })
})
