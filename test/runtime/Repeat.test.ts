import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { ref } from '../../src/expr/Expr.ts'
import { add, mul, sumAll } from '../../src/expr/Words.ts'
import { lower } from '../../src/lower/Lower.ts'
import { makeReferenceExecutor, type ReferenceBuffer } from '../../src/runtime/index.ts'
import { must } from '../inference/Fits.ts'
import { eitherSign, logSpread, withExtremes } from '../../src/laws/ArbitraryNumber.ts'

const n = 3
const s = ref('s', ['a']),
  x = ref('x', ['a']),
  rate = ref('rate', []),
  held = ref('held', ['a']),
  noise = ref('e', ['a'])

/** s ← rate·s + x + held + ε, with Σ s before it and ε itself told of every run. */
const plan = must(
  lower({
    outputs: new Map([
      ['s', pipe(s, mul(rate), add(x), add(held), add(noise))],
      ['total', sumAll(s)],
      ['noise', noise]
    ]),
    sizes: new Map([['a', n]]),
    order: ['a'],
    noise: new Set(['e']),
    consumed: new Set(['s'])
  })
)

const numbers = (count: number): fc.Arbitrary<Float32Array> =>
  fc
    .array(withExtremes(eitherSign(logSpread(1e-3, 2)), 0, 1e-38), {
      minLength: count,
      maxLength: count
    })
    .map((v) => Float32Array.from(v))
const setting = fc.integer({ min: 1, max: 6 }).chain((steps) =>
  fc.record({
    steps: fc.constant(steps),
    start: numbers(n),
    held: numbers(n),
    xs: numbers(steps * n),
    rates: numbers(steps),
    key: fc.record({ seed: fc.nat(), step: fc.nat() })
  })
)

describe('several runs in one call', () => {
  it('are the runs one after the other: state, outputs, noise; nothing is left behind', async () => {
    await fc.assert(
      fc.asyncProperty(setting, async ({ steps, start, held: kept, xs, rates, key }) => {
        const executor = makeReferenceExecutor()
        const { run, repeat } = must(executor.prepare(plan))
        if (repeat === undefined) throw new Error('the reference executor has a loop')
        const constant = executor.upload(kept, [n])
        const series = new Map([
          ['x', executor.upload(xs, [steps, n])],
          ['rate', executor.upload(rates, [steps])]
        ])
        const found = repeat(
          new Map([['s', executor.upload(start, [n])], ['held', constant], ...series]),
          key,
          steps,
          new Set(series.keys())
        )
        let state: ReferenceBuffer | undefined = executor.upload(start, [n])
        const totals: Array<number> = []
        const draws: Array<number> = []
        for (let k = 0; k < steps; k++) {
          const one = new Map([
            ['x', executor.upload(xs.slice(k * n, (k + 1) * n), [n])],
            ['rate', executor.upload(rates.slice(k, k + 1), [])]
          ])
          const out = run(
            new Map([
              ...(state === undefined ? [] : [['s', state] as const]),
              ['held', constant],
              ...one
            ]),
            { ...key, step: key.step + k }
          )
          one.forEach(executor.release)
          state = out.get('s')
          for (const [name, into] of [
            ['total', totals],
            ['noise', draws]
          ] as const) {
            const buffer = out.get(name)
            if (buffer !== undefined) {
              into.push(...buffer.values)
              executor.release(buffer)
            }
          }
        }
        expect(found.get('s')).toEqual(state)
        expect(found.get('total')).toEqual({ shape: [steps], values: Float64Array.from(totals) })
        expect(found.get('noise')).toEqual({ shape: [steps, n], values: Float64Array.from(draws) })
        expect([...found.keys()].sort()).toEqual(['noise', 's', 'total'])
        // the constant, two inputs of the block, its three outputs, the last state
        expect(executor.liveBuffers()).toBe(7)
      }),
      { numRuns: 30 }
    )
  })

  it('of a plan that gives a state up without giving one back are a mistake', () => {
    const executor = makeReferenceExecutor()
    const lost = must(
      executor.prepare(
        must(
          lower({
            outputs: new Map([['total', sumAll(s)]]),
            sizes: new Map([['a', n]]),
            order: ['a'],
            noise: new Set(),
            consumed: new Set(['s'])
          })
        )
      )
    )
    expect(() =>
      lost.repeat?.(
        new Map([['s', executor.upload(new Float32Array(n), [n])]]),
        { seed: 1, step: 0 },
        2,
        new Set()
      )
    ).toThrow(/internal: s would be gone/)
  })
})
