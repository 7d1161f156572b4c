import { left, right } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { inRounds, type Runner } from '../../../bench/peers/Rounds.ts'

/** A clock that a run of n moves on by n times `eachMs`. */
const scene = () => {
  let time = 0
  const log: Array<string> = []
  const runner = (name: string, eachMs: number, failsAt = Infinity): Runner => {
    let calls = 0
    return {
      name,
      run: async (count) => {
        log.push(`${name} ${count}`)
        time += count * eachMs
        calls += 1
        return calls > failsAt
          ? left('gone')
          : right(Array.from({ length: count }, (_, i) => (i === 0 ? 1000 : eachMs)))
      }
    }
  }
  return { log, runner, now: () => time }
}

test('contestants take turns of equal time, the first time of each turn thrown away', async () => {
  const { log, runner, now } = scene()
  const timed = await inRounds([runner('fast', 10), runner('slow', 50)], {
    rounds: 2,
    turnMs: 200,
    now
  })
  expect(log.slice(4)).toEqual(['fast 21', 'slow 5', 'fast 21', 'slow 5'])
  expect(timed).toEqual([
    {
      name: 'fast',
      rounds: [Array.from({ length: 20 }, () => 10), Array.from({ length: 20 }, () => 10)]
    },
    {
      name: 'slow',
      rounds: [Array.from({ length: 4 }, () => 50), Array.from({ length: 4 }, () => 50)]
    }
  ])
})

test('a contestant that fails, at once or later, is left out and the others go on', async () => {
  const { log, runner, now } = scene()
  const timed = await inRounds(
    [runner('never', 1, 0), runner('a while', 100, 3), runner('always', 100)],
    { rounds: 3, turnMs: 300, now }
  )
  expect(
    timed.map((t) =>
      'unavailable' in t ? `${t.name}: ${t.unavailable}` : `${t.name}: ${t.rounds.length}`
    )
  ).toEqual(['never: gone', 'a while: gone', 'always: 3'])
  expect(log.filter((l) => l.startsWith('a while'))).toHaveLength(4)
})
