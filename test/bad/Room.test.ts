/**
 * Sizes that no memory holds: refused in a moment, in bytes, before an array is made.
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { compileModel } from '../../src/library/CompileModel.ts'
import { checkRoom } from '../../src/inference/index.ts'
import { stateBytes } from '../../src/inference/variational/Room.ts'
import {
  axis,
  draw,
  fitModel,
  model,
  normal,
  observe,
  over,
  type Program,
  sumOver
} from '../../src/index.ts'
import { adam } from '../../src/lower/index.ts'
import { NoRoom, withinRoom } from '../../src/runtime/index.ts'
import { makeHeap } from '../../src/runtime/engine/memory/Heap.ts'
import { makeMemory } from '../../src/runtime/engine/Instance.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { message } from '../support/Message.ts'

const wide = (size: number): Program<unknown, unknown, void> => {
  const h = axis('h', size)
  return model(function* () {
    const w = yield* draw('w', over(h)(normal(0, 1)))
    yield* observe('y', normal(sumOver(h)(w), 1))
  })
}

const tooWide = [
  /^parameter w.location: over \[h 1000000000]; all parameters together need 22.4 GiB, and there is room for/,
  /^ {2}why: a fit holds every parameter and 2 numbers of the optimiser beside it, 4 bytes each$/,
  /^ {2}try: make the axes smaller$/
]

describe('axis(h, 1e9)', () => {
  test('on the command line', async () => {
    const files = memoryFileSystem({ files: { '/y.csv': new TextEncoder().encode('y\n1\n') } })
    const words = ['train', 'model.ts', '--data', '/y.csv', '--out', '/run']
    const lines = (await message({ model: wide(1e9), files }, words)).split('\n')
    expect(lines).toEqual(tooWide.map((line) => expect.stringMatching(line)))
    // nothing of a run stands in the way of the next
    expect((await message({ model: wide(1e9), files }, words)).split('\n')).toEqual(lines)
  })
  test('in a program', async () => {
    const y = { axes: [], sizes: [], values: Float32Array.of(1) }
    const fitted = await fitModel({ data: new Map([['y', y]]) })(wide(1e9))()
    expect(fitted).toEqual(
      E.left([expect.objectContaining({ what: expect.stringContaining('need 22.4 GiB') })])
    )
  })
})

test('bytes of a state: each parameter with two numbers of the optimiser', () => {
  const program = E.getOrElseW(() => undefined)(compileModel()(wide(7)))?.program
  if (program === undefined) throw new Error('the model compiles')
  const sizes = new Map([['h', 7]])
  expect(stateBytes(program, adam, sizes)).toBe(4 * 3 * (7 + 7))
  expect(checkRoom(program, adam, sizes, 168)).toEqual(E.right(undefined))
  expect(checkRoom(program, adam, sizes, 167)._tag).toBe('Left')
})

describe('memory that ends while a plan runs', () => {
  test('is a problem', async () => {
    const heap = makeHeap(makeMemory(1, 2, false))
    const found = await withinRoom(
      (p) => p.what,
      TE.fromIO(() => heap.take(200_000))
    )()
    expect(found).toEqual(
      E.left(
        'no room for 1 MiB more in the memory of the executor wasm, which has 1 MiB of at most 4096'
      )
    )
  })
  test.each<readonly [string, () => unknown]>([
    ['of bytes', () => new Float32Array(2 ** 53)],
    ['of anything', () => Array.from({ length: 2 ** 33 })]
  ])('so are arrays %s that the engine refuses', async (_, make) => {
    expect(await withinRoom((p) => p.where, TE.fromIO(make))()).toEqual(E.left('memory'))
  })
  test('other throws go on', async () => {
    const other = new Error('internal: other')
    const task = pipe(
      TE.of<string, number>(1),
      TE.map((): number => {
        throw other
      })
    )
    await expect(withinRoom((p) => p.what, task)()).rejects.toBe(other)
    expect(new NoRoom('x')).toBeInstanceOf(Error)
  })
})
