/**
 * Options of every question about a posterior: `--quantiles`, `--draws`, `--seed`.
 *
 * @since 0.2.0
 */
import * as t from 'io-ts'
import { type Option, positiveInteger, wholeNumber } from '../../dsl/index.ts'
import { standardDraws, standardQuantiles } from '../../library/PosteriorQuestion.ts'
import { perhaps, value } from './OptionTable.ts'

const numbers = (text: string): ReadonlyArray<number> | undefined => {
  const found = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  return found.every(Number.isFinite) ? found : undefined
}

const expects = 'probabilities with commas between them'

/** Whether they lie between 0 and 1 is asked where the question is put. */
const quantiles: Option<ReadonlyArray<number>> = Object.assign(
  new t.Type<ReadonlyArray<number>, string>(
    expects,
    t.readonlyArray(t.number).is,
    (input, context) => {
      const found =
        input === undefined
          ? standardQuantiles
          : typeof input === 'string'
            ? numbers(input)
            : undefined
      return found === undefined ? t.failure(input, context) : t.success(found)
    },
    String
  ),
  { default: standardQuantiles, description: 'the quantiles wanted', expects }
)

export const posteriorRows = {
  quantiles: value('<P,P,…>', quantiles),
  draws: value('<N>', positiveInteger(standardDraws, 'joint draws of the guide')),
  seed: perhaps('<N>', wholeNumber(1, 'the seed of the draws; that of the run unless said'))
}
