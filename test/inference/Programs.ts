/** Small programs written by hand, with the data they are fitted to. */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, contract, type Expr, gather, ref, size } from '../../src/expr/Expr.ts'
import { gradients } from '../../src/expr/calculus/Differentiate.ts'
import {
  add,
  div,
  exp,
  log,
  logSumExp,
  mul,
  neg,
  square,
  sub,
  sumAll,
  sumOver
} from '../../src/expr/Words.ts'
import {
  type Cost,
  klWeightName,
  type Moments,
  type Noise,
  type Parameter,
  type Prediction,
  type Variational,
  totalOf
} from '../../src/ir/Variational.ts'
import type { NamedTensor } from '../../src/ir/Posterior.ts'
import type { AxisSize, DataSlot } from '../../src/ir/Graph.ts'
import type { Gate } from '../../src/ir/Gate.ts'
import { normals } from '../../src/runtime/Noise.ts'

export const tensor = (
  axes: ReadonlyArray<string>,
  sizes: ReadonlyArray<number>,
  values: ArrayLike<number>
): NamedTensor => ({ axes, sizes, values: Float32Array.from(values) })

const closed: Cost['how'] = {
  kind: 'closed form',
  guide: 'normal',
  prior: 'normal',
  note: '',
  upToConstant: false
}

/** A normal latent w ~ N(0, 1) with a normal guide over `axes`. */
const latent = (
  site: string,
  axes: ReadonlyArray<string>,
  sd: number
): {
  readonly parameters: ReadonlyArray<Parameter>
  readonly mean: Expr
  readonly logVariance: Expr
  readonly variance: Expr
  readonly draw: Expr
  readonly noise: Noise
  readonly cost: Cost
  readonly moments: Moments
} => {
  const mean = ref(`${site}/location`, axes)
  const logVariance = ref(`${site}/logVariance`, axes)
  const variance = exp(logVariance)
  const noise = { name: `${site}/noise`, axes }
  return {
    parameters: [
      {
        name: `${site}/location`,
        site,
        axes,
        kind: 'location',
        initial: { _tag: 'NormalNoise', sd }
      },
      {
        name: `${site}/logVariance`,
        site,
        axes,
        kind: 'logVariance',
        initial: { _tag: 'Fill', value: -4, jitter: 0.01 }
      }
    ],
    mean,
    logVariance,
    variance,
    noise,
    draw: pipe(mean, add(pipe(logVariance, mul(0.5), exp, mul(ref(noise.name, axes))))),
    cost: {
      site,
      declared: site,
      guide: 'normal',
      why: 'real support',
      estimator: 'pathwise',
      nats: pipe(square(mean), add(variance), sub(logVariance), sub(1), sumAll, mul(0.5)),
      how: closed
    },
    moments: { site, axes, closed: { mean, variance } }
  }
}

const assemble = (p: {
  readonly axes: ReadonlyArray<AxisSize>
  readonly data: ReadonlyArray<DataSlot>
  readonly observed: ReadonlyArray<DataSlot>
  readonly w: ReturnType<typeof latent>
  readonly errorCostNats: Expr
  readonly prediction: Prediction
  readonly gates: ReadonlyArray<Gate>
  readonly noisy: boolean
}): Variational => {
  const lossNats = pipe(p.errorCostNats, add(pipe(p.w.cost.nats, mul(ref(klWeightName, [])))))
  return {
    axes: p.axes,
    data: p.data,
    observed: p.observed,
    sites: [
      { name: p.w.cost.site, declared: p.w.cost.site, axes: p.w.moments.axes, support: 'Real' }
    ],
    parameters: p.w.parameters,
    noise: p.noisy ? [p.w.noise] : [],
    errorCostNats: p.errorCostNats,
    complexity: [p.w.cost],
    lossNats,
    gradients: gradients(lossNats, p.w.parameters),
    gates: p.gates,
    savings: [],
    moments: [p.w.moments],
    draws: new Map([['w', p.w.draw]]),
    drawNoise: [p.w.noise],
    predictions: [p.prediction],
    decisions: []
  }
}

/** Σ over the plate, scaled to the full data set. */
const scaled = (plate: string, nats: Expr): Expr =>
  pipe(sumAll(nats), mul(ref(totalOf(plate), [])), div(size(plate)))

export const noiseVariance = 0.25

/**
 * y ~ N(Σ_d x_d w_d, 0.25), w ~ N(0, 1), along the plate `rows`. The error cost is either its
 * closed form, ((y − x·m)² + x²·v)/(2·0.25) + ½ ln(2π·0.25), or an estimate from one draw of w.
 */
export const regression = ({
  noisy,
  open = false
}: {
  readonly noisy: boolean
  readonly open?: boolean
}): Variational => {
  const w = latent('w', ['features'], 0.1)
  const x = ref('x', ['rows', 'features'])
  const y = ref('y', ['rows'])
  const dot = contract(['features'])
  const perRow = (by: Expr, more: Expr): Expr =>
    pipe(
      y,
      sub(dot(x, by)),
      square,
      add(more),
      div(2 * noiseVariance),
      add(0.5 * Math.log(2 * Math.PI * noiseVariance))
    )
  const program = assemble({
    axes: [
      { name: 'rows', size: 'data' },
      { name: 'features', size: 2 }
    ],
    data: [{ name: 'x', axes: ['rows', 'features'] }],
    observed: [{ name: 'y', axes: ['rows'] }],
    w,
    noisy,
    gates: [],
    errorCostNats: scaled(
      'rows',
      noisy ? perRow(w.draw, constant(0)) : perRow(w.mean, dot(square(x), w.variance))
    ),
    prediction: {
      site: 'y',
      family: 'Normal',
      support: 'Real',
      axes: ['rows'],
      consumes: [],
      arguments: [{ name: 'loc', value: dot(x, ref('w', ['features'])) }],
      negativeLogLikelihood: perRow(ref('w', ['features']), constant(0))
    }
  })
  return open
    ? { ...program, moments: [{ site: 'w', axes: ['features'], closed: undefined }] }
    : program
}

/**
 * Two orthogonal features, so that the exact posterior is a product: precision 1 + Σ x_d²/0.25,
 * mean (Σ x_d y/0.25)/precision.
 */
export const regressionData = (rows: number): ReadonlyMap<string, NamedTensor> => {
  const x = Array.from({ length: rows }, (_, i) => [i % 2 === 0 ? 1 : -1, i % 4 < 2 ? 0.5 : -0.5])
  const noise = normals({ seed: 5, step: 0 }, 'data', rows)
  const y = x.map(
    ([a = 0, b = 0], i) => 0.8 * a - 1.5 * b + Math.sqrt(noiseVariance) * (noise[i] ?? 0)
  )
  return new Map([
    ['x', tensor(['rows', 'features'], [rows, 2], x.flat())],
    ['y', tensor(['rows'], [rows], y)]
  ])
}

/**
 * c ~ Categorical(Σ_p x_p w_pc), w ~ N(0, 1) with one draw of w a step; each pixel gates its slice
 * of w.
 */
export const classifier = (pixels: number, classes: number): Variational => {
  const w = latent('w', ['pixels', 'classes'], 0.3)
  const x = ref('x', ['rows', 'pixels'])
  const y = ref('y', ['rows'])
  const nll = (weights: Expr): Expr => {
    const logits = contract(['pixels'])(x, weights)
    return pipe(logSumExp(['classes'])(logits), sub(pipe(logits, gather('classes', y))))
  }
  const weights = ref('w', ['pixels', 'classes'])
  return assemble({
    axes: [
      { name: 'rows', size: 'data' },
      { name: 'pixels', size: pixels },
      { name: 'classes', size: classes }
    ],
    data: [{ name: 'x', axes: ['rows', 'pixels'] }],
    observed: [{ name: 'y', axes: ['rows'] }],
    w,
    noisy: true,
    gates: [{ factors: [], target: 'w', axes: ['pixels'], why: 'in this test' }],
    errorCostNats: scaled('rows', nll(w.draw)),
    prediction: {
      site: 'y',
      family: 'Categorical',
      support: 'Categories',
      axes: ['rows'],
      consumes: ['classes'],
      arguments: [{ name: 'logits', value: contract(['pixels'])(x, weights) }],
      negativeLogLikelihood: nll(weights)
    }
  })
}

export const classifierData = (
  rows: number,
  pixels: number,
  classes: number
): ReadonlyMap<string, NamedTensor> => {
  const x = normals({ seed: 9, step: 0 }, 'x', rows * pixels)
  const y = Array.from({ length: rows }, (_, i) => {
    const scores = Array.from(
      { length: classes },
      (_unused, c) => x[i * pixels + (c % pixels)] ?? 0
    )
    return scores.indexOf(Math.max(...scores))
  })
  return new Map([
    ['x', tensor(['rows', 'pixels'], [rows, pixels], x)],
    ['y', tensor(['rows'], [rows], y)]
  ])
}

/** The error cost becomes NaN as soon as the location passes a limit: ln(limit − w). */
export const breakable = (limit: number): Variational => {
  const w = latent('w', ['features'], 0.1)
  const base = regression({ noisy: false })
  const errorCostNats = pipe(
    base.errorCostNats,
    sub(pipe(w.mean, neg, add(limit), log, sumOver(['features']), mul(1e-6)))
  )
  const lossNats = pipe(errorCostNats, add(pipe(w.cost.nats, mul(ref(klWeightName, [])))))
  return { ...base, errorCostNats, lossNats, gradients: gradients(lossNats, base.parameters) }
}
