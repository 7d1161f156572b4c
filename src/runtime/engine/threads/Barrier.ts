/**
 * Where all threads wait for one another.
 *
 * Three words of shared memory: how many have arrived, the number of the round, and how many are
 * asleep. The last to arrive starts the next round; the others look for that for a while, and then
 * sleep, so that a thread whose processor is busy elsewhere does not keep another processor busy
 * too.
 *
 * @since 0.1.0
 */
import { type Code, i32, none, type Written } from '../emit/Emit.ts'

/** Bytes of its words. */
export const barrierBytes = 64

/**
 * Looks before sleep: about two hundred microseconds, longer than most phases of one thread: waking
 * a sleeper takes longer than such a phase.
 */
const looks = 40_000

const arrived = 0,
  round = 4,
  asleep = 8

/** `barrier(words, threads)`: returns when so many threads have called it. */
export const barrier: Written = {
  name: 'barrier',
  parameters: [i32, i32],
  body: (e, parameters) => {
    const { m } = e
    const [words, threads] = parameters
    if (words === undefined || threads === undefined)
      throw new Error('internal: a barrier without parameters')
    const mine = e.local(i32),
      left = e.local(i32)
    const at = (offset: number): Code => m.i32.add(words.get(), e.i32(offset))
    const load = (offset: number): Code => m.i32.atomic.load(offset, words.get())
    const add = (offset: number, n: number): Code =>
      m.i32.atomic.rmw.add(offset, words.get(), e.i32(n))
    const release = e.block([
      m.i32.atomic.store(arrived, words.get(), e.i32(0)),
      m.drop(add(round, 1)),
      m.if(load(asleep), m.drop(m.memory.atomic.notify(at(round), e.i32(-1))))
    ])
    const wait = m.block(
      'released',
      [
        left.set(e.i32(looks)),
        m.loop(
          'look',
          m.block(null, [
            m.br('released', m.i32.ne(load(round), mine.get())),
            m.br('look', left.tee(m.i32.sub(left.get(), e.i32(1)))),
            m.drop(add(asleep, 1)),
            m.drop(m.memory.atomic.wait32(at(round), mine.get(), m.i64.const(-1n))),
            m.drop(add(asleep, -1)),
            // a sleeper may be woken for nothing: it looks once more
            left.set(e.i32(1)),
            m.br('look')
          ])
        )
      ],
      none
    )
    const among = e.block([
      mine.set(load(round)),
      m.if(m.i32.eq(m.i32.add(add(arrived, 1), e.i32(1)), threads.get()), release, wait)
    ])
    return [m.if(m.i32.gt_s(threads.get(), e.i32(1)), among)]
  }
}
