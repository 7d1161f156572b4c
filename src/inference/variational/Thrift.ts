/**
 * Error against size as one number: thrift, what bytes count against errors. 1 is the model as it is
 * written; below, fewer errors, above, fewer bytes.
 *
 *   x ≤ 1   the complexity costs count x, and so does the tolerance of shrinking; a network is pressed
 *           the closer
 *   x > 1   bounds of guides are at x times their variance; without bounds the complexity costs count x
 *
 * @since 0.2.0
 */
import type { Parameter, Variational } from '../../ir/Variational.ts'
import type { FitRequest } from './Request.ts'
import type { Settings, Shrinking } from './Settings.ts'

/** The weight of the complexity costs, and the factor on the variances that bounds allow. */
export interface Trade {
  readonly complexityWeight: number
  readonly boundFactor: number
}

/** What a thrift means for a model with bounds, or without. */
export const tradeOf = (thrift: number, hasBounds: boolean): Trade =>
  thrift > 1 && hasBounds
    ? { complexityWeight: 1, boundFactor: thrift }
    : { complexityWeight: thrift, boundFactor: 1 }

/** Bounds are on the logarithm of a variance. */
const loosened =
  (factor: number) =>
  (p: Parameter): Parameter =>
    p.upper === undefined ? p : { ...p, upper: p.upper + Math.log(factor) }

const boundedBy = (program: Variational, factor: number): Variational =>
  factor === 1 ? program : { ...program, parameters: program.parameters.map(loosened(factor)) }

/** What leaves may cost the fewer errors the more they count. */
const closer = (shrink: Shrinking, thrift: number): Shrinking => ({
  ...shrink,
  ...(shrink.toleranceNats === undefined
    ? {}
    : { toleranceNats: Math.min(1, thrift) * shrink.toleranceNats })
})

/** The request with what its thrift means in the place of it. */
export const thrifty = (request: FitRequest): FitRequest => {
  const { thrift, shrink, ...settings }: Settings = request.settings
  if (thrift === undefined) return request
  const { complexityWeight, boundFactor } = tradeOf(
    thrift,
    request.program.parameters.some((p) => p.upper !== undefined)
  )
  return {
    ...request,
    program: boundedBy(request.program, boundFactor),
    settings: {
      ...settings,
      ...(shrink === undefined ? {} : { shrink: closer(shrink, thrift) }),
      ...(complexityWeight === 1 ? {} : { complexityWeight })
    }
  }
}
