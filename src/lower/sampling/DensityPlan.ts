/**
 * The plans of a density: what a sampler asks at every step, and what its draws are in the end.
 *
 * @since 0.2.0
 */
import { constant } from '../../expr/Expr.ts'
import type { Density } from '../../ir/Density.ts'
import { logJointName, slopeOf } from './DensityNames.ts'
import { lowerOutputs, output, type PlanFor } from '../Outputs.ts'

/** Inputs: coordinates, data, `total:<plate>`, ends. Outputs: ln p, and its slope by each coordinate. */
export const densityPlan = (density: Density): PlanFor =>
  lowerOutputs(
    density,
    [
      output(logJointName, density.logJointNats, []),
      ...density.coordinates.map((c) =>
        output(slopeOf(c.name), density.gradients.get(c.name) ?? constant(0), c.axes)
      )
    ],
    { consumed: [], noise: [] }
  )

/** The same inputs. Outputs: declared latents by their names, over their axes. */
export const valuesPlan = (density: Density): PlanFor =>
  lowerOutputs(
    density,
    [...density.values].map(([site, value]) =>
      output(site, value, axesOfSite(density, site) ?? value.axes)
    ),
    { consumed: [], noise: [] }
  )

/** Those of a declared site, none of one that was summed out. */
const axesOfSite = ({ coordinates }: Density, site: string): ReadonlyArray<string> | undefined =>
  coordinates.find((c) => c.declared === site)?.of
