/**
 * With which probability a weight is dropped.
 *
 * @since 0.2.0
 */
import { misuse } from '../../dsl/Misuse.ts'

/** Refuses what is not between 0 and 1: at 0 there is no noise, at 1 nothing else. */
export const dropoutRate = (word: string, rate: number): number =>
  rate > 0 && rate < 1
    ? rate
    : misuse(
        '',
        `${word}: rate ${rate}`,
        'it is the probability of being dropped, between 0 and 1',
        `${word}({ rate: 0.2 }); without noise leave ${word} out`
      )
