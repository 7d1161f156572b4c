import { expect, it } from 'vitest'
import type { Operation, Shape } from '../../../src/ir/Plan.ts'
import { schedule } from '../../../src/runtime/engine/schedule/Fuse.ts'
import { made } from '../../../src/runtime/engine/Kernel.ts'
import { openWasm } from '../../../src/runtime/engine/OpenWasm.ts'
import { defined, input, must, planOf } from './OnExecutor.ts'

/** x, 1, x + 1, x + 2, …: more than engines take as the locals of one function. */
const count = 60_000
const sums = planOf(
  [
    [[], input('x')],
    [[], { _tag: 'Fill', value: 1 }],
    ...Array.from({ length: count }, (_, i): readonly [Shape, Operation] => [
      [],
      { _tag: 'Zip', op: 'add', x: i === 0 ? 0 : i + 1, y: 1 }
    ])
  ],
  { y: count + 1 }
)

it('code of any length is cut into loops that an engine takes', async () => {
  const { kernels } = schedule(sums)
  expect(Math.max(...kernels.map((k) => made(k).length))).toBeLessThanOrEqual(2000)
  expect(kernels.length).toBeLessThanOrEqual(count / 1000)
  const executor = must(await openWasm({ threads: 1 })())
  const outputs = must(executor.prepare(sums)).run(
    new Map([['x', executor.upload(Float32Array.of(5), [])]]),
    { seed: 1, step: 0 }
  )
  expect([...(await executor.download(defined(outputs.get('y'))))]).toEqual([count + 5])
})
