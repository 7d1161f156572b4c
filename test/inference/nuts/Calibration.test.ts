/**
 * Simulation-based calibration (Talts et al. 2018): parameters drawn from the prior, data from them,
 * chains from the data. The rank of the parameter among independent draws of its posterior is uniform,
 * whatever the model, if density, gradient, coordinates, data and sampler are all right.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import {
  add,
  bernoulli,
  compileDensity,
  data,
  exponential,
  gamma,
  halfNormal,
  logNormal,
  mul,
  normal,
  observe,
  over,
  axis,
  plate,
  type Program,
  program,
  sample,
  uniform
} from '../../../src/index.ts'
import {
  begunChains,
  bindData,
  modelTarget,
  type SamplerSettings,
  standardSampler
} from '../../../src/inference/index.ts'
import { chainRunner } from '../../../src/inference/nuts/ChainRunner.ts'
import { openTarget, openValues } from '../../../src/inference/nuts/OpenTarget.ts'
import { normals, uniforms } from '../../../src/runtime/Noise.ts'

const rows = plate('rows')
const groups = axis('groups', 4)

/** Parameters and data of one world, from standard normals and uniforms. */
interface World {
  readonly truth: Readonly<Record<string, ReadonlyArray<number>>>
  readonly data: Readonly<Record<string, ReadonlyArray<number>>>
}

interface Case {
  readonly name: string
  readonly compiled: ReturnType<ReturnType<typeof compileDensity>>
  readonly over: string
  readonly world: (z: Float32Array, u: Float32Array) => World
  readonly mass?: SamplerSettings['mass']
}

const densityOf = <Env, Sites, R>(p: Program<Env, Sites, R>): Case['compiled'] =>
  compileDensity()(p)

const inputs = [-1.5, -0.5, 0.2, 0.7, 1.4, 2]

const cases: ReadonlyArray<Case> = [
  {
    name: 'a mean and a deviation',
    compiled: densityOf(
      pipe(
        program,
        sample('mu', normal(1, 2)),
        sample('s', halfNormal(1.5)),
        observe('y', ({ mu, s }) => over(rows)(normal(mu, s)))
      )
    ),
    over: 'rows',
    world: (z) => {
      const [mu, s] = [1 + 2 * (z[0] ?? 0), 1.5 * Math.abs(z[1] ?? 0)]
      return {
        truth: { mu: [mu], s: [s] },
        data: { y: Array.from(z.subarray(2, 7), (e) => mu + s * e) }
      }
    }
  },
  {
    name: 'groups of an unknown spread',
    compiled: densityOf(
      pipe(
        program,
        sample('mu', normal(0, 1)),
        sample('tau', halfNormal(1)),
        sample('theta', ({ mu, tau }) => over(groups)(normal(mu, tau))),
        observe('y', ({ theta }) => normal(theta, 0.5))
      )
    ),
    over: 'groups',
    world: (z) => {
      const [mu, tau] = [z[0] ?? 0, Math.abs(z[1] ?? 0)]
      const theta = Array.from(z.subarray(2, 6), (e) => mu + tau * e)
      return {
        truth: { mu: [mu], tau: [tau], theta },
        data: { y: theta.map((t, i) => t + 0.5 * (z[6 + i] ?? 0)) }
      }
    }
  },
  {
    name: 'a rate, and waiting times',
    compiled: densityOf(
      pipe(
        program,
        // shape 1 and rate 2: an exponential, which is easily drawn
        sample('rate', gamma({ shape: 1, rate: 2 })),
        observe('y', ({ rate }) => over(rows)(exponential(rate)))
      )
    ),
    over: 'rows',
    world: (_, u) => {
      const rate = -Math.log(u[0] ?? NaN) / 2
      return {
        truth: { rate: [rate] },
        data: { y: Array.from(u.subarray(1, 5), (v) => -Math.log(v) / rate) }
      }
    }
  },
  {
    name: 'a logistic regression, with a dense mass matrix',
    mass: 'dense',
    compiled: densityOf(
      pipe(
        program,
        data('x', [rows]),
        sample('a', normal(0, 1)),
        sample('b', normal(0, 2)),
        observe('y', ({ x, a, b }) => bernoulli({ logits: pipe(x, mul(b), add(a)) }))
      )
    ),
    over: 'rows',
    world: (z, u) => {
      const [a, b] = [z[0] ?? 0, 2 * (z[1] ?? 0)]
      return {
        truth: { a: [a], b: [b] },
        data: {
          x: inputs,
          y: inputs.map((x, i) => ((u[i] ?? NaN) < 1 / (1 + Math.exp(-a - b * x)) ? 1 : 0))
        }
      }
    }
  },
  {
    name: 'a log-normal scale and a bounded location',
    compiled: densityOf(
      pipe(
        program,
        sample('p', uniform(-1, 3)),
        sample('s', logNormal(0, 0.5)),
        observe('y', ({ p, s }) => over(rows)(normal(p, s)))
      )
    ),
    over: 'rows',
    world: (z, u) => {
      const [p, s] = [4 * (u[0] ?? 0) - 1, Math.exp(0.5 * (z[0] ?? 0))]
      return {
        truth: { p: [p], s: [s] },
        data: { y: Array.from(z.subarray(1, 5), (e) => p + s * e) }
      }
    }
  }
]

const worlds = 160
const kept = 9
const apart = 8

const right = <A>(e: E.Either<unknown, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

test.each(cases)(
  '$name: ranks are uniform',
  ({ compiled, over: axisName, world, mass = 'diagonal' }) => {
    const { density } = right(compiled)
    const settings = { ...standardSampler, chains: 1, warmUp: 150, draws: kept * apart, mass }
    const counts = new Map<string, Float64Array>()
    for (let w = 0; w < worlds; w++) {
      const key = { seed: 11, step: w }
      const { truth, data: made } = world(normals(key, 'world', 16), uniforms(key, 'world', 16))
      const bound = bindData(
        density,
        new Map(
          Object.entries(made).map(([name, values]) => [
            name,
            { axes: [axisName], sizes: [values.length], values: Float32Array.from(values) }
          ])
        )
      )
      const target = right(modelTarget(density, right(bound)))
      const [first] = right(begunChains(target, { ...settings, seed: w + 1 }))
      if (first === undefined) throw new Error('no chain')
      const logDensity = openTarget(target, settings)
      const { draws } = chainRunner(
        { ...settings, seed: w + 1 },
        logDensity,
        first.state
      )(() => false)
      const values = openValues(target)
      const ranks = new Map<string, number>()
      for (let d = apart - 1; d < kept * apart; d += apart) {
        values.at(draws, d * target.size)
        for (const [site, all] of Object.entries(truth))
          all.forEach((x, i) => {
            const name = `${site} ${i}`
            const isBelow = (values.outputs.get(site)?.[i] ?? NaN) < x
            ranks.set(name, (ranks.get(name) ?? 0) + (isBelow ? 1 : 0))
          })
      }
      ranks.forEach((rank, name) => {
        const own = counts.get(name) ?? new Float64Array(kept + 1)
        own[rank] = (own[rank] ?? 0) + 1
        counts.set(name, own)
      })
    }
    expect(counts.size).toBeGreaterThan(0)
    counts.forEach((own, name) => {
      const expected = worlds / (kept + 1)
      const chi = own.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
      expect((chi - kept) / Math.sqrt(2 * kept), `${name}: ${own}`).toBeLessThan(4)
    })
  }
)
