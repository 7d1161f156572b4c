/**
 * A search for a thrift, in words and as JSON.
 *
 * @since 0.2.0
 */
import { bestTrial, meets, type Target, type Trial } from '../library/run/ThriftSearch.ts'
import { grouped, percent, significant, table } from './Numbers.ts'

/** `at most 9,500 bytes`, `an error of at most 2.10 %`. */
export const showTarget = ({ what, most }: Target): string =>
  what === 'bytes' ? `at most ${grouped(most)} bytes` : `an error of at most ${percent(most)}`

/** `9,381 bytes, error 1.97 %`. */
export const showMeasured = ({ sizeBytes, errorRate }: Trial): string =>
  `${grouped(sizeBytes)} bytes, error ${percent(errorRate)}`

/** The budget, before anything is done. */
export const showBudget = (target: Target, runs: number, heldOut: number): string =>
  `looking for the thrift of ${showTarget(target)}: at most ${runs} complete runs, each pressed and tested ` +
  `on the last ${grouped(heldOut)} training rows, which none is trained on`

/** `trial 2, thrift 3: 4,364 bytes, error 2.27 %: not met`. */
export const showTrial = (target: Target, trial: Trial, number: number): string =>
  `trial ${number}, thrift ${significant(trial.thrift)}: ${showMeasured(trial)}: ` +
  (meets(target)(trial) ? 'met' : 'not met')

/** All trials, and which of them is the best. */
export const showSearch = (
  target: Target,
  trials: ReadonlyArray<Trial>,
  folderOf: (number: number) => string
): string => {
  const best = bestTrial(target, trials)
  const number = best === undefined ? 0 : trials.indexOf(best) + 1
  return [
    `target: ${showTarget(target)}, on held-out training rows`,
    table(
      ['trial', 'thrift', 'bytes', 'error', ''],
      trials.map((t, i) => [
        String(i + 1),
        significant(t.thrift),
        grouped(t.sizeBytes),
        percent(t.errorRate),
        meets(target)(t) ? 'met' : 'not met'
      ])
    ),
    ...(best === undefined
      ? []
      : [
          `best: trial ${number}, thrift ${significant(best.thrift)}: ${showMeasured(best)}; ` +
            `the network is ${folderOf(number)}/net.farrier`
        ])
  ].join('\n')
}

/** The same for programs. */
export const searchJson = (
  target: Target,
  trials: ReadonlyArray<Trial>,
  folderOf: (number: number) => string
): Readonly<Record<string, unknown>> => {
  const best = bestTrial(target, trials)
  return {
    target,
    trials: trials.map((t, i) => ({ ...t, folder: folderOf(i + 1), isMet: meets(target)(t) })),
    best: best === undefined ? null : { ...best, folder: folderOf(trials.indexOf(best) + 1) }
  }
}
