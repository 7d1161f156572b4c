import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { initialParameters } from '../../src/inference/variational/Initial.ts'
import type { CompileOptions } from '../../src/compile/index.ts'
import { linearUnder } from '../../src/laws/index.ts'
import { savingsOn } from '../../src/library/index.ts'
import { groupHorseshoe } from '../../src/priors/index.ts'
import { makeReferenceExecutor } from '../../src/runtime/index.ts'
import { compiled } from '../support/Models.ts'

const [inputs, outputs] = [6, 5]
const graph = linearUnder(groupHorseshoe(1), inputs, outputs, 'input')
const sizes = new Map([
  ['rows', 1],
  ['from', inputs],
  ['to', outputs]
])
const zeros = (axes: ReadonlyArray<string>) => {
  const shape = axes.map((a) => sizes.get(a) ?? 1)
  return { axes, sizes: shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) }
}

/** What a mask that switches the first `dead` inputs off saves. */
const saved = async (dead: number, options: Partial<CompileOptions>): Promise<number> => {
  const { program } = compiled(graph, options)
  const data = new Map([
    ['x', zeros(['rows', 'from'])],
    ['y', zeros(['rows', 'to'])]
  ])
  const bound = { data, sizes, plates: ['rows'] }
  const parameters = initialParameters(program, sizes, 1)
  const found = await savingsOn(makeReferenceExecutor(), program, bound)(parameters, 1)()
  const gate = program.gates.find((g) => g.axes.includes('from'))
  if (isLeft(found) || gate === undefined) throw new Error('no savings')
  const alive = Uint8Array.from({ length: inputs }, (_, i) => (i < dead ? 0 : 1))
  return found.right({ gate, alive }) ?? NaN
}

it('what a mask saves is that of the dead indices, and where costs are drawn a mean over draws', async () => {
  expect(await saved(0, {})).toBe(0)
  const [some, all] = [await saved(2, {}), await saved(inputs, {})]
  expect(some).toBeGreaterThan(0)
  expect(some).toBeLessThan(all / 2)
  // a draw of ln q − ln p is off by about √½ nats an element, 42 elements of 4 nats and more
  expect((await saved(inputs, { kl: 'monteCarlo' })) / all).toBeCloseTo(1, 1)
})
