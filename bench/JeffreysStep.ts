/**
 * What the networks of the benchmarks have in common: normal weights and biases under standard
 * normals, group scales under the normal-Jeffreys prior, and a step of Adam on all of them.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { gradients } from '../src/expr/calculus/Differentiate.ts'
import { type Axes, contract, type Expr, ref, size } from '../src/expr/Expr.ts'
import {
  add,
  div,
  exp,
  log,
  logSumExp,
  mul,
  neg,
  sigmoid,
  softplus,
  square,
  sub,
  sumAll,
  total
} from '../src/expr/Words.ts'
import type { Plan } from '../src/ir/Plan.ts'
import { adam } from '../src/lower/steps/Adam.ts'
import { lower, type LowerOptions } from '../src/lower/Lower.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export interface Parameter {
  readonly name: string
  readonly axes: Axes
  readonly kind: 'location' | 'logVariance'
}

/** A posterior N(mean, e^logvar) over axes. */
export interface Normal {
  readonly name: string
  readonly axes: Axes
  readonly mean: Expr
  readonly logVariance: Expr
}

/** A layer: scales z of groups, weights, biases. */
export interface Layer {
  readonly z: Normal
  readonly w: Normal
  readonly b: Normal
}

/** The loss of a network and what it is made of; `errorCost` in nats per datum. */
export interface Network {
  readonly loss: Expr
  readonly errorCost: Expr
  readonly parameters: ReadonlyArray<Parameter>
  readonly noise: ReadonlyArray<string>
  readonly sizes: ReadonlyMap<string, number>
  readonly order: ReadonlyArray<string>
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const normal = (name: string, axes: Axes): Normal => ({
  name,
  axes,
  mean: ref(`${name} mean`, axes),
  logVariance: ref(`${name} logvar`, axes)
})

export const makeLayer = (name: string, groups: string, weights: Axes, outputs: string): Layer => ({
  z: normal(`${name}/z`, [groups]),
  w: normal(`${name}/w`, weights),
  b: normal(`${name}/b`, [outputs])
})

export const parametersOf = ({ z, w, b }: Layer): ReadonlyArray<Parameter> =>
  [z, w, b].flatMap(({ name, axes }): ReadonlyArray<Parameter> => [
    { name: `${name} mean`, axes, kind: 'location' },
    { name: `${name} logvar`, axes, kind: 'logVariance' }
  ])

// ---------------------------------------------------------------------------
// the objective
// ---------------------------------------------------------------------------

/** A draw for every image. */
export const drawPerImage = ({ name, axes, mean, logVariance }: Normal): Expr =>
  pipe(logVariance, mul(0.5), exp, mul(ref(`${name} noise`, ['images', ...axes])), add(mean))

const normalKl = ({ mean, logVariance }: Normal): Expr =>
  pipe(exp(logVariance), add(square(mean)), sub(logVariance), sub(1), sumAll, mul(0.5))

const jeffreysKl = ({ mean, logVariance }: Normal): Expr => {
  const logAlpha = pipe(logVariance, sub(log(square(mean))))
  return pipe(
    logAlpha,
    mul(1.48695),
    add(1.8732),
    sigmoid,
    mul(-0.63576),
    add(0.63576),
    add(pipe(logAlpha, neg, softplus, mul(0.5))),
    sumAll
  )
}

/**
 * Mean cross entropy of one-hot labels y over `classes`, and with the complexity cost, the loss.
 */
export const objective = (
  logits: Expr,
  classes: string,
  layers: ReadonlyArray<Layer>,
  dataCount: number
): { readonly loss: Expr; readonly errorCost: Expr } => {
  const errorCost = pipe(
    logits,
    logSumExp([classes]),
    sub(contract([classes])(ref('y', ['images', classes]), logits)),
    sumAll,
    div(size('images'))
  )
  const complexity = total(
    layers.flatMap(({ z, w, b }) => [jeffreysKl(z), normalKl(w), normalKl(b)])
  )
  return { errorCost, loss: pipe(errorCost, add(pipe(complexity, div(dataCount)))) }
}

// ---------------------------------------------------------------------------
// the step
// ---------------------------------------------------------------------------

/** Parameters and moments in, parameters and moments out, and the error cost. */
export const adamStep = ({
  loss,
  errorCost,
  parameters,
  noise,
  sizes,
  order
}: Network): LowerOptions => {
  const slopes = gradients(loss, parameters)
  const outputs = new Map<string, Expr>(),
    outputAxes = new Map<string, Axes>()
  for (const q of parameters) {
    const updated = adam.update({
      parameter: ref(q.name, q.axes),
      gradient: slopes.get(q.name) ?? ref(q.name, q.axes),
      rate: ref('rate', []),
      moment: (m) => ref(`${m}:${q.name}`, q.axes),
      scalar: (s) => ref(s, [])
    })
    const named = [
      [q.name, updated.parameter] as const,
      ...updated.moments.map((value, i) => [`${adam.moments[i] ?? ''}:${q.name}`, value] as const)
    ]
    for (const [name, value] of named) {
      outputs.set(name, value)
      outputAxes.set(name, q.axes)
    }
  }
  const consumed = new Set(outputs.keys())
  outputs.set('error cost', errorCost)
  return { outputs, outputAxes, sizes, order, noise: new Set(noise), consumed }
}

export const planOf = (options: LowerOptions): Plan => {
  const plan = lower(options)
  if (plan._tag === 'Left') throw new Error(plan.left.what)
  return plan.right
}
