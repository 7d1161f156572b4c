/** Models sampled whole: against quadrature, and what is refused by name. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  axis,
  type BoundData,
  checkChains,
  data,
  draw,
  halfCauchy,
  logUniform,
  mul,
  model,
  normal,
  observe,
  over,
  poisson,
  plate,
  positives,
  program,
  sample,
  sampleModel,
  type Sampled,
  showChainCheck,
  showProblem,
  sumOver
} from '../../../src/index.ts'
import { statisticOf } from '../../../src/inference/index.ts'
import { effects, errors, exactPosterior } from '../../docs/EightSchools.ts'

const schools = axis('schools', 8)
const eightSchools = model(function* () {
  const mu = yield* draw('mu', normal(0, 5))
  const tau = yield* draw('tau', halfCauchy(5))
  const theta = yield* draw('theta', over(schools)(normal(mu, tau)))
  const sigma = yield* data('sigma', [schools], positives)
  yield* observe('y', normal(theta, sigma))
})

const column = (axisName: string, values: ReadonlyArray<number>) => ({
  axes: [axisName],
  sizes: [values.length],
  values: Float32Array.from(values)
})
const schoolsData: BoundData = new Map([
  ['y', column('schools', effects)],
  ['sigma', column('schools', errors)]
])

const valueOf = <A>(e: E.Either<ReadonlyArray<Parameters<typeof showProblem>[0]>, A>): A => {
  if (E.isLeft(e)) throw new Error(e.left.map(showProblem).join('\n'))
  return e.right
}

const meanOf = <S>({ sites }: Sampled<S>, site: string, i = 0): number =>
  sites.get(site)?.mean.values[i] ?? NaN

describe('eight schools', () => {
  const exact = exactPosterior()
  test('four chains have the means of quadrature within their errors', async () => {
    const sampled = valueOf(await sampleModel({ data: schoolsData })(eightSchools)())
    expect(sampled.outcome).toBe('finished')
    // deviations of the posterior are about 3.3, 3.2, and 4.7 to 5.7; some 2,000 draws are effective
    expect(Math.abs(meanOf(sampled, 'mu') - exact.mu)).toBeLessThan(0.3)
    expect(Math.abs(meanOf(sampled, 'tau') - exact.tau)).toBeLessThan(0.35)
    exact.theta.forEach((theta, j) =>
      expect(Math.abs(meanOf(sampled, 'theta', j) - theta), `theta ${j}`).toBeLessThan(0.45)
    )
    const { draws } = sampled
    expect(draws.sites.get('theta')?.sizes).toEqual([4, 1000, 8])
    expect(statisticOf(draws, 'divergent').reduce((a, b) => a + b, 0)).toBeLessThan(40)
  })
  test('theta is mu + tau times its base: the funnel is there when it stays centred', async () => {
    const settings = { chains: 2, warmUp: 500, draws: 500 }
    const [centred, moved] = [
      valueOf(
        await sampleModel({ data: schoolsData, settings, centred: ['theta'] })(eightSchools)()
      ),
      valueOf(await sampleModel({ data: schoolsData, settings })(eightSchools)())
    ]
    const divergences = (s: typeof centred): number =>
      statisticOf(s.draws, 'divergent').reduce((a, b) => a + b, 0)
    expect(divergences(centred)).toBeGreaterThan(3 * divergences(moved))
    // and whoever asks is told, in words
    const check = checkChains(centred.draws)
    expect(check).toMatchObject({ divergences: divergences(centred) })
    expect(showChainCheck(check, new Map())).toMatch(/^(do not trust|trust means only): /)
    expect(showChainCheck(check, new Map())).toMatch(/\n[\d,]+ divergences, E-BFMI from /)
  })
  test('the same bytes twice, and however it is watched', async () => {
    const settings = { chains: 2, warmUp: 60, draws: 30 }
    let now = 0
    const [once, watched] = [
      valueOf(await sampleModel({ data: schoolsData, settings })(eightSchools)()),
      valueOf(
        await sampleModel({ data: schoolsData, settings, nowMs: () => (now += 7) })(eightSchools)()
      )
    ]
    expect(watched.draws).toEqual(once.draws)
  })
  test('stopped, it has as many draws as all chains have', async () => {
    let asked = 0
    const settings = { chains: 3, warmUp: 20, draws: 500 }
    const stopped = valueOf(
      await sampleModel({ data: schoolsData, settings, shouldStop: () => ++asked > 20 })(
        eightSchools
      )()
    )
    expect(stopped.outcome).toBe('stopped')
    expect(stopped.draws.draws).toBeGreaterThan(0)
    expect(stopped.draws.draws).toBeLessThan(500)
  })
  test('stopped in its warm-up it has none, and says so', async () => {
    const stopped = await sampleModel({ data: schoolsData, shouldStop: () => true })(eightSchools)()
    expect(E.isLeft(stopped) && stopped.left[0].what).toContain('before each chain had a draw')
  })
})

const rows = plate('rows')

describe('is refused by name', () => {
  const refusal = async (run: ReturnType<ReturnType<typeof sampleModel>>): Promise<string> => {
    const found = await run()
    return E.isLeft(found) ? found.left.map(showProblem).join('\n') : 'sampled'
  }
  test('a discrete latent', async () => {
    const switching = pipe(
      program,
      sample('z', poisson(3)),
      observe('y', ({ z }) => over(rows)(normal(z, 1)))
    )
    const y = new Map([['y', column('rows', [0, 1])]])
    expect(await refusal(sampleModel({ data: y })(switching))).toMatch(/^z: no coordinates/)
  })
  test('a posterior without a total mass', async () => {
    const degenerate = pipe(
      program,
      sample('z', logUniform),
      sample('w', ({ z }) => normal(0, z)),
      observe('y', ({ w }) => over(rows)(normal(w, 1)))
    )
    const y = new Map([['y', column('rows', [0.5, 1])]])
    expect(await refusal(sampleModel({ data: y })(degenerate))).toMatch(
      /^z: the posterior has no total mass: too much of it lies where z goes to 0/
    )
  })
  test('two scales that data hold together, and neither alone', async () => {
    const values = new Map([['y', column('rows', [1, -2, 0.5, 3, -1.5, 0.7])]])
    const scales = pipe(
      program,
      sample('s', logUniform),
      sample('t', logUniform),
      observe('y', ({ s, t }) => over(rows)(normal(0, pipe(s, mul(t)))))
    )
    expect(await refusal(sampleModel({ data: values })(scales))).toMatch(
      /^s: the posterior has no total mass: it does not fall where s grows and t goes to 0/
    )
  })
  test('but not an improper prior under which the posterior is proper', async () => {
    const scaled = pipe(
      program,
      sample('s', logUniform),
      observe('y', ({ s }) => over(rows)(normal(0, s)))
    )
    const values = [1, -2, 0.5, 3, -1.5, 0.7]
    const y = new Map([['y', column('rows', values)]])
    const sampled = valueOf(await sampleModel({ data: y })(scaled)())
    // s⁻² ~ Gamma(n/2, Σy²/2): its mean is n/Σy²
    const all = sampled.draws.sites.get('s')?.values ?? new Float64Array()
    const mean = all.reduce((a, s) => a + 1 / (s * s), 0) / all.length
    const exact = values.length / values.reduce((a, v) => a + v * v, 0)
    expect(Math.abs(mean / exact - 1)).toBeLessThan(0.06)
  })
  test('settings that are none', async () => {
    const y = new Map([['y', column('rows', [0])]])
    const simple = pipe(
      program,
      sample('mu', normal(0, 1)),
      observe('y', ({ mu }) => over(rows)(normal(mu, 1)))
    )
    expect(await refusal(sampleModel({ data: y, settings: { chains: 0 } })(simple))).toContain(
      'chains'
    )
    expect(await refusal(sampleModel({ data: y, settings: { draws: 2 ** 29 } })(simple))).toContain(
      'are held'
    )
  })
  test('more coordinates than are sampled', async () => {
    const k = axis('k', 70_000)
    const wide = pipe(
      program,
      sample('w', over(k)(normal(0, 1))),
      observe('y', ({ w }) => over(rows)(normal(pipe(w, sumOver(k)), 1)))
    )
    const y = new Map([['y', column('rows', [0])]])
    expect(await refusal(sampleModel({ data: y })(wide))).toMatch(/^w: its 70000 elements/)
  })
})
