/**
 * What masks save of the complexity cost, from the guide's parameters.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Mask, showGate } from '../ir/Gate.ts'
import type { Bindings } from '../ir/Posterior.ts'
import type { Problem } from '../ir/Problem.ts'
import type { Variational } from '../ir/Variational.ts'
import { savedOf, savingsPlan } from '../lower/index.ts'
import type { Executor } from '../runtime/index.ts'
import { arrange, type Bound, drawKey, prepare, runOnce, totals } from '../inference/index.ts'

/**
 * Draws that are averaged where a cost depends on noise: on a drawn argument of its prior, or as a
 * Monte Carlo estimate.
 */
const noisyDraws = 10

/**
 * The complexity cost of what a mask switches off, in nats; undefined for a gate that the program
 * does not have.
 */
export type SavedNats = (mask: Mask) => number | undefined

const deadSum = ({ alive }: Mask, perIndex: Float64Array): number =>
  alive.reduce((sum, a, i) => (a === 1 ? sum : sum + (perIndex[i] ?? 0)), 0)

/** Sums in float64 of what each index saves, by gate; `seed` that of the run. */
export const savingsOn =
  <B>(executor: Executor<B>, program: Variational, bound: Bound) =>
  (parameters: Bindings, seed: number): TaskEither<Problem, SavedNats> =>
    pipe(
      TE.fromEither(prepare(executor, savingsPlan(program), bound.sizes)),
      TE.chainTaskK((prepared) => async () => {
        const draws = prepared.plan.instructions.some((i) => i.operation._tag === 'Noise')
          ? noisyDraws
          : 1
        const inputs = new Map([...bound.data, ...totals(bound), ...parameters])
        const sums = new Map<string, Float64Array>()
        for (let k = 0; k < draws; k++) {
          const found = await runOnce(executor, prepared, inputs, drawKey(seed, k))
          for (const { gate } of program.savings) {
            const saved = found.get(savedOf(gate))
            if (saved === undefined) continue
            const { values } = arrange(
              gate.axes,
              gate.axes.map((a) => bound.sizes.get(a) ?? 1)
            )(saved)
            const before = sums.get(showGate(gate))
            sums.set(
              showGate(gate),
              Float64Array.from(values, (v, i) => (before?.[i] ?? 0) + v / draws)
            )
          }
        }
        prepared.runnable.dispose()
        return (mask: Mask) => {
          const perIndex = sums.get(showGate(mask.gate))
          return perIndex === undefined ? undefined : deadSum(mask, perIndex)
        }
      })
    )
