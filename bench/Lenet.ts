/**
 * The step of `baseline/EagerStep.ts` as expressions: the same network, priors and optimiser.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Axes, contract, type Expr, ref } from '../src/expr/Expr.ts'
import { gradients } from '../src/expr/Differentiate.ts'
import { add, div, exp, log, logSumExp, mul, neg, relu, sigmoid, softplus, sqrt, square, sub, sumAll, total } from '../src/expr/Words.ts'
import { size } from '../src/expr/Expr.ts'
import { adam } from '../src/lower/Adam.ts'
import { lower, type LowerOptions } from '../src/lower/Lower.ts'
import type { Plan } from '../src/ir/Plan.ts'
import { dataCount, widths } from './baseline/EagerStep.ts'

export const unitAxes: ReadonlyArray<string> = ['pixels', 'h1', 'h2', 'classes']
export const batch = 128

interface Parameter { readonly name: string; readonly axes: Axes; readonly kind: 'location' | 'logVariance' }
const parameter = (name: string, axes: Axes, kind: Parameter['kind']): Parameter => ({ name, axes, kind })

const layerParameters = (i: number): ReadonlyArray<Parameter> => {
  const [from = '', to = ''] = [unitAxes[i], unitAxes[i + 1]]
  return [parameter(`fc${i}/z mean`, [from], 'location'), parameter(`fc${i}/z logvar`, [from], 'logVariance'), parameter(`fc${i}/w mean`, [from, to], 'location'),
    parameter(`fc${i}/w logvar`, [from, to], 'logVariance'), parameter(`fc${i}/b mean`, [to], 'location'), parameter(`fc${i}/b logvar`, [to], 'logVariance')]
}

export const parameters: ReadonlyArray<Parameter> = [0, 1, 2].flatMap(layerParameters)

const p = (name: string): Expr => {
  const found = parameters.find((q) => q.name === name)
  if (found === undefined) throw new Error(`internal: no parameter ${name}`)
  return ref(found.name, found.axes)
}

const forward = (i: number) => (x: Expr): Expr => {
  const from = unitAxes[i] ?? '', to = unitAxes[i + 1] ?? ''
  const z = pipe(p(`fc${i}/z logvar`), mul(0.5), exp, mul(ref(`fc${i}/z noise`, ['images', from])), add(p(`fc${i}/z mean`)))
  const xz = pipe(x, mul(z))
  const mean = pipe(contract([from])(xz, p(`fc${i}/w mean`)), add(p(`fc${i}/b mean`)))
  const variance = pipe(contract([from])(square(xz), exp(p(`fc${i}/w logvar`))), add(exp(p(`fc${i}/b logvar`))))
  return pipe(sqrt(variance), mul(ref(`fc${i}/h noise`, ['images', to])), add(mean))
}

const normalKl = (name: string): Expr => pipe(exp(p(`${name} logvar`)), add(square(p(`${name} mean`))), sub(p(`${name} logvar`)), sub(1), sumAll, mul(0.5))

const jeffreysKl = (name: string): Expr => {
  const logAlpha = pipe(p(`${name} logvar`), sub(log(square(p(`${name} mean`)))))
  return pipe(logAlpha, mul(1.48695), add(1.8732), sigmoid, mul(-0.63576), add(0.63576), add(pipe(logAlpha, neg, softplus, mul(0.5))), sumAll)
}

const logits = [0, 1, 2].reduce<Expr>((x, i) => forward(i)(i === 0 ? x : relu(x)), ref('x', ['images', 'pixels']))
const errorCost = pipe(logits, logSumExp(['classes']), sub(contract(['classes'])(ref('y', ['images', 'classes']), logits)), sumAll, div(size('images')))
const complexity = total([0, 1, 2].flatMap((i) => [jeffreysKl(`fc${i}/z`), normalKl(`fc${i}/w`), normalKl(`fc${i}/b`)]))
export const loss = pipe(errorCost, add(pipe(complexity, div(dataCount))))

/** Parameters and moments in, parameters and moments out; `loss` as well if asked. */
export const stepOptions = (): LowerOptions => {
  const slopes = gradients(loss, parameters)
  const outputs = new Map<string, Expr>()
  for (const q of parameters) {
    const updated = adam.update({
      parameter: ref(q.name, q.axes), gradient: slopes.get(q.name) ?? ref(q.name, q.axes), rate: ref('rate', []),
      moment: (m) => ref(`${m}:${q.name}`, q.axes), scalar: (s) => ref(s, [])
    })
    outputs.set(q.name, updated.parameter)
    updated.moments.forEach((value, i) => outputs.set(`${adam.moments[i] ?? ''}:${q.name}`, value))
  }
  const names = [...outputs.keys()]
  const axesOf = (name: string): Axes => parameters.find((q) => name === q.name || name.endsWith(`:${q.name}`))?.axes ?? []
  outputs.set('error cost', errorCost)
  return {
    outputs,
    outputAxes: new Map(names.map((n) => [n, axesOf(n)])),
    sizes: new Map([['images', batch], ...unitAxes.map((a, i) => [a, widths[i] ?? 0] as const)]),
    order: ['images', ...unitAxes],
    noise: new Set([0, 1, 2].flatMap((i) => [`fc${i}/z noise`, `fc${i}/h noise`])),
    consumed: new Set(names)
  }
}

export const stepPlan = (): Plan => {
  const plan = lower(stepOptions())
  if (plan._tag === 'Left') throw new Error(plan.left.what)
  return plan.right
}
