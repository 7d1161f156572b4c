/** Programs, in both notations, and the graphs they build. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  add,
  andThen,
  axis,
  build,
  categorical,
  constant,
  contract,
  data,
  dense,
  draw,
  groupHorseshoe,
  groupJeffreys,
  halfCauchy,
  include,
  indicesOf,
  model,
  mul,
  normal,
  normalPrior,
  observe,
  over,
  plate,
  positives,
  type Prior,
  program,
  type Program,
  relu,
  returns,
  sample,
  showProblem,
  yields
} from '../../src/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { ref } from '../../src/expr/index.ts'

/** The graph, or the messages as an error. */
const graphOf = <Env, Sites, R>(p: Program<Env, Sites, R>): Graph =>
  pipe(
    build(p),
    E.getOrElse((ps): Graph => {
      throw new Error(ps.map(showProblem).join('\n'))
    })
  )
const summary = (g: Graph): ReadonlyArray<string> =>
  g.sites.map(
    (s) =>
      `${s.name} ${s.dist._tag} [${s.axes.join(', ')}]${s.role === 'observed' ? ' observed' : ''}`
  )

const images = plate('images'),
  pixels = axis('pixels', 784),
  h1 = axis('h1', 300),
  h2 = axis('h2', 100),
  classes = axis('classes', 10),
  school = axis('school', 8)

const lenet = (prior: Prior) =>
  pipe(
    program,
    data('x', [images, pixels]),
    include('fc1', ({ x }) => dense(pixels, h1, prior)(x)),
    include('fc2', ({ fc1 }) => dense(h1, h2, prior)(relu(fc1))),
    include('fc3', ({ fc2 }) => dense(h2, classes, prior)(relu(fc2))),
    observe('y', ({ fc3 }) => over(images)(categorical({ logits: fc3, along: classes })))
  )

const generatedLenet = (prior: Prior) =>
  model(function* () {
    const x = yield* data('x', [images, pixels])
    const fc1 = yield* include('fc1', dense(pixels, h1, prior)(x))
    const fc2 = yield* include('fc2', dense(h1, h2, prior)(relu(fc1)))
    const fc3 = yield* include('fc3', dense(h2, classes, prior)(relu(fc2)))
    yield* observe('y', over(images)(categorical({ logits: fc3, along: classes })))
  })

describe('a program', () => {
  it('declares sites, data, axes and layers under their paths, in order', () => {
    const g = graphOf(lenet(groupHorseshoe(1e-5)))
    expect(summary(g)).toEqual([
      'fc1/w/s HalfCauchy []',
      'fc1/w/z HalfCauchy [pixels]',
      'fc1/w Normal [pixels, h1]',
      'fc1/b Normal [h1]',
      'fc2/w/s HalfCauchy []',
      'fc2/w/z HalfCauchy [h1]',
      'fc2/w Normal [h1, h2]',
      'fc2/b Normal [h2]',
      'fc3/w/s HalfCauchy []',
      'fc3/w/z HalfCauchy [h2]',
      'fc3/w Normal [h2, classes]',
      'fc3/b Normal [classes]',
      'y Categorical [images] observed'
    ])
    expect(g.data).toEqual([{ name: 'x', axes: ['images', 'pixels'] }])
    expect(g.axes).toEqual([images, pixels, h1, h2, classes])
    expect(g.named.map((n) => [n.name, n.value.axes])).toEqual([
      ['fc1', ['images', 'h1']],
      ['fc2', ['images', 'h2']],
      ['fc3', ['images', 'classes']]
    ])
  })
  it('is the same graph in both notations', () => {
    for (const prior of [groupHorseshoe(0.1), groupJeffreys, normalPrior()])
      expect(graphOf(generatedLenet(prior))).toEqual(graphOf(lenet(prior)))
    const piped = pipe(
      program,
      sample('mu', normal(0, 5)),
      sample('tau', halfCauchy(5), { initial: 1 }),
      sample('theta', ({ mu, tau }) => over(school)(normal(mu, tau))),
      data('sigma', [school], positives),
      observe('y', ({ theta, sigma }) => normal(theta, sigma))
    )
    const generated = model(function* () {
      const mu = yield* draw('mu', normal(0, 5))
      const tau = yield* draw('tau', halfCauchy(5), { initial: 1 })
      const theta = yield* draw('theta', over(school)(normal(mu, tau)))
      const sigma = yield* data('sigma', [school], positives)
      yield* observe('y', normal(theta, sigma))
    })
    expect(graphOf(generated)).toEqual(graphOf(piped))
    expect(graphOf(piped).sites.map((s) => s.options)).toEqual([{}, { initial: 1 }, {}, {}])
  })
  it('runs every continuation exactly once per build, and not before', () => {
    const runs: Array<string> = []
    const p = pipe(
      program,
      sample('a', () => (runs.push('a'), normal(0, 1))),
      include(
        'layer',
        ({ a }) => (
          runs.push('layer'),
          pipe(
            program,
            sample('b', () => (runs.push('b'), normal(a, 1))),
            returns(({ b }) => (runs.push('result'), add(a)(b)))
          )
        )
      ),
      observe('y', ({ layer }) => (runs.push('y'), normal(layer, 1)))
    )
    expect(runs).toEqual([])
    expect(graphOf(p)).toEqual(graphOf(p))
    expect(runs).toEqual(['a', 'layer', 'b', 'result', 'y', 'a', 'layer', 'b', 'result', 'y'])
  })
  it('is a value: what is built on it leaves it as it was', () => {
    const base = pipe(program, sample('a', normal(0, 1)))
    expect(
      summary(
        graphOf(
          pipe(
            base,
            sample('b', ({ a }) => normal(a, 1))
          )
        )
      )
    ).toEqual(['a Normal []', 'b Normal []'])
    expect(summary(graphOf(base))).toEqual(['a Normal []'])
    const twice = model(function* () {
      yield* include('p', base)
      yield* include('q', base)
    })
    expect(summary(graphOf(twice))).toEqual(['p/a Normal []', 'q/a Normal []'])
    expect(graphOf(twice)).toEqual(graphOf(twice))
  })
  it('gives an unnamed site the name of its include, and its result the symbol of that site', () => {
    const scaled = pipe(
      program,
      sample('z', halfCauchy(1)),
      yields(({ z }) => over(h1)(normal(0, z)))
    )
    const g = graphOf(
      pipe(
        program,
        include('w', scaled),
        observe('y', ({ w }) => normal(w, 1))
      )
    )
    expect(summary(g)).toEqual(['w/z HalfCauchy []', 'w Normal [h1]', 'y Normal [h1] observed'])
    expect(g.named).toEqual([])
    expect(g.sites.at(-1)?.dist).toMatchObject({ location: ref('w', ['h1']) })
  })
  it('goes on with a result in the same scope', () => {
    const g = graphOf(
      pipe(
        program,
        include(
          'm',
          pipe(
            pipe(
              program,
              sample('a', normal(0, 1)),
              returns(({ a }) => a)
            ),
            andThen((a) =>
              pipe(
                program,
                sample('b', normal(a, 1)),
                returns(({ b }) => mul(b)(a))
              )
            )
          )
        )
      )
    )
    expect(summary(g)).toEqual(['m/a Normal []', 'm/b Normal []'])
    expect(g.named.map((n) => n.name)).toEqual(['m'])
  })
  it('orders the axes of a draw: repeated over, outermost first, then those of the arguments', () => {
    const g = graphOf(
      pipe(
        program,
        sample('z', over(h1)(halfCauchy(1))),
        sample('w', ({ z }) => over(pixels)(over(h2)(normal(0, z)))),
        sample('v', ({ z }) => over(h1, h2)(normal(0, z))),
        sample('c', ({ w }) => categorical({ logits: w, along: h2 }))
      )
    )
    expect(g.sites.map((s) => s.axes)).toEqual([
      ['h1'],
      ['pixels', 'h2', 'h1'],
      ['h1', 'h2'],
      ['pixels', 'h1']
    ])
  })
  it('mixes both notations: a generator may be included, and include pipes', () => {
    const layer = model(function* () {
      const w = yield* include('w', groupJeffreys({ group: h1, axes: [h1, h2] }))
      const unit = yield* data('unit', [images], indicesOf(h1))
      return [w, unit, constant(1)] as const
    })
    const g = graphOf(
      pipe(
        program,
        data('x', [images, h1]),
        include('l', layer),
        observe('y', ({ l: [w], x }) => normal(pipe(x, contract(h1)(w)), 1))
      )
    )
    expect(summary(g)).toEqual([
      'l/w/z LogUniform [h1]',
      'l/w Normal [h1, h2]',
      'y Normal [images, h2] observed'
    ])
    expect(g.data.map((d) => d.name)).toEqual(['x', 'l/unit'])
    expect(g.named).toEqual([])
  })
  it('has as many sites as generators declare: 20 layers of 20', () => {
    const block = model(function* () {
      for (let i = 0; i < 20; i += 1) yield* draw(`v${i}`, normal(0, 1))
    })
    const g = graphOf(
      model(function* () {
        for (let i = 0; i < 20; i += 1) yield* include(`b${i}`, block)
      })
    )
    expect(new Set(g.sites.map((s) => s.name)).size).toBe(400)
  })
})
