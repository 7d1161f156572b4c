/**
 * The step of `baseline/EagerStep.ts` as expressions: the same network, priors and optimiser.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { contract, type Expr, ref } from '../src/expr/Expr.ts'
import { add, exp, mul, relu, sqrt, square } from '../src/expr/Words.ts'
import type { Plan } from '../src/ir/Plan.ts'
import type { LowerOptions } from '../src/lower/Lower.ts'
import { dataCount, widths } from './baseline/EagerStep.ts'
import {
  adamStep,
  drawPerImage,
  type Layer,
  makeLayer,
  objective,
  parametersOf,
  planOf
} from './JeffreysStep.ts'

export const unitAxes: ReadonlyArray<string> = ['pixels', 'h1', 'h2', 'classes']
export const batch = 128

/** Scales of the inputs, noise at the outputs (local reparameterisation). */
export const denseForward =
  ({ z, w, b }: Layer, name: string, from: string, to: string) =>
  (x: Expr): Expr => {
    const xz = pipe(x, mul(drawPerImage(z)))
    const mean = pipe(contract([from])(xz, w.mean), add(b.mean))
    const variance = pipe(contract([from])(square(xz), exp(w.logVariance)), add(exp(b.logVariance)))
    return pipe(sqrt(variance), mul(ref(`${name}/h noise`, ['images', to])), add(mean))
  }

const layers = [0, 1, 2].map((i) => {
  const [from = '', to = ''] = [unitAxes[i], unitAxes[i + 1]]
  const layer = makeLayer(`fc${i}`, from, [from, to], to)
  return { layer, forward: denseForward(layer, `fc${i}`, from, to) }
})

export const parameters = layers.flatMap(({ layer }) => parametersOf(layer))

const logits = layers.reduce<Expr>(
  (x, { forward }, i) => forward(i === 0 ? x : relu(x)),
  ref('x', ['images', 'pixels'])
)
const { loss, errorCost } = objective(
  logits,
  'classes',
  layers.map((l) => l.layer),
  dataCount
)

/** Parameters and moments in, parameters and moments out, and the error cost. */
export const stepOptions = (): LowerOptions =>
  adamStep({
    loss,
    errorCost,
    parameters,
    noise: [0, 1, 2].flatMap((i) => [`fc${i}/z noise`, `fc${i}/h noise`]),
    sizes: new Map([['images', batch], ...unitAxes.map((a, i) => [a, widths[i] ?? 0] as const)]),
    order: ['images', ...unitAxes]
  })

export const stepPlan = (): Plan => planOf(stepOptions())
