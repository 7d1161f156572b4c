/**
 * Distributions, the questions they answer, and their supports.
 *
 * @since 0.1.0
 */

// distributions, their facts, the axes of one draw
export * from './Distribution.ts'
export { elementwiseDensity } from './ElementwiseDensity.ts'
export type { Argument, Expansion, Family, LocationScale, Pathwise } from './Family.ts'
export type { HostDraw, Uniform01 } from './StandardDraws.ts'

// supports, the questions they answer, their bijections
export * from './supports/Support.ts'
