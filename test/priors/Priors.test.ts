/** What each prior declares, and what the regularised scale does. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  axis,
  build,
  elementwise,
  exponential,
  groupHorseshoe,
  groupJeffreys,
  halfNormal,
  horseshoe,
  include,
  logUniformPrior,
  nestedHorseshoe,
  normalPrior,
  observe,
  normal,
  type Prior,
  program,
  regularise,
  scaleMixture
} from '../../src/index.ts'
import { evaluateScalar, refs, substitute, constant } from '../../src/expr/index.ts'
import { family } from '../../src/distributions/index.ts'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'

const rows = axis('rows', 4),
  columns = axis('columns', 3)
const graphOf = (prior: Prior, group: typeof rows | typeof columns = rows) =>
  pipe(
    program,
    include('w', prior({ group, axes: [rows, columns] })),
    observe('y', ({ w }) => normal(w, 1)),
    build,
    E.getOrElseW(() => undefined)
  )
const latents = (prior: Prior, group?: typeof columns): ReadonlyArray<string> =>
  (graphOf(prior, group)?.sites ?? []).flatMap((s) =>
    s.role === 'latent' ? [`${s.name} ${s.dist._tag} [${s.axes.join(', ')}]`] : []
  )
/** The scale of w as an expression in z and s. */
const scaleOf = (prior: Prior) =>
  graphOf(prior)
    ?.sites.filter((s) => s.name === 'w')
    .flatMap((s) =>
      family(s.dist)
        .arguments.filter((a) => a.name === 'scale')
        .map((a) => a.value)
    )[0] ?? constant(NaN)

describe('priors', () => {
  it('declare one scale per group, inside the name of their tensor', () => {
    expect(latents(groupHorseshoe(1e-5))).toEqual([
      'w/s HalfCauchy []',
      'w/z HalfCauchy [rows]',
      'w Normal [rows, columns]'
    ])
    expect(latents(groupHorseshoe(1e-5), columns)).toEqual([
      'w/s HalfCauchy []',
      'w/z HalfCauchy [columns]',
      'w Normal [rows, columns]'
    ])
    expect(latents(groupJeffreys)).toEqual(['w/z LogUniform [rows]', 'w Normal [rows, columns]'])
    expect(latents(normalPrior(2))).toEqual(['w Normal [rows, columns]'])
  })
  it('or per element', () => {
    expect(latents(horseshoe(0.1))).toEqual([
      'w/s HalfCauchy []',
      'w/z HalfCauchy [rows, columns]',
      'w Normal [rows, columns]'
    ])
    expect(latents(elementwise(groupJeffreys))).toEqual([
      'w/z LogUniform [rows, columns]',
      'w Normal [rows, columns]'
    ])
  })
  it('or both, and none where the weight is its own', () => {
    expect(latents(nestedHorseshoe(0.1))).toEqual([
      'w/group/s HalfCauchy []',
      'w/group/z HalfCauchy [rows]',
      'w/element/z HalfCauchy [rows, columns]',
      'w Normal [rows, columns]'
    ])
    expect(latents(nestedHorseshoe(0.1), columns)[1]).toBe('w/group/z HalfCauchy [columns]')
    expect(latents(logUniformPrior)).toEqual(['w LogUniform [rows, columns]'])
  })
  it('scale by tau0 once: in s, which all weights share, and nowhere else', () => {
    for (const prior of [groupHorseshoe(0.25), horseshoe(0.25)]) {
      const shown = (graphOf(prior)?.sites ?? []).flatMap((s) => {
        const { arguments: given, show } = family(s.dist)
        const printed = given.map(({ value }) =>
          value._tag === 'Constant' ? `${value.value}` : '…'
        )
        return s.role === 'latent' ? [`${s.name} ~ ${show(printed)}`] : []
      })
      expect(shown).toEqual(['w/s ~ halfCauchy(0.25)', 'w/z ~ halfCauchy(1)', 'w ~ normal(0, …)'])
    }
  })
  it('are made of any distributions of scales', () => {
    expect(latents(scaleMixture({ global: halfNormal(1), local: exponential(2) }))).toEqual([
      'w/s HalfNormal []',
      'w/z Exponential [rows]',
      'w Normal [rows, columns]'
    ])
  })
  it('regularise keeps the sites, and bounds the scale: t·c/√(c² + t²), the harmonic mean of squares', () => {
    const regularised = regularise(2)(groupHorseshoe(0.1))
    expect(latents(regularised)).toEqual(latents(groupHorseshoe(0.1)))
    expect([...refs([scaleOf(regularised)]).keys()].sort()).toEqual(['w/s', 'w/z'])
    const size = logSpread(1e-3, 1e3)
    fc.assert(
      fc.property(size, size, size, (c, z, s) => {
        const at = (prior: Prior): number =>
          evaluateScalar({ sizes: new Map(), values: new Map() })(
            substitute(
              new Map([
                ['w/z', constant(z)],
                ['w/s', constant(s)]
              ])
            )(scaleOf(prior))
          )
        const t = at(groupHorseshoe(0.1)),
          bounded = at(regularise(c)(groupHorseshoe(0.1)))
        expect(t).toBeCloseTo(z * s, 9)
        expect(1 / bounded ** 2 / (1 / c ** 2 + 1 / t ** 2)).toBeCloseTo(1, 9)
        expect(bounded).toBeLessThanOrEqual(Math.min(c, t) * (1 + 1e-12))
      })
    )
  })
})
