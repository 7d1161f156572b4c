/**
 * E f(ε) of a standard normal ε, as an expression: an equispaced rule of 49 nodes on [−6, 6].
 *
 * For f analytic near the real line and of at most exponential growth. The error falls with the
 * width of the strip in which f is analytic: for f(m + √v ε) it is that of f over √v.
 *
 * @since 0.2.0
 */
import { constants, contract, type Expr } from '../expr/Expr.ts'

/** No axis of a model is spelled so: axes are identifiers. */
export const quadratureAxis = '(quadrature)'
const count = 49
const reach = 6

const nodes = Array.from({ length: count }, (_, i) => -reach + (2 * reach * i) / (count - 1))
const densities = nodes.map((x) => Math.exp(-0.5 * x * x))
const mass = densities.reduce((a, b) => a + b, 0)
const node: Expr = constants([quadratureAxis], [count], nodes)
const weight: Expr = constants(
  [quadratureAxis],
  [count],
  densities.map((d) => d / mass)
)

/** E f(ε); f is given the nodes, over an axis that the result does not have. */
export const expectation = (f: (noise: Expr) => Expr): Expr =>
  contract([quadratureAxis])(f(node), weight)
