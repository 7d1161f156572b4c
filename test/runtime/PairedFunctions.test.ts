/** Exponentials and logarithms two at a time have the bits of `Math`, at every kind of argument. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KernelMap, Plan } from '../../src/ir/Plan.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { mapLoops } from '../../src/runtime/float64/Float64Loops.ts'
import { prepareModule } from '../../src/runtime/float64/module/Float64Module.ts'

/** Loops, and what is written out. */
const lengths = [8, 256]

/** op(x) of an array. */
const planOf = (op: KernelMap, length: number): Plan => ({
  instructions: [
    { id: 0, shape: [length], operation: { _tag: 'Input', name: 'x' }, site: '' },
    { id: 1, shape: [length], operation: { _tag: 'Map', op, x: 0 }, site: '' }
  ],
  inputs: [{ name: 'x', axes: ['i'], shape: [length], id: 0, consumed: false }],
  outputs: [{ name: 'y', id: 1, shape: [length], axes: ['i'] }],
  lastUses: [[], [0]]
})

/** Where the ways of the functions part, and what is no number. */
const steps = [
  0,
  1,
  0.5,
  2 ** -28,
  2 ** -29,
  2 ** -54,
  1e-6,
  1e-7,
  0.34657359,
  1.03972077,
  0.88137358
]
const ends = [
  709.782712893384, 709.7827128933841, 745.1332191019411, 745.1332191019412, 708, 708.4, 1e300
]
/** Where two multiples of ln 2 are as near. */
const halves = Array.from({ length: 40 }, (_, n) => (n + 0.5) * Math.LN2)
const limits = [...steps, ...halves, ...ends, 36.7, Infinity].flatMap((x) => [
  x,
  -x,
  x * (1 + 2 ** -52),
  x * (1 - 2 ** -52),
  -x * (1 + 2 ** -52)
])

const argument = fc.oneof(
  between(-760, 760),
  fc.integer({ min: -800_000, max: 800_000 }).map((n) => n / 1000),
  fc.integer({ min: -4_000_000, max: 4_000_000 }).map((n) => n / 1_000_000),
  fc.constantFrom(...limits, NaN)
)

const cases = (['exp', 'softplus', 'sigmoid'] as const).flatMap((op) =>
  lengths.map((length) => [op, length] as const)
)

test.each(cases)('%s of %i', (op, length) => {
  const module = prepareModule(planOf(op, length), [['x']])
  if (module === undefined) throw new Error('the engine does not take the module')
  const wanted = new Float64Array(length)
  fc.assert(
    fc.property(fc.array(argument, { minLength: length, maxLength: length }), (xs) => {
      const x = Float64Array.from(xs)
      module.input('x')?.set(x)
      module.run(1)
      mapLoops[op](wanted, x)
      const found = module.output('y')
      xs.forEach((at, i) => expect([at, found[i]]).toEqual([at, wanted[i]]))
    }),
    { numRuns: 60 }
  )
})
