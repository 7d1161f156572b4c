/**
 * A training step as it runs, in words and as JSON.
 *
 * @since 0.2.0
 */
import type { Variational } from '../ir/Variational.ts'
import { type AxisSizes, showPlan, summarisePlan } from '../lower/index.ts'
import type { ExplainedStep } from '../library/ExplainStep.ts'
import { showKernels } from './KernelText.ts'

/** `from` where the sizes come from. */
export const showStep = (
  program: Variational,
  from: string,
  { plan, name, explained }: ExplainedStep
): string =>
  [
    'plan of a training step',
    from,
    showPlan(plan),
    '',
    `on the executor ${name}`,
    explained === undefined
      ? 'every instruction is a kernel of its own, run in the order of the plan'
      : showKernels(program, explained)
  ].join('\n')

/** The same for programs. */
export const stepJson = (
  sizes: AxisSizes,
  { plan, name, explained }: ExplainedStep
): Readonly<Record<string, unknown>> => ({
  ...summarisePlan(plan),
  sizes: Object.fromEntries(sizes),
  executor: { name, ...explained }
})
