import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strongest } from '../../src/compress/masks/Effect.ts'
import { problem } from '../../src/ir/Problem.ts'
import { between, withExtremes } from '../../src/laws/ArbitraryNumber.ts'

const search = async (
  most: number,
  first: number,
  bound: number,
  f: (choice: number) => number
) => {
  const found = await strongest({ strongest: most, first, current: f(0), bound })((c) =>
    TE.right(f(c))
  )()
  if (E.isLeft(found)) throw new Error('refused')
  return found.right
}

describe('the search by effect', () => {
  it('finds the strongest choice of a rising objective', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 784 }),
        fc.nat({ max: 800 }),
        fc.nat({ max: 784 }),
        async (most, limit, first) => {
          const found = await search(most, first, limit, (c) => c)
          expect(found.choice).toBe(Math.min(most, limit))
          expect(found.nats).toBe(found.choice)
          expect(found.trials.length).toBeLessThanOrEqual(1 + Math.ceil(Math.log2(most + 1)))
        }
      )
    )
  })

  it('returns what was accepted, whatever the objective does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(withExtremes(between(0, 2), 0, 1, 2, NaN), { minLength: 1, maxLength: 60 }),
        async (values) => {
          const found = await search(values.length, 3, 1, (c) =>
            c === 0 ? 0 : (values[c - 1] ?? 0)
          )
          expect(found.nats).toBeLessThanOrEqual(1)
          expect(
            found.choice === 0 ||
              found.trials.some(
                (t) => t.choice === found.choice && t.accepted && t.nats === found.nats
              )
          ).toBe(true)
          expect(
            found.trials.filter((t) => t.accepted).every((t) => t.choice <= found.choice)
          ).toBe(true)
        }
      )
    )
  })

  it('refuses a loss that is not a number', async () => {
    expect((await search(8, 8, 1, (c) => (c > 3 ? NaN : 0))).choice).toBe(3)
  })

  it('ends at the first evaluation that fails', async () => {
    const failure = problem('x', 'a', 'b', 'c')
    expect(
      await strongest({ strongest: 9, first: 4, current: 0, bound: 1 })(() => TE.left(failure))()
    ).toEqual(E.left(failure))
  })
})
