/**
 * Which stretches of the project's own code ran, and how often, by V8's own counts: a set of texts
 * that two runs share where they did the same.
 *
 * V8 names a stretch only where it ran more or less often than the one around it: that a stretch is
 * named because it did not run says as much as that one did.
 */
import { Session } from 'node:inspector'

/** What ran since the last call; counts by powers of two. */
export type Covered = () => ReadonlySet<string>

/** None, or a power of two. */
const often = (count: number): string =>
  count === 0 ? 'none' : String(Math.floor(Math.log2(count)))

/** From here on code of files whose URL has `among` in it is counted. */
export const startCoverage = (
  among: string
): { readonly covered: Covered; readonly stop: () => void } => {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return {
    covered: () => {
      const found = new Set<string>()
      session.post('Profiler.takePreciseCoverage', (_, taken) => {
        for (const { url, functions, scriptId } of taken?.result ?? []) {
          if (!url.includes(among)) continue
          for (const { ranges } of functions)
            for (const { startOffset, endOffset, count } of ranges)
              found.add(`${scriptId}:${startOffset}-${endOffset}:${often(count)}`)
        }
      })
      return found
    },
    stop: () => session.disconnect()
  }
}
