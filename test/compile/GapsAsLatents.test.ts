/**
 * Laws of latents in the places of missing values: the loss is that of the model that a person would write with such
 * latents, the density that of the data with the latents in their places.
 */
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import * as D from '../../src/distributions/index.ts'
import {
  add as plus,
  evaluate,
  type Expr,
  mul as times,
  type NamedArray,
  ref,
  refs
} from '../../src/expr/index.ts'
import { bindData, compile, deriveDensity } from '../../src/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { normals } from '../../src/runtime/Noise.ts'
import { filled } from '../support/Draws.ts'
import { bindings, compiled, smallSeed } from '../support/Models.ts'

const must = <L, A>(e: E.Either<L, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}
const vector = (values: ReadonlyArray<number>, axis = 'rows') => ({
  axes: [axis],
  sizes: [values.length],
  values: Float32Array.from(values)
})
/** A value for each name that an expression refers to, from a seed and the name alone. */
const environment = (
  e: Expr,
  sizes: ReadonlyMap<string, number>,
  given: ReadonlyMap<string, NamedArray>,
  seed: number,
  called: (name: string) => string = (name) => name
) => ({
  sizes,
  values: new Map(
    [...refs([e])].map(([name, { axes }]) => {
      const stream = normals({ seed, step: 0 }, called(name), 256)
      return [
        name,
        given.get(name) ?? filled(axes, sizes, (i) => 0.4 * (stream[i] ?? NaN))
      ] as const
    })
  )
})

const scalarOf = (e: Expr, env: Parameters<typeof evaluate>[0]): number =>
  evaluate(env)(e).values[0] ?? NaN

const plain = (
  name: string,
  role: 'latent' | 'observed',
  dist: D.Distribution,
  axes: ReadonlyArray<string> = []
): Graph['sites'][number] => ({ name, role, dist, axes, options: {} })

/** Laws of x, over its place and scale; those of a positive or unit x among them. */
const kinds: Readonly<Record<string, (m: Expr, s: Expr) => D.Distribution>> = {
  normal: (m, s) => D.normal(m, s),
  logistic: (m, s) => D.logistic(m, s),
  studentT: (m, s) => D.studentT({ df: 3, location: m, scale: s }),
  logNormal: (m, s) => D.logNormal(m, s),
  gamma: (_, s) => D.gamma({ shape: 2, rate: s }),
  exponential: (_, s) => D.exponential(s),
  beta: (_, s) => D.beta({ alpha: s, beta: 2 })
}
const arbitraryKind = fc.constantFrom(...Object.values(kinds))

/** y ~ N(b x + m, 1), x ~ a law with gaps; and the same as a person would write it, the rows parted by hand. */
const pairOf = (kind: (m: Expr, s: Expr) => D.Distribution): { own: Graph; by: Graph } => {
  const [m, s, b] = ['m', 's', 'b'].map((name) => ref(name, []))
  if (m === undefined || s === undefined || b === undefined) throw new Error('three names')
  const above = [plain('m', 'latent', D.normal(0, 1)), plain('s', 'latent', D.halfNormal(1))]
  const slope = plain('b', 'latent', D.normal(0, 1))
  const follows = (x: string, axis: string) => D.normal(pipe(ref(x, [axis]), times(b), plus(m)), 1)
  const x = plain('x', 'observed', kind(m, s), ['rows'])
  return {
    own: {
      axes: [{ name: 'rows', size: 'data' }],
      data: [],
      sites: [
        ...above,
        { ...x, options: { missing: 'latent' } },
        slope,
        plain('y', 'observed', follows('x', 'rows'), ['rows'])
      ],
      named: []
    },
    by: {
      axes: [
        { name: 'rows', size: 'data' },
        { name: 'others', size: 'data' }
      ],
      data: [],
      sites: [
        ...above,
        x,
        plain('x2', 'latent', kind(m, s), ['others']),
        slope,
        plain('y', 'observed', follows('x', 'rows'), ['rows']),
        plain('y2', 'observed', follows('x2', 'others'), ['others'])
      ],
      named: []
    }
  }
}
const cells = fc.array(fc.tuple(between(0.05, 0.95), between(-2, 2), fc.boolean()), {
  minLength: 2,
  maxLength: 6
})

/** Bound data of both, and what else their losses read. */
const bothWays = (found: ReadonlyArray<readonly [number, number, boolean]>) => {
  const total = (n: number) => filled([], new Map(), () => n)
  const [there, others] = [true, false].map((is) => found.filter(([, , isHere]) => isHere === is))
  const of = (axis: string, values: ReadonlyArray<number> = []) =>
    filled([axis], new Map([[axis, values.length]]), (i) => Math.fround(values[i] ?? NaN))
  return {
    given: new Map([
      ['x', vector(found.map(([x, , isHere]) => (isHere ? x : NaN)))],
      ['y', vector(found.map(([, y]) => y))]
    ]),
    own: new Map([
      ['klWeight', total(1)],
      ['total:rows', total(found.length)]
    ]),
    by: new Map([
      ['klWeight', total(1)],
      ['total:rows', total(there?.length ?? 0)],
      ['total:others', total(others?.length ?? 0)],
      [
        'x',
        of(
          'rows',
          there?.map(([x]) => x)
        )
      ],
      [
        'y',
        of(
          'rows',
          there?.map(([, y]) => y)
        )
      ],
      [
        'y2',
        of(
          'others',
          others?.map(([, y]) => y)
        )
      ]
    ]),
    sizes: new Map([
      ['rows', there?.length ?? 0],
      ['others', others?.length ?? 0],
      ['draw:', 1]
    ])
  }
}

describe('laws', () => {
  test('loss and slopes are those of the model that is written with a latent for each gap', () => {
    fc.assert(
      fc.property(arbitraryKind, cells, smallSeed, (kind, found, seed) => {
        fc.pre(found.some(([, , isHere]) => isHere) && found.some(([, , isHere]) => !isHere))
        const { own, by } = pairOf(kind)
        const ways = bothWays(found)
        const options = { skip: ['localReparameterise' as const] }
        const [mine, theirs] = [own, by].map((g) => must(compile(options)(g)).program)
        if (mine === undefined || theirs === undefined) throw new Error('two programs')
        const bound = must(bindData(mine, ways.given))
        const called = (name: string) => name.replaceAll('x.missing', 'x2')
        const data = new Map([...bound.data, ...ways.own])
        const sizes = new Map([...bound.sizes, ['draw:', 1]])
        const pairs: ReadonlyArray<readonly [Expr, Expr | undefined, string]> = [
          [mine.lossNats, theirs.lossNats, 'loss'],
          ...[...mine.gradients].map(
            ([name, e]) => [e, theirs.gradients.get(called(name)), name] as const
          )
        ]
        expect(mine.gradients.size).toBe(theirs.gradients.size)
        for (const [a, b, name] of pairs) {
          if (b === undefined) throw new Error(`no ${name}`)
          const left = evaluate(environment(a, sizes, data, seed, called))(a).values
          const right = evaluate(environment(b, ways.sizes, ways.by, seed))(b).values
          expect(left).toHaveLength(right.length)
          left.forEach((v, i) => {
            const size = 1 + Math.abs(right[i] ?? NaN)
            expect(Math.abs(v - (right[i] ?? NaN)) / size, `${name} ${i}`).toBeLessThan(1e-10)
          })
        }
      }),
      { numRuns: 40 }
    )
  })
  test('the density of any generated model is that of the data with the latents in their places', () => {
    const shapes = arbitraryModelShape({ maxUnits: 3 }).map((shape) =>
      graphOf({ ...shape, observation: 'normal' })
    )
    fc.assert(
      fc.property(
        shapes,
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        smallSeed,
        (g, isGap, seed) => {
          const y = g.sites.find((s) => s.role === 'observed')
          if (y === undefined) throw new Error('nothing observed')
          const graph: Graph = {
            ...g,
            sites: [...g.sites, plain('z', 'observed', D.normal(ref(y.name, y.axes), 1), y.axes)]
          }
          const gappy: Graph = {
            ...graph,
            sites: graph.sites.map((s) => (s === y ? { ...s, options: { missing: 'latent' } } : s))
          }
          const [whole, gaps] = [graph, gappy].map(
            (each) => must(deriveDensity({ skip: ['noncentre'] })(each)).density
          )
          if (whole === undefined || gaps === undefined) throw new Error('two densities')
          const before = bindings(graph, compiled(graph).program, 3, seed)
          const full = before.values.get(y.name)
          if (full === undefined) throw new Error('no data')
          const latent = Array.from(full.values, (_, i) => i).filter((i) => isGap[i % 12] === true)
          fc.pre(latent.length < full.values.length)
          const f32 = (t: NamedArray) => ({ ...t, values: Float32Array.from(t.values) })
          const lacking = f32(full)
          latent.forEach((i) => (lacking.values[i] = NaN))
          const rest = [...before.values].map(([name, t]) => [name, f32(t)] as const)
          const bound = must(bindData(gaps, new Map([...rest, [y.name, lacking]])))
          const sizes = new Map([...before.sizes, ...bound.sizes])
          const missing: NamedArray = {
            axes: [`${y.name}.gaps`],
            sizes: [latent.length],
            values: Float64Array.from(latent, (i) => full.values[i] ?? NaN)
          }
          const totals = new Map([['total:batch', filled([], sizes, () => 3)]])
          const own = new Map([...totals, ...bound.data, [`u:${y.name}.missing`, missing]])
          const plainData = new Map([...totals, ...before.values])
          const here = environment(gaps.logJointNats, sizes, own, seed)
          const there = environment(whole.logJointNats, before.sizes, plainData, seed)
          const wanted = scalarOf(whole.logJointNats, there)
          const value = scalarOf(gaps.logJointNats, here)
          expect(Math.abs(value - wanted)).toBeLessThan(2e-6 * (1 + Math.abs(wanted)))
        }
      ),
      { numRuns: 30 }
    )
  })
})
