/** Cases in an order in which those done so far are spread evenly over all of them. */
import type { Campaign } from './Campaigns.ts'

/** Where a campaign stands. */
export interface Soaked {
  readonly name: string
  readonly cases: number
  readonly done: number
  readonly shared: number
  readonly failures: ReadonlyArray<string>
}

/** 0 … count − 1: the bits of what is counted, reversed. */
export function* spread(count: number): Generator<number> {
  const bits = Math.ceil(Math.log2(Math.max(2, count)))
  for (let i = 0; i < 2 ** bits; i++) {
    let reversed = 0
    for (let b = 0; b < bits; b++) if (i & (1 << b)) reversed |= 1 << (bits - 1 - b)
    if (reversed < count) yield reversed
  }
}

const mostFailures = 5

/**
 * Case after case until all are done or the time is over; `mostCases` in any event. A campaign that
 * does not fit its share of the time leaves cases out.
 */
export const soak = async (
  { name, cases, run, shared }: Campaign,
  untilMs: number,
  mostCases = Infinity
): Promise<Soaked> => {
  const failures: Array<string> = []
  let done = 0
  for (const index of spread(cases)) {
    if (done >= mostCases || (done > 0 && performance.now() > untilMs)) break
    const wrong = await run(index)
    if (wrong !== undefined && failures.length < mostFailures)
      failures.push(`case ${index}: ${wrong}`)
    done += 1
  }
  return { name, cases, done, shared: shared(), failures }
}
