/** A switch with masses at 0 and 1: as data, as a latent under what it is cut from, and where it is refused. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  axis,
  beta,
  build,
  compileGraph,
  exp,
  gaussianRandomWalk,
  hardConcrete,
  mixture,
  normal,
  observe,
  over,
  plate,
  program,
  sample,
  sampleModel,
  stack
} from '../../src/index.ts'
import { deriveDensity } from '../../src/compile/index.ts'
import { constant } from '../../src/expr/index.ts'
import { hardConcrete as law, family } from '../../src/distributions/index.ts'
import { emitModel } from '../../src/library/emit/EmitModel.ts'
import { integrate } from '../support/Quadrature.ts'
import { numberOf } from '../support/ScalarFunction.ts'

const rows = plate('rows')
const louizos = { temperature: 2 / 3, below: 0.1, above: 0.1 }

/** ln p by numbers: of a mass at 0 and 1. */
const logDensity = (logits: number, x: number): number =>
  numberOf(family(law({ logits, ...louizos })).logDensity(constant(x)))

const settings = { chains: 2, draws: 1500, warmUp: 500 }
const posteriorOf = async (
  model: Parameters<ReturnType<typeof sampleModel>>[0],
  y: ReadonlyArray<number>,
  site: string
) => {
  const data = new Map([['y', { axes: ['rows'], sizes: [y.length], values: Float32Array.from(y) }]])
  const found = await sampleModel({ data, threads: 1, settings })(model)()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  const at = found.right.sites.get(site)
  return { mean: at?.mean.values[0] ?? NaN, variance: at?.variance.values[0] ?? NaN }
}

/** Mean and variance of weights at single values and of a density between ends. */
const momentsOf = (
  points: ReadonlyArray<readonly [x: number, weight: number]>,
  density: (x: number) => number,
  [from, to]: readonly [number, number]
) => {
  const [mass = NaN, first = NaN, second = NaN] = [0, 1, 2].map(
    (k) =>
      integrate((x) => x ** k * density(x), from, to) +
      points.reduce((sum, [x, w]) => sum + x ** k * w, 0)
  )
  return { mean: first / mass, variance: second / mass - (first / mass) ** 2 }
}

describe('by chains, against quadrature', () => {
  test('the odds of data that are 0, 1 and between', async () => {
    const model = pipe(
      program,
      sample('l', normal(0, 2)),
      observe('y', ({ l }) => over(rows)(hardConcrete({ logits: l })))
    )
    const y = [0, 0, 1, 0.25, 0, 0.5]
    const found = await posteriorOf(model, y, 'l')
    const exact = momentsOf(
      [],
      (l) => Math.exp(y.reduce((sum, x) => sum + logDensity(l, Math.fround(x)), -(l * l) / 8)),
      [-12, 12]
    )
    expect(Math.abs(found.mean - exact.mean) / Math.sqrt(exact.variance)).toBeLessThan(0.12)
    expect(Math.abs(found.variance / exact.variance - 1)).toBeLessThan(0.2)
  })
  test.each([-0.5, 0.1, 0.4, 1.2])('a latent one keeps its masses, seen at %d', async (y) => {
    const model = pipe(
      program,
      sample('z', hardConcrete({ logits: -0.5 })),
      observe('y', ({ z }) => over(rows)(normal(z, 0.4)))
    )
    const found = await posteriorOf(model, [y], 'z')
    const weight = (x: number): number => Math.exp(logDensity(-0.5, x) - 0.5 * ((y - x) / 0.4) ** 2)
    const exact = momentsOf(
      [
        [0, weight(0)],
        [1, weight(1)]
      ],
      weight,
      [0, 1]
    )
    expect(Math.abs(found.mean - exact.mean) / Math.sqrt(exact.variance)).toBeLessThan(0.12)
    expect(Math.abs(found.variance / exact.variance - 1)).toBeLessThan(0.2)
  })
})

test('what it scales, or what a vector is the location of, is written without it', () => {
  const k = axis('k', 3)
  const graph = build(
    pipe(
      program,
      sample('z', hardConcrete({ logits: 0 })),
      sample('w', ({ z }) => normal(0, z)),
      sample('x', gaussianRandomWalk({ scale: 1, along: k })),
      sample('v', ({ x }) => normal(x, 1)),
      observe('y', ({ w, v }) => over(rows)(normal(v, exp(w))))
    )
  )
  const found = pipe(graph, E.chainW(deriveDensity()))
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  expect(found.right.density.coordinates.map(({ site }) => site)).toEqual([
    'z.base',
    'w.base',
    'x.base',
    'v.base'
  ])
})

describe('is refused whole', () => {
  const latent = (options: { readonly guide?: 'logitNormal' | 'hardConcrete' | 'atPrior' } = {}) =>
    build(
      pipe(
        program,
        sample('z', hardConcrete({ logits: 0 }), options),
        observe('y', ({ z }) => over(rows)(normal(z, 1)))
      )
    )
  const graph = pipe(
    latent(),
    E.getOrElseW(() => {
      throw new Error('internal: it builds')
    })
  )
  const said = (found: E.Either<ReadonlyArray<{ readonly what: string }>, unknown>): string =>
    E.isLeft(found) ? found.left.map((p) => p.what).join('\n') : 'accepted'
  const whole = 'HardConcrete stays whole, and 0 and 1 have a mass of their own'
  test.each(['logitNormal', 'hardConcrete'] as const)('under the guide %s', (guide) =>
    expect(pipe(latent({ guide }), E.chainW(compileGraph()), said)).toContain(whole)
  )
  test('but held at its prior', () =>
    expect(pipe(latent({ guide: 'atPrior' }), E.chainW(compileGraph()), said)).toBe('accepted'))
  test('centred', () => {
    expect(said(compileGraph({ centred: ['z'] })(graph))).toBe(whole)
    expect(said(deriveDensity({ centred: ['z'] })(graph))).toBe(whole)
    expect(said(deriveDensity()(graph))).toBe('accepted')
  })
  test.each(['numpyro', 'stan'] as const)('as a latent of %s', (target) =>
    expect(said(emitModel(target, 'z')(graph))).toBe(whole)
  )
  test.each(['numpyro', 'stan'] as const)('but not as data of %s', (target) => {
    const seen = build(
      pipe(
        program,
        sample('l', normal(0, 1)),
        observe('y', ({ l }) => over(rows)(hardConcrete({ logits: l })))
      )
    )
    expect(pipe(seen, E.chainW(emitModel(target, 'z')), said)).toBe('accepted')
  })
  test('beside what has no mass at 0 and 1', () => {
    const kinds = axis('kinds', 2)
    const mixed = build(
      pipe(
        program,
        observe('y', () =>
          over(rows)(
            mixture({
              logits: stack(kinds)([0, 0]),
              along: kinds,
              of: [hardConcrete({ logits: 0 }), beta({ alpha: 2, beta: 2 })]
            })
          )
        )
      )
    )
    expect(said(mixed)).toBe(
      'mixture: at 0 and 1 some of its components have a mass, and others none'
    )
  })
})
