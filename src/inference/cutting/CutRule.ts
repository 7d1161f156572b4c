/**
 * Which single weights are cut: once, at the start, and held at 0; or in the course of training, so
 * that they may come back.
 *
 * @since 0.2.0
 */
import * as t from 'io-ts'
import { aNumber, aText, type Field, fields, listOf, oneOf, perhaps } from '../../ir/Fields.ts'

/**
 * One rule, for the tensor `site` or for every tensor of weights that no other rule names; of the
 * posterior mean μ and variance σ² of each weight, those are cut with
 *
 * - `deviations` |μ| ≤ than · the standard deviation of μ over the tensor (Han, Pool, Tran & Dally
 *   2015); than 0 cuts what is 0 already
 * - `share` the smallest |μ|, so many of the tensor: than is 0 to 1
 * - `logAlpha` ln σ² − ln μ² ≥ than (Molchanov, Ashukha & Vetrov 2017: 3)
 */
const CutRuleC = t.readonly(
  t.intersection([
    t.type({
      by: t.keyof({ deviations: null, share: null, logAlpha: null }),
      than: t.number
    }),
    t.partial({ site: t.string })
  ])
)
export type CutRule = t.TypeOf<typeof CutRuleC>

export const CutC = t.readonlyArray(CutRuleC)

/**
 * Weights are cut where |μ| < 0.9·t and come back where |μ| ≥ 1.1·t, with t of each tensor its mean
 * |μ| and `deviations` times the standard deviation of |μ| over what is not 0 at the start. A step
 * looks with probability (1 + decay·step)^−power (Guo, Yao & Chen 2016).
 */
export const SurgeryC = t.readonly(
  t.type({ deviations: t.number, decay: t.number, power: t.number })
)
export type Surgery = t.TypeOf<typeof SurgeryC>

export const standardSurgery: Surgery = { deviations: 1, decay: 1e-4, power: 1 }

export const cutField: Field = listOf(
  fields<CutRule>(
    { by: oneOf('deviations', 'share', 'logAlpha'), than: aNumber, site: perhaps(aText) },
    ['by', 'than']
  )
)

export const surgeryField: Field = fields<Surgery>(
  { deviations: aNumber, decay: aNumber, power: aNumber },
  ['deviations', 'decay', 'power']
)

/** What `than` may be. */
export const expectedCut = {
  deviations: 'a finite number from 0 on',
  share: 'a number from 0 to 1',
  logAlpha: 'a finite number'
} as const

/** The first rule that nothing can be cut by. */
export const wrongCut = (rules: ReadonlyArray<CutRule>): CutRule | undefined =>
  rules.find(
    ({ by, than }) =>
      !Number.isFinite(than) || (by !== 'logAlpha' && than < 0) || (by === 'share' && than > 1)
  )

/** The name of a number that no surgery can have. */
export const wrongSurgery = (s: Surgery): keyof Surgery | undefined =>
  !Number.isFinite(s.deviations)
    ? 'deviations'
    : !(s.decay >= 0 && Number.isFinite(s.decay))
      ? 'decay'
      : s.power >= 0 && Number.isFinite(s.power)
        ? undefined
        : 'power'

/** The rule of a tensor: the last one that names it, or the last one that names none. */
export const ruleOf = (rules: ReadonlyArray<CutRule>, site: string): CutRule | undefined =>
  rules.findLast((rule) => rule.site === site) ?? rules.findLast((rule) => rule.site === undefined)
