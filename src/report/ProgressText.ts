/**
 * What stands beside the bar of a training while it runs, by the caller's clock.
 *
 * @since 0.2.0
 */
import type { Progress } from '../inference/index.ts'
import { showProgress } from './EpochText.ts'

/**
 * The words for a block of steps; undefined where the last ones are younger than `everyMs`, but for
 * the last block. The time left is that of the steps since the first block that was told.
 *
 * @param nowMs milliseconds since an arbitrary moment
 * @example
 *   import { type FitOptions, progressText } from 'farrier'
 *
 *   const nowMs = () => performance.now()
 *   const textOf = progressText(nowMs)
 *   const hooks: Partial<FitOptions> = {
 *     nowMs,
 *     onProgress: (p) => {
 *       const text = textOf(p)
 *       if (text !== undefined) process.stderr.write(`${text}\n`)
 *     }
 *   }
 */
export const progressText = (
  nowMs: () => number,
  everyMs = 100
): ((p: Progress) => string | undefined) => {
  const beganMs = nowMs()
  let began: number | undefined
  let lastMs = -Infinity
  return (p) => {
    began ??= p.step - 1
    const ms = nowMs()
    if (ms - lastMs < everyMs && p.step < p.totalSteps) return undefined
    lastMs = ms
    const secondsPerStep = (ms - beganMs) / 1000 / (p.step - began)
    return showProgress(p, secondsPerStep * (p.totalSteps - p.step))
  }
}
