/**
 * All that a fit carries from one step to the next, on the host.
 *
 * @since 0.1.0
 */
import type { KeptByAxis } from '../../ir/Kept.ts'
import type { Variational } from '../../ir/Variational.ts'
import { momentOf, type Optimiser } from '../../lower/steps/Optimiser.ts'
import { trained } from '../../lower/steps/TrainStep.ts'
import { nothingShrunk, type Shrunk } from './Shrunk.ts'
import { sameBytes, type Tensors } from '../host/Tensors.ts'
import { sameSettling } from '../settling/StoredSettling.ts'
import type { Settling } from '../settling/Settling.ts'

/** Everything that a fit goes on from. */
export interface State {
  /** Guide's parameters by name. */
  readonly parameters: Tensors
  /** The optimiser's arrays by `momentOf(moment, parameter)`. */
  readonly moments: Tensors
  /** Steps done; the next step has this number. */
  readonly step: number
  /** Σ errorCostNats over the steps done in the running epoch. */
  readonly errorCostSumNats: number
  /** What of the full model trains no more: its parameters and moments are those it went with. */
  readonly shrunk: Shrunk
  /** Of a solver, whose steps are rounds; absent before its first round. */
  readonly solver?: SolverState
  /** Of a fit that settles; absent before its first step. */
  readonly settling?: Settling
}

/** `draws` that the loss is averaged over; `hasArrived` where there is nothing left to do. */
export interface SolverState {
  readonly draws: number
  readonly hasArrived: boolean
}

/** Parameters before the first step, moments zero. */
export const stateOf = (
  program: Variational,
  optimiser: Optimiser,
  parameters: Tensors
): State => ({
  parameters,
  moments: new Map(
    trained(program).flatMap((p) => {
      const parameter = parameters.get(p.name)
      if (parameter === undefined) return []
      return optimiser.moments.map(
        (m) =>
          [
            momentOf(m, p.name),
            { ...parameter, values: new Float32Array(parameter.values.length) }
          ] as const
      )
    })
  ),
  step: 0,
  errorCostSumNats: 0,
  shrunk: nothingShrunk
})

const sameTensors = (a: Tensors, b: Tensors): boolean =>
  a.size === b.size &&
  [...a].every(([name, x]) => {
    const y = b.get(name)
    return y !== undefined && sameBytes(x, y)
  })

const sameKept = (a: KeptByAxis, b: KeptByAxis): boolean =>
  a.size === b.size &&
  [...a].every(
    ([axis, { size, indices }]) =>
      size === b.get(axis)?.size && indices.join() === b.get(axis)?.indices.join()
  )

const sameShrunk = (a: Shrunk, b: Shrunk): boolean =>
  sameKept(a.kept, b.kept) &&
  sameTensors(a.gone, b.gone) &&
  sameTensors(a.noisyEpochs, b.noisyEpochs)

/** The same state to the last byte. */
export const sameState = (a: State, b: State): boolean =>
  a.step === b.step &&
  Object.is(a.errorCostSumNats, b.errorCostSumNats) &&
  sameTensors(a.parameters, b.parameters) &&
  sameTensors(a.moments, b.moments) &&
  a.solver?.draws === b.solver?.draws &&
  a.solver?.hasArrived === b.solver?.hasArrived &&
  sameSettling(a.settling, b.settling) &&
  sameShrunk(a.shrunk, b.shrunk)
