/**
 * The posterior of declared sites from the guide's parameters: moments in closed form, and joint
 * draws.
 *
 * @since 0.1.0
 */
import type { Moments, Variational } from '../ir/Variational.ts'
import { lowerOutputs, type Output, output, type PlanFor } from './Outputs.ts'

export const meanOf = (site: string): string => `mean:${site}`
export const varianceOf = (site: string): string => `variance:${site}`

export const hasClosedMoments = (m: Moments): boolean => m.closed !== undefined

/**
 * Inputs: parameters. Outputs: `mean:<site>` and `variance:<site>` of each declared site that has
 * them in closed form.
 */
export const momentsPlan = (program: Variational): PlanFor =>
  lowerOutputs(
    program,
    program.moments.flatMap(({ site, axes, closed }): ReadonlyArray<Output> =>
      closed === undefined
        ? []
        : [output(meanOf(site), closed.mean, axes), output(varianceOf(site), closed.variance, axes)]
    ),
    { consumed: [], noise: [] }
  )

/** Inputs: parameters. Outputs: one joint draw of the named declared sites, by their names. */
export const drawPlan = (program: Variational, sites: ReadonlyArray<string>): PlanFor =>
  lowerOutputs(
    program,
    program.moments.flatMap(({ site, axes }): ReadonlyArray<Output> => {
      const value = program.draws.get(site)
      return value === undefined || !sites.includes(site) ? [] : [output(site, value, axes)]
    }),
    { consumed: [], noise: program.drawNoise }
  )
