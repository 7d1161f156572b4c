/** Transitions in a model's module are those of arrays, to the last bit. */
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { deriveDensity } from '../../../src/compile/index.ts'
import {
  axis,
  build,
  draw,
  halfNormal,
  model,
  normal,
  observe,
  over
} from '../../../src/dsl/index.ts'
import {
  bindData,
  type ModelTarget,
  modelTarget,
  standardSampler
} from '../../../src/inference/index.ts'
import { chainFrom } from '../../../src/inference/nuts/Chain.ts'
import { chainNoise } from '../../../src/inference/nuts/ChainNoise.ts'
import { chainRunner } from '../../../src/inference/nuts/ChainRunner.ts'
import { type LogDensity, phasePoint } from '../../../src/inference/nuts/LogDensity.ts'
import { openTarget } from '../../../src/inference/nuts/OpenTarget.ts'
import { pathAdditions } from '../../../src/inference/nuts/paths/PathCode.ts'
import { type PathShape, placesOf } from '../../../src/inference/nuts/paths/PathPlaces.ts'
import { prepareModule } from '../../../src/runtime/float64/module/Float64Module.ts'
import type { SamplerSettings } from '../../../src/inference/nuts/SamplerSettings.ts'
import { startOfChain } from '../../../src/inference/nuts/StartOfChain.ts'
import type { Graph } from '../../../src/ir/Graph.ts'
import { arbitraryModelShape, graphOf } from '../../../src/laws/ArbitraryModel.ts'
import { bindings, compiled, smallSeed } from '../../support/Models.ts'

/** A generated model on small random data. */
const opened = (graph: Graph, settings: SamplerSettings, seed: number): LogDensity =>
  openTarget(targetOf(graph, seed), settings)

const targetOf = (graph: Graph, seed: number): ModelTarget => {
  const derived = deriveDensity()(graph)
  if (E.isLeft(derived)) throw new Error(derived.left[0].what)
  const { density } = derived.right
  const { values } = bindings(graph, compiled(graph).program, 5, seed)
  const bound = bindData(
    density,
    new Map(
      [...values].map(([name, x]) => [
        name,
        { axes: x.axes, sizes: x.sizes, values: Float32Array.from(x.values) }
      ])
    )
  )
  if (E.isLeft(bound)) throw new Error(bound.left[0].what)
  const target = modelTarget(density, bound.right)
  if (E.isLeft(target)) throw new Error(target.left[0].what)
  return target.right
}

/** In arrays and in the module: the same draws, the same statistics. */
const same = (inModule: LogDensity, settings: SamplerSettings): boolean => {
  const { size, at, transitions } = inModule
  if (transitions?.(settings.maxDepth) === undefined) throw new Error('the module has no paths')
  const inArrays: LogDensity = { size, at }
  const q = startOfChain(inArrays, settings.seed, 0)
  const state = q === undefined ? undefined : chainFrom(settings, inArrays, 0, q)
  if (state === undefined) return false
  const [wanted, found] = [inArrays, inModule].map((density) =>
    chainRunner(settings, density, state)(() => false)
  )
  expect(found?.draws).toEqual(wanted?.draws)
  expect(found?.statistics).toEqual(wanted?.statistics)
  expect(found?.state).toEqual(wanted?.state)
  return true
}

const short = { ...standardSampler, warmUp: 20, draws: 8, maxDepth: 5 }

test.each(['diagonal', 'dense'] as const)('chains of generated models, %s', (mass) =>
  fc.assert(
    fc.property(arbitraryModelShape({ maxUnits: 3 }), smallSeed, (shape, seed) => {
      const settings = { ...short, seed, mass }
      fc.pre(same(opened(graphOf(shape), settings, seed), settings))
    }),
    { numRuns: 10 }
  )
)

const [kinds, groups] = [axis('kinds', 3), axis('groups', 38)]

/** 43 coordinates: vectors have loops, a pair that lies in two sites, a last element that is alone. */
const rates = E.getOrElse((): Graph => {
  throw new Error('no model')
})(
  build(
    model(function* () {
      const mu = yield* draw('mu', normal(0, 5))
      const tau = yield* draw('tau', halfNormal(2))
      const shift = yield* draw('shift', over(kinds)(normal(0, 1)))
      const rate = yield* draw('rate', over(groups)(normal(mu, tau)))
      yield* observe('y', normal(rate, 1))
      yield* observe('z', normal(shift, 2))
    })
  )
)

test.each(['diagonal', 'dense'] as const)('chains of a model with long vectors, %s', (mass) => {
  const settings = { ...short, seed: 3, mass, maxDepth: 7 }
  expect(same(opened(rates, settings, 1), settings)).toBe(true)
})

test('two chains that take turns in one module, and a path of somebody else between them', () => {
  const settings = { ...short, seed: 5 }
  const density = opened(rates, settings, 1)
  const states = [0, 1].map((chain) => {
    const q = startOfChain(density, settings.seed, chain)
    const state = q === undefined ? undefined : chainFrom(settings, density, chain, q)
    if (state === undefined) throw new Error('no start')
    return state
  })
  const alone = states.map((state) => chainRunner(settings, density, state)(() => false))
  const runs = states.map((state) => chainRunner(settings, density, state))
  const draws = states.map((): Array<number> => [])
  const point = phasePoint(density.size)
  for (let turn = 0; turn < 7; turn++)
    runs.forEach((run, chain) => {
      draws[chain]?.push(...run(() => false, 4).draws)
      density.paths?.(settings.maxDepth)?.enter(0, point)
    })
  expect(draws).toEqual(alone.map((block) => [...block.draws]))
})

test('a path goes on while all six of its velocities point along their sums', () => {
  const target = targetOf(rates, 1)
  const { size, stretches, plan } = target
  const shape: PathShape = { size, stretches, mass: 'diagonal', depth: 4 }
  let from = 0
  const module = prepareModule(plan, [stretches.map((s) => s.name)], (layout) => {
    from = layout.from
    return pathAdditions(shape)(layout)
  })
  if (module === undefined) throw new Error('the engine does not take the module')
  const places = placesOf(shape, from)
  const at = (address: number) => new Float64Array(module.module.buffer, address, size)
  at(places.inverse).fill(1)
  const states = [0, 1, 2, 3].map((i) => places.states + i * places.stateBytes)
  const sums = [0, 1, 2].map((i) => places.sums + i * places.vectorBytes)
  const answers = new Set<string>()
  for (let trial = 0; trial < 1000; trial++) {
    const noise = chainNoise(9, 0, trial, 'start')
    const vectors = [...states.map((s) => s + places.vectorBytes), ...sums.slice(1)].map(at)
    // near the border: each has a share of one direction, and sums are larger than what they are sums of
    vectors.forEach((v, i) => {
      noise.normals(v, size * i)
      v[0] = 2
      if (i >= 4) v.forEach((x, k) => (v[k] = 6 * x))
    })
    const [near = [], inner = [], next = [], far = [], left = [], right = []] = vectors.map((v) => [
      ...v
    ])
    const along = (v: ReadonlyArray<number>, x: ReadonlyArray<number>, y: ReadonlyArray<number>) =>
      v.reduce((sum, u, i) => sum + u * ((x[i] ?? NaN) + (y[i] ?? NaN)), 0) > 0
    const wanted = [
      along(near, left, right),
      along(far, left, right),
      along(near, left, next),
      along(next, left, next),
      along(inner, right, inner),
      along(far, right, inner)
    ]
    const found = module.module.exported('straight')(sums[0] ?? 0, ...states, ...sums.slice(1))
    expect(found === 1).toBe(wanted.every((so) => so))
    answers.add(wanted.map(Number).join(''))
  }
  // each of the six has been the only one that was turned
  for (let i = 0; i < 6; i++)
    expect(answers).toContain('111111'.slice(0, i) + '0' + '1'.repeat(5 - i))
})
