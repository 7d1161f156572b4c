/**
 * A deviation with density 1/z has no posterior where all data lie where they are centred: the
 * integral over z grows without end as it begins nearer to 0, by ln of it, and by powers of it.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  axis,
  type Dist,
  halfCauchy,
  logUniform,
  mul,
  normal,
  observe,
  over,
  plate,
  positive,
  program,
  sample,
  type Scale,
  studentT
} from '../../../src/dsl/index.ts'
import { bindData, standardSettings } from '../../../src/inference/index.ts'
import { checkProper } from '../../../src/inference/variational/Request.ts'
import { compileModel, evaluateFitted, fitModel } from '../../../src/library/index.ts'
import { integrate } from '../../support/Quadrature.ts'
import { must } from '../../inference/Fits.ts'
import { tensor } from '../../inference/Programs.ts'

const rows = plate('rows'),
  out = axis('out', 2)
const column = (...values: ReadonlyArray<number>) =>
  new Map([['y', tensor(['rows'], [values.length], values)]])

const around0 = (law: Dist<never, Scale>) =>
  pipe(
    program,
    sample('z', law),
    observe('y', ({ z }) => over(rows)(normal(0, pipe(z, mul(positive(2))))))
  )

const check = (
  model: Parameters<ReturnType<typeof compileModel>>[0],
  y: ReturnType<typeof column>
) => {
  const { program: compiled } = must(compileModel()(model))
  const found = checkProper({ program: compiled, train: must(bindData(compiled, y)) })
  return isLeft(found) ? `${found.left.where}: ${found.left.what}` : 'proper'
}

describe('the deviation of data that do not vary', () => {
  it('has no total mass: quadrature from 10⁻ᵏ on grows with k', () => {
    const from = (low: number, y: number): number =>
      integrate((u) => Math.exp(-2 * u - 0.5 * 2 * (y / Math.exp(u)) ** 2), Math.log(low), 20)
    expect(from(1e-6, 0) / from(1e-3, 0)).toBeGreaterThan(1e5)
    expect(from(1e-6, 1) / from(1e-3, 1)).toBeCloseTo(1, 9)
  })

  it('is refused by name in a fit, and data that vary are not', async () => {
    const settings = { ...standardSettings, steps: 2, recordEvery: 1, draws: 2 }
    expect(
      await fitModel({ data: column(0, 0, 0), settings })(around0(logUniform))()
    ).toMatchObject({
      left: [{ where: 'z', what: 'all data of y lie exactly where their law is centred' }]
    })
    const fitted = must(await fitModel({ data: column(0, 0, 1), settings })(around0(logUniform))())
    // data to test on may be what they are
    expect(await evaluateFitted(column(0, 0))(fitted)()).toMatchObject({ _tag: 'Right' })
    const proper = await fitModel({ data: column(0, 0, 0), settings })(around0(halfCauchy(1)))()
    expect(proper).toMatchObject({ _tag: 'Right' })
  })

  it('is that around a latent, where all data are equal', () => {
    const around = pipe(
      program,
      sample('m', normal(0, 1)),
      sample('z', logUniform),
      observe('y', ({ m, z }) => over(rows)(studentT({ df: 4, location: m, scale: z })))
    )
    expect(check(around, column(3, 3, 3))).toBe(
      'z: all data of y lie exactly where their law is centred'
    )
    expect(check(around, column(3, 3, 3.5))).toBe('proper')
  })

  it('is that of one element, of several', () => {
    const each = pipe(
      program,
      sample('z', over(out)(logUniform)),
      observe('y', ({ z }) => over(rows)(normal(0, z)))
    )
    const { program: compiled } = must(compileModel()(each))
    const bind = (...y: ReadonlyArray<number>) =>
      checkProper({
        program: compiled,
        train: must(bindData(compiled, new Map([['y', tensor(['rows', 'out'], [2, 2], y)]])))
      })
    expect(bind(1, 0, 2, 0)).toMatchObject({
      left: { what: 'the data of its element 2 of y lie exactly where their law is centred' }
    })
    expect(bind(1, 0, 2, 0.1)).toMatchObject({ _tag: 'Right' })
  })
})
