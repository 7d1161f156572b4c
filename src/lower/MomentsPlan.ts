/**
 * The posterior of declared sites from the guide's parameters: moments in closed form, and joint draws.
 *
 * @since 0.1.0
 */
import type { Expr } from '../expr/Expr.ts'
import type { Moments, Program } from '../ir/Program.ts'
import { lowerOutputs, type PlanFor } from './Outputs.ts'

export const meanOf = (site: string): string => `mean:${site}`
export const varianceOf = (site: string): string => `variance:${site}`

export const hasClosedMoments = (m: Moments): boolean => m.closed !== undefined

/** Inputs: parameters. Outputs: `mean:<site>` and `variance:<site>` of each declared site that has them in closed form. */
export const momentsPlan = (program: Program): PlanFor =>
  lowerOutputs(program, new Map(program.moments.flatMap(({ site, closed }): ReadonlyArray<readonly [string, Expr]> =>
    closed === undefined ? [] : [[meanOf(site), closed.mean], [varianceOf(site), closed.variance]])), { consumed: [], noise: [] })

/** Inputs: parameters. Outputs: one joint draw of the named declared sites, by their names. */
export const drawPlan = (program: Program, sites: ReadonlyArray<string>): PlanFor =>
  lowerOutputs(program, new Map([...program.draws].filter(([site]) => sites.includes(site))), { consumed: [], noise: program.drawNoise })
