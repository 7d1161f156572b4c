/** Fits of models with counts without end, against the posterior by enumeration: 20 pulses of the example. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import photons from '../../dsl-examples/photons.ts'
import { compileModel, fitModel, type FitOptions } from '../../src/index.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { bindData, settlingOf, solvingOf } from '../../src/inference/index.ts'
import { standardSettling } from '../../src/inference/settling/SettleRule.ts'
import { standardSolving } from '../../src/inference/solving/SolverRule.ts'
import { must } from '../inference/Fits.ts'

const charges = readFileSync(
  fileURLToPath(new URL('../../dsl-examples/data/photons.csv', import.meta.url)),
  'utf8'
)
  .trimEnd()
  .split('\n')
  .slice(1, 21)
  .map(Number)
const data = new Map([
  ['charge', { axes: ['pulses'], sizes: [charges.length], values: Float32Array.from(charges) }]
])

/** Σ over counts up to 60, and a grid of lights: the posterior that there is. */
const exact = (): { readonly light: number; readonly lightSd: number; readonly each: number[] } => {
  const most = 60
  const logFactorials = Array.from({ length: most + 1 }, () => 0)
  for (let k = 1; k <= most; k++) logFactorials[k] = (logFactorials[k - 1] ?? 0) + Math.log(k)
  const reading = charges.map((y) =>
    Array.from({ length: most + 1 }, (_, k) => -0.5 * ((y - 0.2 - k) / 0.7) ** 2)
  )
  const lights = Array.from({ length: 400 }, (_, i) => 2 + 0.01 * i)
  const rows = lights.map((light) => {
    // gamma(2, 1/2)
    let nats = Math.log(light) - 0.5 * light
    const each = reading.map((ln) => {
      const masses = ln.map((l, k) =>
        Math.exp(l + k * Math.log(light) - light - (logFactorials[k] ?? 0))
      )
      const sum = masses.reduce((a, b) => a + b, 0)
      nats += Math.log(sum)
      return masses.reduce((a, m, k) => a + k * m, 0) / sum
    })
    return { light, nats, each }
  })
  const top = Math.max(...rows.map((r) => r.nats))
  const weights = rows.map((r) => Math.exp(r.nats - top))
  const sum = weights.reduce((a, b) => a + b, 0)
  const mean = (f: (r: (typeof rows)[number]) => number): number =>
    rows.reduce((a, r, i) => a + f(r) * (weights[i] ?? NaN), 0) / sum
  const light = mean((r) => r.light)
  return {
    light,
    lightSd: Math.sqrt(mean((r) => (r.light - light) ** 2)),
    each: charges.map((_, i) => mean((r) => r.each[i] ?? NaN))
  }
}

const fitted = (options: Partial<FitOptions> = {}) =>
  pipe(photons, fitModel({ data, backend: 'wasm', threads: 1, ...options }))()

describe('electrons freed by light', () => {
  test('the fit has the means of the posterior, to a fifth of a count', async () => {
    const { sites } = must(await fitted({ settings: { draws: 2000, steps: 5000 } }))
    const wanted = exact()
    const light = sites.get('light')?.mean.values[0] ?? NaN
    expect(Math.abs(light - wanted.light)).toBeLessThan(0.5 * wanted.lightSd)
    const found = sites.get('electrons')?.mean.values ?? []
    expect(found).toHaveLength(charges.length)
    wanted.each.forEach((w, i) => expect(Math.abs((found[i] ?? NaN) - w)).toBeLessThan(0.2))
  })
  test('neither solver nor settling is chosen where nothing is said', () => {
    const { program } = must(compileModel()(photons))
    const bound = must(bindData(program, data))
    expect(solvingOf(program, bound, {})).toEqual({})
    expect(settlingOf(program, bound, { batch: { pulses: 10 } })).toEqual({})
  })
  test.each([
    ['solve', { solve: standardSolving }],
    ['settle', { settle: standardSettling, batch: { pulses: 20 } }]
  ])('%s is refused: draws that are fixed have no slope', async (method, settings) => {
    const found = await fitted({ settings })
    expect(isLeft(found) ? found.left.map(showProblem) : []).toEqual([
      `method: ${method}, and draws of the guide of electrons jump
  why: with draws that are fixed the loss has steps: its gradient is an estimate, and the slope of nothing
  try: follow a schedule (--method schedule; in code, neither solve nor settle)`
    ])
  })
})
