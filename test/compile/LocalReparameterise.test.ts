import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  begin,
  deriveGuide,
  expandMixtures,
  mergeScales,
  noncentre
} from '../../src/compile/index.ts'
import { type Drawable, drawables } from '../../src/compile/parts/Draw.ts'
import { drawPerRow, isSeparable, rowsOf } from '../../src/compile/passes/LocalReparameterise.ts'
import {
  add,
  contract,
  evaluate,
  type Expr,
  gather,
  mul,
  ref,
  relu,
  square,
  substitute,
  sumOver,
  unfoldWindows
} from '../../src/expr/index.ts'
import { family, normal, real } from '../../src/distributions/index.ts'
import { guides } from '../../src/guides/index.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { type Bound, filled, withNoise } from '../support/Draws.ts'
import { bindings, compiled, smallSeed } from '../support/Models.ts'

const form = (name: string, axes: ReadonlyArray<string>): Drawable => ({
  axes,
  ...guides.normal.at({ name, declared: name, axes, support: real, law: normal(0, 1) })
})
const w = ref('w', ['k', 'o']),
  b = ref('b', ['o']),
  x = ref('x', ['rows', 'k'])
const setting = {
  at: 'y',
  rows: ['rows'],
  draws: [],
  forms: new Map([
    ['w', form('w', ['k', 'o'])],
    ['b', form('b', ['o'])],
    ['z', form('z', ['k'])],
    ['u', form('u', ['k', 'o'])]
  ])
}
const noises = (e: Expr) =>
  drawPerRow(e, setting, true).noise.map((n) => `${n.name} ${n.axes.join('×')}`)

describe('where the noise goes', () => {
  it('a dense layer with its bias: one noise per row and unit', () => {
    expect(noises(relu(pipe(contract(['k'])(x, w), add(b))))).toEqual(['w.noise@y rows×o'])
  })
  it('a normal scale on the contracted axis is drawn per row and multiplies x', () => {
    expect(noises(contract(['k'])(x, pipe(w, mul(ref('z', ['k'])))))).toEqual([
      'z.noise@y rows×k',
      'w.noise@y rows×o'
    ])
  })
  it('a scale on both axes keeps weight noise', () => {
    expect(noises(contract(['k'])(x, pipe(w, mul(ref('u', ['k', 'o'])))))).toEqual([
      'w.noise k×o',
      'u.noise k×o'
    ])
  })
  it('two positions that share a filter keep weight noise', () => {
    expect(noises(contract(['k'])(ref('x', ['rows', 'positions', 'k']), w))).toEqual([
      'w.noise k×o'
    ])
  })
  it('so do windows of a filter, and windows mix the rows they run along', () => {
    const windows = {
      along: 'pixels',
      at: 'positions',
      offset: 'k',
      size: 3,
      stride: 1,
      padding: 0
    }
    const convolved = contract(['k'])(unfoldWindows(windows)(ref('x', ['rows', 'pixels'])), w)
    expect(noises(convolved)).toEqual(['w.noise k×o'])
    expect(
      noises(
        pipe(
          ref('x', ['rows', 'o']),
          mul(unfoldWindows({ ...windows, along: 'k', offset: 'place' })(w))
        )
      )
    ).toEqual(['w.noise k×o'])
    expect([
      isSeparable(square(convolved))('rows'),
      isSeparable(square(convolved))('pixels')
    ]).toEqual([true, false])
  })
  it('what rows look up is drawn once, and not in full for each of them', () => {
    const found = gather('k', ref('of', ['rows']))(w)
    expect(noises(found)).toEqual(['w.noise k×o'])
  })
  it('weights used twice keep weight noise', () => {
    const twice = pipe(contract(['k'])(x, w), add(contract(['k'])(square(x), w)))
    expect(noises(twice)).toEqual(['w.noise k×o'])
  })
  it('a bias spread along positions is drawn before it is spread', () => {
    expect(noises(pipe(b, add(ref('h', ['rows', 'positions', 'o'])))).join()).toBe(
      'b.noise@y rows×o'
    )
  })
  it('a log density that mixes rows is not separable', () => {
    const mean = sumOver(['rows'])(contract(['k'])(x, w))
    expect(isSeparable(square(mean))('rows')).toBe(false)
    expect(rowsOf(['rows'], ['rows'], square(mean))).toEqual([])
  })
})

/** Mean, variance and fourth central moment of each element over draws. */
const moments = (e: Expr, bound: Bound, noise: Parameters<typeof withNoise>[1], n: number) => {
  const draws = Array.from(
    { length: n },
    (_, step) => evaluate(withNoise(bound, noise, step))(e).values
  )
  return Array.from(draws[0] ?? [], (_, i) => {
    const xs = draws.map((d) => d[i] ?? NaN)
    const mean = xs.reduce((a, c) => a + c, 0) / n
    const about = (k: number): number => xs.reduce((a, c) => a + (c - mean) ** k, 0) / n
    return { mean, variance: about(2), fourth: about(4) }
  })
}

describe('the law of a row', () => {
  it('is that of weight noise: mean and variance of every element, 1,500 draws, 5 standard errors', () => {
    fc.assert(
      fc.property(
        arbitraryModelShape({
          priors: ['normal', 'groupJeffreys', 'groupHorseshoe'],
          groups: ['input', 'output'],
          maxUnits: 3
        }),
        smallSeed,
        (shape, seed) => {
          const graph = graphOf({ ...shape, layers: [], tau0: 1, observation: 'normal' })
          const derived = [noncentre, expandMixtures, mergeScales].reduce((state, p) => {
            const r = p.run(state)
            if (isLeft(r)) throw new Error('refused')
            return r.right
          }, begin(graph))
          const guided = deriveGuide.run(derived)
          if (isLeft(guided)) throw new Error('refused')
          const y = graph.sites.find((s) => s.role === 'observed')
          if (y === undefined) throw new Error('nothing observed')
          const h = substitute(derived.drawn)(family(y.dist).arguments[0]?.value ?? ref('none', []))
          const s = {
            at: 'y',
            rows: ['images'],
            draws: [],
            forms: drawables(derived, guided.right.guides)
          }
          const local = drawPerRow(h, s, true),
            weights = drawPerRow(h, s, false)
          const bound = bindings(graph, compiled(graph).program, 2, seed)
          const n = 1500
          const a = moments(local.expr, bound, local.noise, n),
            c = moments(weights.expr, bound, weights.noise, n)
          a.forEach((p, i) => {
            const q = c[i]
            if (q === undefined) throw new Error('another shape')
            expect(Math.abs(p.mean - q.mean)).toBeLessThan(
              5 * Math.sqrt((p.variance + q.variance) / n) + 1e-12
            )
            const error = Math.sqrt((p.fourth - p.variance ** 2 + q.fourth - q.variance ** 2) / n)
            expect(Math.abs(p.variance - q.variance)).toBeLessThan(5 * error + 1e-12)
          })
        }
      ),
      { numRuns: 12, seed: 3 }
    )
  })
  it('with a shared filter the sum over positions has variance 4, which noise per position would halve', () => {
    const positions = ref('x', ['rows', 'positions', 'k'])
    const d = drawPerRow(
      sumOver(['positions'])(contract(['k'])(positions, w)),
      { ...setting, rows: ['rows'] },
      true
    )
    const sizes = new Map([
      ['rows', 1],
      ['positions', 2],
      ['k', 1],
      ['o', 1]
    ])
    const bound = {
      sizes,
      values: new Map([
        ['x', filled(['rows', 'positions', 'k'], sizes, () => 1)],
        ['w.location', filled(['k', 'o'], sizes, () => 0)],
        ['w.logVariance', filled(['k', 'o'], sizes, () => 0)]
      ])
    }
    const [m] = moments(d.expr, bound, d.noise, 4000)
    expect(Math.abs((m?.variance ?? 0) - 4)).toBeLessThan(0.4)
  })
})
