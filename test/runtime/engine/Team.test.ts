import { describe, expect, it } from 'vitest'
import { schedule } from '../../../src/runtime/engine/schedule/Fuse.ts'
import { generate } from '../../../src/runtime/engine/emit/Generate.ts'
import { makeMemory } from '../../../src/runtime/engine/Instance.ts'
import {
  type Joining,
  lost,
  type Mail,
  type Member,
  openTeam,
  orderWords
} from '../../../src/runtime/engine/threads/Team.ts'
import { makeMember } from '../../../src/runtime/engine/threads/TeamMember.ts'
import { allFeatures, input, planOf } from './OnExecutor.ts'

const bytes = generate(
  schedule(
    planOf(
      [
        [[4], input('x')],
        [[4], { _tag: 'Map', op: 'neg', x: 0 }]
      ],
      { y: 1 }
    )
  ),
  { ...allFeatures, threads: true }
).bytes

/**
 * A team over a memory whose one worker is this thread: what it is posted, and how many orders
 * there had been by then.
 */
const opened = (onLost?: () => void) => {
  const memory = makeMemory(1, 16, true),
    words = new Int32Array(memory.buffer, 64, orderWords.read + 2)
  const posted: Array<{ readonly message: Joining | Mail; readonly orders: number }> = []
  const member: Member = {
    post: (message) => {
      posted.push({ message, orders: Atomics.load(words, orderWords.count) })
    },
    stop: () => undefined
  }
  return { memory, words, posted, team: openTeam(memory, 64, [member], onLost) }
}

describe('a team', () => {
  it('gives the order to read mail before it sends it: a worker with mail looks for the next order at once', () => {
    const { team, posted } = opened()
    team.load(bytes)
    team.load(bytes).dispose()
    expect(
      posted.map(({ message, orders }) => [
        'memory' in message ? 'joining' : message.number,
        orders
      ])
    ).toEqual([
      ['joining', 0],
      [0, 1],
      [1, 2],
      [1, 3]
    ])
  })

  it('is ready when every worker has read all mail', () => {
    const { team, words } = opened()
    expect(team.ready()).toBe(true)
    team.load(bytes)
    expect(team.ready()).toBe(false)
    Atomics.store(words, orderWords.read + 1, 1)
    expect(team.ready()).toBe(true)
  })

  it('goes on without workers when one cannot follow, and says so once', () => {
    let told = 0
    const { team, memory, words } = opened(() => {
      told++
    })
    const frame = 1024,
      loaded = team.load(bytes)
    const follow = makeMember({ memory, orders: 64, index: 1 })
    follow({ number: 0, module: {} })
    expect(Atomics.load(words, orderWords.read + 1)).toBe(lost)
    // no steps: the frame is empty
    loaded.run(frame, 0)
    loaded.run(frame, 0)
    // mail that comes later does not bring it back
    follow({ number: 0, module: undefined })
    expect([
      team.ready(),
      told,
      Atomics.load(words, orderWords.read + 1),
      Atomics.load(words, orderWords.count)
    ]).toEqual([false, 1, lost, 1])
  })
})
