/**
 * The priors side by side, as docs/images/priors.svg: the density of a weight on logarithmic axes, and
 * how much it is shrunk, for the arguments under which their densities are held to figures from
 * elsewhere (`test/priors`). By the same quadrature.
 *
 * @since 0.2.0
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { family } from '../../src/distributions/index.ts'
import { constant, evaluate } from '../../src/expr/index.ts'
import { linearUnder } from '../../src/laws/PriorLaws.ts'
import { nestedHorseshoe, softWeightSharing } from '../../src/priors/index.ts'
import { drawSvg } from '../../src/cli/pictures/DrawSvg.ts'
import {
  chart,
  dataColour,
  drawable,
  modelColour,
  type Specification
} from '../../src/report/charts/Chart.ts'
import { improperPriors, type KnownPrior, knownPriors } from '../../test/priors/KnownPriors.ts'
import { type Asked, type Atoms, densityUnder, scalesOf } from '../../test/priors/Marginal.ts'

const columns = 6,
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

/** One prior as it is drawn. */
interface Drawn {
  readonly prior: string
  readonly density: (w: number) => number
  readonly shares: ReadonlyArray<number>
}

/** Of masses without an end only those between the ends are told apart, in parts of their sum. */
const upToAFactor = (masses: ReadonlyArray<number>): ReadonlyArray<number> => {
  const inner = masses.slice(1, -1).reduce((sum, m) => sum + m, 0)
  return masses.map((m) => m / inner)
}

/** The site that is one scale for the tensor, of those that have one. */
const nested = { known: { prior: nestedHorseshoe(1), arguments: '1' }, global: 'w/group/s' }

const withScales = (): ReadonlyArray<Drawn> =>
  [
    ...Object.entries(knownPriors).map(([word, known]) => ({ word, known, global: 'w/s' })),
    { word: 'nestedHorseshoe', ...nested }
  ]
    .toSorted((a, b) => (a.word < b.word ? -1 : 1))
    .map(({ word, known, global }) => {
      const all = scalesOf(known.prior, { [global]: 1 }, asDrawn(known))
      return { prior: word, density: densityUnder(all), shares: shares(all) }
    })

const improper = (): ReadonlyArray<Drawn> => {
  const found = Object.entries(improperPriors).map(([word, { prior, ends }]) => {
    const all = scalesOf(prior),
      masses = shares(all)
    return {
      prior: `${word}*`,
      density: densityUnder(all),
      shares: ends.length > 0 ? upToAFactor(masses) : masses
    }
  })
  // 1/|w| of single weights is normal-Jeffreys with its scale summed out
  return found.flatMap((d) =>
    d.prior === 'groupJeffreys*' ? [d, { ...d, prior: 'logUniformPrior*' }] : [d]
  )
}

/** Soft weight sharing before there are data, its components where they begin: it has no scale. */
const sharing = (): Drawn => {
  const graph = linearUnder(
    softWeightSharing({ components: 4, reach: 1, zero: 0.9 }),
    1,
    1,
    'input'
  )
  const sizes = new Map(
    graph.axes.flatMap((a) => (a.size === 'data' ? [] : [[a.name, a.size] as const]))
  )
  const begins: Readonly<Record<string, number>> = { 'w/shift': 0, 'w/logit': 0, 'w/precision': 1 }
  const values = new Map(
    graph.sites
      .filter((s) => begins[s.name] !== undefined)
      .map((s) => {
        const shape = s.axes.map((a) => sizes.get(a) ?? 1)
        const count = shape.reduce((a, b) => a * b, 1)
        const filled = new Float64Array(count).fill(begins[s.name] ?? NaN)
        return [s.name, { axes: s.axes, sizes: shape, values: filled }] as const
      })
  )
  const w = graph.sites.find((s) => s.name === 'w')
  if (w === undefined) throw new Error('internal: no weights')
  const at = evaluate({ sizes, values })
  return {
    prior: 'softWeightSharing',
    density: (x) => Math.exp(at(family(w.dist).logDensity(constant(x))).values[0] ?? NaN),
    shares: []
  }
}

const specification = (): Specification => {
  const drawn = [...withScales(), sharing(), ...improper()]
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
      'below: shares of κ = 1/(1 + scale²) in twentieths; at 1 a weight is taken for noise, at 0 it is let be',
      '* without a total mass: up to a factor, and without an end where bars leave the picture'
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
