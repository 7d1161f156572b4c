/**
 * The training step of the group normal-Jeffreys LeNet-5 (the Caffe network: 20 and 50 filters of
 * 5×5, each followed by pooling 2×2, then 500 and 10 units), as expressions of windows.
 *
 * A convolution is a contraction of the windows of its input over kernel rows, kernel columns and
 * channels. A filter's scale z, drawn per image, multiplies its result, its bias does not; the
 * noise is at the result, once per position (local reparameterisation):
 *   h = z · conv(x, μ) + μ_b + √(z² · conv(x², σ²) + σ_b²) · ε
 * Images are rows × columns × channels, so that a window's columns and channels are one run of
 * numbers.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { contract, type Expr, merge, reduce, ref, unfoldWindows } from '../src/expr/Expr.ts'
import { add, exp, mul, relu, sqrt, square } from '../src/expr/Words.ts'
import type { Plan } from '../src/ir/Plan.ts'
import type { LowerOptions } from '../src/lower/Lower.ts'
import { dataCount } from './baseline/EagerStep.ts'
import {
  adamStep,
  drawPerImage,
  type Layer,
  makeLayer,
  type Network,
  objective,
  parametersOf,
  planOf
} from './JeffreysStep.ts'
import { batch, denseForward } from './Lenet.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** Square images of one channel, `pool`×`pool` maxima after each convolution. */
export interface Measures {
  readonly images: number
  readonly side: number
  readonly pool: number
  readonly convolutions: ReadonlyArray<{ readonly kernel: number; readonly filters: number }>
  readonly units: number
  readonly classes: number
}

export const caffe: Measures = {
  images: batch,
  side: 28,
  pool: 2,
  convolutions: [
    { kernel: 5, filters: 20 },
    { kernel: 5, filters: 50 }
  ],
  units: 500,
  classes: 10
}

/**
 * Axes of stage i: what goes into convolution i, its windows, what comes out of it and the windows
 * of its pooling. Stage 0 is the data.
 */
export const axesOf = (i: number) => ({
  rows: `rows${i}`,
  columns: `columns${i}`,
  channels: `channels${i}`,
  kernelRows: `kernel rows${i}`,
  kernelColumns: `kernel columns${i}`,
  outRows: `out rows${i}`,
  outColumns: `out columns${i}`,
  poolRows: `pool rows${i}`,
  poolColumns: `pool columns${i}`
})

// ---------------------------------------------------------------------------
// layers
// ---------------------------------------------------------------------------

/** Stage i of x with weights w, without the bias. */
export const convolved =
  (i: number, kernel: number) =>
  (x: Expr, w: Expr): Expr => {
    const a = axesOf(i)
    const windows = pipe(
      x,
      unfoldWindows({
        along: a.columns,
        at: a.outColumns,
        offset: a.kernelColumns,
        size: kernel,
        stride: 1,
        padding: 0
      }),
      unfoldWindows({
        along: a.rows,
        at: a.outRows,
        offset: a.kernelRows,
        size: kernel,
        stride: 1,
        padding: 0
      })
    )
    return contract([a.kernelRows, a.kernelColumns, a.channels])(windows, w)
  }

export const convolutionLayer = (i: number): Layer => {
  const a = axesOf(i),
    filters = axesOf(i + 1).channels
  return makeLayer(
    `conv${i}`,
    filters,
    [a.kernelRows, a.kernelColumns, a.channels, filters],
    filters
  )
}

export const denseLayers: ReadonlyArray<{
  readonly layer: Layer
  readonly from: string
  readonly to: string
}> = (
  [
    ['features', 'units'],
    ['units', 'classes']
  ] as const
).map(([from, to], i) => ({ layer: makeLayer(`fc${i}`, from, [from, to], to), from, to }))

const convolution = (i: number, kernel: number) => {
  const a = axesOf(i),
    filters = axesOf(i + 1).channels,
    layer = convolutionLayer(i),
    stage = convolved(i, kernel)
  const forward = (x: Expr): Expr => {
    const z = drawPerImage(layer.z)
    const mean = pipe(stage(x, layer.w.mean), mul(z), add(layer.b.mean))
    const variance = pipe(
      stage(square(x), exp(layer.w.logVariance)),
      mul(square(z)),
      add(exp(layer.b.logVariance))
    )
    return pipe(
      sqrt(variance),
      mul(ref(`conv${i}/h noise`, ['images', a.outRows, a.outColumns, filters])),
      add(mean)
    )
  }
  return { layer, forward, noise: [`conv${i}/z noise`, `conv${i}/h noise`] }
}

/** Maxima of windows side by side; equal ones share the gradient. */
export const pooled =
  (i: number, pool: number) =>
  (x: Expr): Expr => {
    const a = axesOf(i),
      next = axesOf(i + 1)
    return pipe(
      x,
      unfoldWindows({
        along: a.outRows,
        at: next.rows,
        offset: a.poolRows,
        size: pool,
        stride: pool,
        padding: 0
      }),
      unfoldWindows({
        along: a.outColumns,
        at: next.columns,
        offset: a.poolColumns,
        size: pool,
        stride: pool,
        padding: 0
      }),
      reduce('max', [a.poolRows, a.poolColumns])
    )
  }

// ---------------------------------------------------------------------------
// the network
// ---------------------------------------------------------------------------

/** The images. */
export const given: Expr = ref('x', [
  'images',
  axesOf(0).rows,
  axesOf(0).columns,
  axesOf(0).channels
])

/** What the last stage gives, one run of numbers an image. */
export const flattened = (stages: number): ((x: Expr) => Expr) => {
  const { rows, columns, channels } = axesOf(stages)
  return merge([rows, columns, channels], 'features')
}

export const sizesOf = ({
  images,
  side,
  convolutions,
  units,
  classes
}: Measures): ReadonlyMap<string, number> => {
  const first = axesOf(0)
  return new Map([
    ['images', images],
    [first.rows, side],
    [first.columns, side],
    [first.channels, 1],
    ['units', units],
    ['classes', classes],
    ...convolutions.map(({ filters }, i) => [axesOf(i + 1).channels, filters] as const)
  ])
}

export const orderOf = ({ convolutions }: Measures): ReadonlyArray<string> => {
  const all = convolutions.map((_, i) => axesOf(i)),
    last = axesOf(convolutions.length)
  return [
    'images',
    ...all.flatMap((a) => [a.rows, a.outRows]),
    last.rows,
    ...all.map((a) => a.poolRows),
    ...all.flatMap((a) => [a.columns, a.outColumns]),
    last.columns,
    ...all.map((a) => a.poolColumns),
    ...all.flatMap((a) => [a.kernelRows, a.kernelColumns]),
    ...all.map((a) => a.channels),
    last.channels,
    'features',
    'units',
    'classes'
  ]
}

export const lenet5 = (measures: Measures): Network => {
  const { pool, convolutions } = measures
  const stages = convolutions.map(({ kernel }, i) => ({
    ...convolution(i, kernel),
    pool: pooled(i, pool)
  }))
  const dense = denseLayers.map(({ layer, from, to }, i) => ({
    layer,
    forward: denseForward(layer, `fc${i}`, from, to),
    noise: [`fc${i}/z noise`, `fc${i}/h noise`]
  }))
  const features = stages.reduce<Expr>((x, s) => relu(s.pool(s.forward(x))), given)
  const logits = dense.reduce(
    (x, { forward }, i) => forward(i === 0 ? x : relu(x)),
    flattened(convolutions.length)(features)
  )
  const layers = [...stages, ...dense]
  return {
    ...objective(
      logits,
      'classes',
      layers.map((l) => l.layer),
      dataCount
    ),
    parameters: layers.flatMap((l) => parametersOf(l.layer)),
    noise: layers.flatMap((l) => l.noise),
    sizes: sizesOf(measures),
    order: orderOf(measures)
  }
}

/** Parameters and moments in, parameters and moments out, and the error cost. */
export const stepOptions = (): LowerOptions => adamStep(lenet5(caffe))

export const stepPlan = (): Plan => planOf(stepOptions())
