/**
 * Farrier: a typed probabilistic programming language whose compiler derives the guide, the ELBO, the sparsity masks and the bit
 * widths.
 *
 * @since 0.1.0
 */

// the language
export * from './dsl/index.ts'

// priors
export * from './priors/index.ts'

// what a model is, and what is wrong with it
export type { Graph, Site, SiteOptions } from './ir/Graph.ts'
export { showProblem } from './ir/Problem.ts'
export type { Problem } from './ir/Problem.ts'

// expressions and distributions under names of their own: their words are those of the language, on untyped axes
export * as dist from './dist/index.ts'
export * as expr from './expr/index.ts'
