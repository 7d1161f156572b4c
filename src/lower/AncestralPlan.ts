/**
 * The arguments of sites that are drawn from their own distributions, and the outcomes of those
 * with finitely many, given data and everything declared before.
 *
 * @since 0.2.0
 */
import type { AncestralSite } from '../ir/Ancestral.ts'
import type { Derived } from '../ir/Derived.ts'
import { lowerOutputs, type Output, output, type PlanFor } from './Outputs.ts'
import { argumentOf, outcomeAxis, outcomeCount, outcomesOutput } from './PredictPlan.ts'

/**
 * What a plan gives of each site: `argumentOf` it, over axes of their own, of those that are drawn;
 * `outcomesOf` it, as losses in nats, of those whose outcomes are weighed.
 */
export interface AncestralOutputs {
  readonly drawn: ReadonlyArray<AncestralSite>
  readonly weighed: ReadonlyArray<string>
}

/** Inputs: data, and values of declared sites. */
export const ancestralPlan =
  (program: Pick<Derived, 'axes' | 'predictions'>, { drawn, weighed }: AncestralOutputs): PlanFor =>
  (sizes) => {
    const discrete = program.predictions.filter((p) => weighed.includes(p.site))
    const all = new Map([
      ...sizes,
      ...discrete.map((p) => [outcomeAxis(p.site), outcomeCount(p, sizes)] as const)
    ])
    const outputs: ReadonlyArray<Output> = [
      ...drawn.flatMap((s) =>
        s.arguments.map((a) => output(argumentOf(s.site, a.name), a.value, a.value.axes))
      ),
      ...discrete.map(outcomesOutput)
    ]
    return lowerOutputs(program, outputs, { consumed: [], noise: [] })(all)
  }
