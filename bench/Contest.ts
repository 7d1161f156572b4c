/** Ways of doing the same work, each a process of its own, in turns. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { openContestant } from './peers/Contestant.ts'
import { inRounds, type RoundOptions, type Timed } from './peers/Rounds.ts'
import { ratios, spread } from './peers/Statistics.ts'
import { type Row, showRatio, spreadCells, verdict } from './Row.ts'

// model

/** A script that speaks Protocol.ts, and how many processors it is kept to. */
export interface Entrant {
  readonly way: string
  readonly words: ReadonlyArray<string>
  readonly threads: number
  /** The ways whose times its own are divided by. */
  readonly against: ReadonlyArray<{ readonly way: string; readonly bar?: number }>
}

/** `images` of a run, where speed is to be said in images per second. */
export interface Contest {
  readonly work: string
  readonly images?: number
  readonly entrants: ReadonlyArray<Entrant>
  readonly rounds: Omit<RoundOptions, 'now'>
}

// running

export const contested = async (
  { entrants, rounds }: Contest,
  now: () => number
): Promise<ReadonlyArray<Timed>> => {
  const opened = []
  for (const { way, words, threads } of entrants)
    opened.push({
      name: way,
      contestant: await openContestant({ command: process.execPath, words, threads })
    })
  const timed = await inRounds(
    opened.map(({ name, contestant: { ready, run } }) => ({
      name,
      run: isLeft(ready) ? () => Promise.resolve(ready) : run
    })),
    { ...rounds, now }
  )
  for (const { contestant } of opened) contestant.stop()
  return timed
}

// rows

/** Images per second of milliseconds for so many. */
const perSecond =
  (images: number) =>
  (ms: number): number =>
    (1000 * images) / ms

export const rowsOf = (
  { work, images, entrants }: Contest,
  timed: ReadonlyArray<Timed>
): ReadonlyArray<Row> =>
  entrants.flatMap(({ way, against }): ReadonlyArray<Row> => {
    const own = timed.find((t) => t.name === way)
    if (own === undefined) return []
    if ('unavailable' in own)
      return [
        {
          work,
          way: `${way}: not available: ${own.unavailable.replaceAll('|', '/')}`,
          median: '',
          range: '',
          ratio: '',
          bar: ''
        }
      ]
    const compared = against.flatMap(({ way: other, bar }) => {
      const found = timed.find((t) => t.name === other)
      return found === undefined || 'unavailable' in found
        ? []
        : [{ other, bar, ratio: spread(ratios(own.rounds, found.rounds)) }]
    })
    const times = own.rounds.flat()
    return [
      {
        work,
        way,
        ...(images === undefined
          ? spreadCells(spread(times), 'ms')
          : spreadCells(spread(times.map(perSecond(images))), 'images/s')),
        ratio: compared.map(({ other, ratio }) => showRatio(ratio, other)).join('<br>'),
        bar: compared
          .map(({ bar, ratio }) =>
            bar === undefined ? '' : verdict({ value: ratio.median, bar }, (x) => x.toFixed(2))
          )
          .join('<br>')
      }
    ]
  })
