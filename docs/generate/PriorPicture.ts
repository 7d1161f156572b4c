/**
 * The priors side by side, as docs/images/priors.svg: the density of a weight on logarithmic axes, and
 * how much it is shrunk, for the arguments under which their densities are held to figures from
 * elsewhere (`test/priors`). By the same quadrature.
 *
 * @since 0.2.0
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { drawSvg } from '../../src/cli/pictures/DrawSvg.ts'
import {
  chart,
  dataColour,
  drawable,
  modelColour,
  type Specification
} from '../../src/report/charts/Chart.ts'
import { type KnownPrior, knownPriors } from '../../test/priors/KnownPriors.ts'
import { type Asked, type Atoms, densityUnder, scalesOf } from '../../test/priors/Marginal.ts'

const columns = 5,
  side = 128
const decades = [-4, 4] as const
const points = 49
const bins = 20
/** Steps of the quadrature in the logarithm of a scale, over which a mass is spread. */
const spread = 0.25

/** Of many scales a picture tells no more than a coarse sum. */
const asDrawn = ({ groups }: KnownPrior): Asked =>
  groups === undefined ? {} : { groups, accuracy: { step: 0.5, least: -30 } }

const weights = Array.from({ length: points }, (_, i) => {
  const [low, high] = decades
  return 10 ** (low + ((high - low) * i) / (points - 1))
})

/** The masses of κ = 1/(1 + scale²) in even bins, each atom evenly over a step of ln scale. */
const shares = ({ scales, masses }: Atoms): ReadonlyArray<number> => {
  const found = Array.from({ length: bins }, () => 0)
  const parts = 8
  scales.forEach((scale, place) => {
    const mass = masses[place] ?? NaN
    for (let i = 0; i < parts; i += 1) {
      const s = scale * Math.exp(spread * ((i + 0.5) / parts - 0.5))
      const at = Math.min(Math.floor(bins / (1 + s * s)), bins - 1)
      found[at] = (found[at] ?? 0) + mass / parts
    }
  })
  return found
}

const facets = (values: ReadonlyArray<unknown>, spec: Specification): Specification => ({
  data: { values },
  facet: {
    field: 'prior',
    type: 'nominal',
    title: null,
    sort: null,
    header: { labelFontSize: 12 }
  },
  columns,
  spacing: 14,
  spec: { width: side, height: side, ...spec }
})

const specification = (): Specification => {
  const drawn = Object.entries(knownPriors).map(([word, known]) => {
    const all = scalesOf(known.prior, { 'w/s': 1 }, asDrawn(known))
    return { prior: word, density: densityUnder(all), shares: shares(all) }
  })
  const densities = drawn.flatMap(({ prior, density }) =>
    weights.map((w) => {
      const p = density(w)
      return { prior, w, density: drawable(p > 1e-10 ? p : NaN) }
    })
  )
  const normal = weights
    .map((w) => ({ w, normal: Math.exp(-0.5 * w * w) / Math.sqrt(2 * Math.PI) }))
    .filter((row) => row.normal > 1e-10)
  const shrunk = drawn.flatMap(({ prior, shares: masses }) =>
    masses.map((share, i) => ({ prior, kappa: i / bins, to: (i + 1) / bins, share }))
  )
  const x = {
    field: 'w',
    type: 'quantitative',
    title: '|w|',
    scale: { type: 'log', domain: decades.map((k) => 10 ** k) },
    axis: { values: [1e-4, 1e-2, 1, 1e2, 1e4], format: '~e', grid: true }
  }
  const y = {
    type: 'quantitative',
    title: 'density',
    scale: { type: 'log', domain: [1e-10, 1e5] },
    axis: { values: [1e-10, 1e-5, 1, 1e5], format: '~e' }
  }
  return chart(
    'Priors of one weight',
    [
      'above: the density at |w|, beside that of a standard normal (dashed); spike to the left, tail to the right',
      'below: shares of κ = 1/(1 + scale²) in twentieths; at 1 a weight is taken for noise, at 0 it is let be'
    ],
    {
      spacing: 24,
      vconcat: [
        facets(densities, {
          layer: [
            {
              data: { values: normal },
              mark: { type: 'line', color: dataColour, strokeDash: [4, 3], strokeWidth: 1 },
              encoding: { x, y: { ...y, field: 'normal' } }
            },
            {
              mark: { type: 'line', color: modelColour, strokeWidth: 2 },
              encoding: { x, y: { ...y, field: 'density' } }
            }
          ]
        }),
        facets(shrunk, {
          mark: { type: 'bar', color: modelColour, binSpacing: 1, clip: true },
          encoding: {
            x: { field: 'kappa', type: 'quantitative', bin: 'binned', title: 'κ' },
            x2: { field: 'to' },
            y: {
              field: 'share',
              type: 'quantitative',
              title: 'share',
              scale: { domain: [0, 0.7] },
              axis: { values: [0, 0.25, 0.5], format: '~p' }
            }
          }
        })
      ]
    }
  )
}

/** The text of the file. */
export const priorPicture = async (): Promise<string> => {
  const drawn = await drawSvg({})(specification())()
  if (isLeft(drawn)) throw new Error(drawn.left.what)
  return drawn.right
}
