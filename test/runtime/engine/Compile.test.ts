import { describe, expect, it } from 'vitest'
import { type Problem, showProblem } from '../../../src/ir/Problem.ts'
import type { Plan } from '../../../src/ir/Plan.ts'
import { type Engine, detect, thisEngine } from '../../../src/runtime/engine/Detect.ts'
import type { Features } from '../../../src/runtime/engine/emit/Emit.ts'
import { type Heap, makeHeap } from '../../../src/runtime/engine/memory/Heap.ts'
import { makeMemory } from '../../../src/runtime/engine/Instance.ts'
import { schedule } from '../../../src/runtime/engine/schedule/Fuse.ts'
import { generate } from '../../../src/runtime/engine/emit/Generate.ts'
import {
  openTeam,
  orderBytes,
  soloTeam,
  type Team
} from '../../../src/runtime/engine/threads/Team.ts'
import { makeWasmExecutor } from '../../../src/runtime/engine/WasmExecutor.ts'
import {
  allFeatures,
  defined,
  input,
  plainFeatures,
  planOf,
  runOn,
  soloExecutor,
  textOf
} from './OnExecutor.ts'
import { joined } from '../../support/Joined.ts'

const planWith = (value: number): Plan =>
  planOf(
    [
      [[3, 4], input('x')],
      [[4, 3], { _tag: 'Transpose', permutation: [1, 0], x: 0 }],
      [[3, 3], { _tag: 'MatMul', x: 0, y: 1 }],
      [[3, 3], { _tag: 'Fill', value }],
      [[3, 3], { _tag: 'Zip', op: 'add', x: 2, y: 3 }]
    ],
    { y: 4 }
  )
const x = new Map([['x', Float32Array.from({ length: 12 }, (_, i) => i - 5)]])

/** Relaxed products are instructions 0xfd 0x85 0x02. */
const usesRelaxed = (bytes: Uint8Array): boolean =>
  bytes.some((b, i) => b === 0xfd && bytes[i + 1] === 0x85 && bytes[i + 2] === 0x02)

interface Watched {
  readonly warnings: Array<Problem>
  readonly loads: Array<{ readonly relaxed: boolean; readonly alone: boolean }>
}

/** A team that refuses some modules, as an engine may. */
const refusing = (
  inner: Team,
  watched: Watched,
  refuses: (bytes: Uint8Array, alone: boolean) => boolean
): Team => ({
  ...inner,
  load: (bytes, alone = false) => {
    watched.loads.push({ relaxed: usesRelaxed(bytes), alone })
    if (refuses(bytes, alone))
      throw new Error('Compiling function #3 failed: invalid numeric opcode')
    return inner.load(bytes, alone)
  }
})

const opened = (
  features: Features,
  refuses: (bytes: Uint8Array, alone: boolean) => boolean,
  team: (heap: Heap) => Team = (heap) => soloTeam(heap.memory)
) => {
  const watched: Watched = { warnings: [], loads: [] }
  return {
    ...watched,
    executor: makeWasmExecutor(features, (heap) => refusing(team(heap), watched, refuses), {
      onWarning: (p) => watched.warnings.push(p)
    })
  }
}

describe('an engine that refuses a module', () => {
  it('with relaxed products gets one without, is told of once, and is not asked again', async () => {
    const { executor, warnings, loads } = opened(allFeatures, usesRelaxed)
    for (const value of [1, 2, 3])
      expect(textOf(await runOn(executor, planWith(value), x))).toEqual(
        textOf(await runOn(soloExecutor(plainFeatures), planWith(value), x))
      )
    expect(warnings.map(showProblem)).toEqual([
      'wasm: the engine refuses a module: Compiling function #3 failed: invalid numeric ' +
        'opcode\n  why: what it took in a trial it does not take here\n' +
        '  try: nothing to do: simpler code for one thread runs instead, slower'
    ])
    expect(loads).toEqual([
      { relaxed: true, alone: false },
      { relaxed: false, alone: true },
      { relaxed: false, alone: true },
      { relaxed: false, alone: true }
    ])
  })

  it('for several threads gets one for one thread', async () => {
    const sent: Array<object> = []
    const members = [
      {
        post: (message: object) => {
          sent.push(message)
        },
        stop: () => undefined
      }
    ]
    const { executor, warnings } = opened(
      { ...plainFeatures, threads: true },
      (_, alone) => !alone,
      (heap) => openTeam(heap.memory, heap.take(orderBytes(2)), members)
    )
    expect(textOf(await runOn(executor, planWith(1), x))).toEqual(
      textOf(await runOn(soloExecutor(plainFeatures), planWith(1), x))
    )
    expect(warnings.length).toBe(1)
    // the worker has joined, and was sent no module
    expect(sent.map((message) => 'memory' in message)).toEqual([true])
  })

  it('of any kind refuses the plan, readably, and nothing is left behind', () => {
    for (const features of [allFeatures, plainFeatures]) {
      const { executor, warnings } = opened(features, () => true)
      const prepared = executor.prepare(planWith(1))
      expect(prepared._tag === 'Left' ? showProblem(prepared.left) : 'prepared').toBe(
        'wasm: the engine refuses the module of this plan: Compiling function #3 failed: ' +
          'invalid numeric opcode\n  why: simpler code for one thread is refused as well\n' +
          '  try: use --backend tfjs-wasm or --backend cpu'
      )
      expect([warnings.length, executor.liveBuffers()]).toEqual([0, 0])
    }
  })
})

describe('a plan without room', () => {
  it('is refused before it runs', () => {
    const heap = makeHeap(makeMemory(1, 20, false)),
      executor = soloExecutor(plainFeatures, { heap })
    const huge = planOf(
      [
        [[1000, 1000], input('x')],
        [[1000, 1000], { _tag: 'Transpose', permutation: [1, 0], x: 0 }],
        [[1000, 1000], { _tag: 'MatMul', x: 0, y: 1 }],
        [[1000], { _tag: 'Reduce', op: 'sum', positions: [0], x: 2 }]
      ],
      { y: 3 }
    )
    const prepared = executor.prepare(huge)
    expect(prepared._tag === 'Left' ? showProblem(prepared.left) : 'prepared').toMatch(
      joined(
        /^wasm: no room for \d+ MiB more in the memory of the executor wasm.*\n/,
        / {2}why: constants and intermediate results of the plan lie there\n {2}try: use smaller batches/
      )
    )
    const small = planWith(1)
    expect(executor.prepare(small)._tag).toBe('Right')
  })
})

describe('modules', () => {
  const bytes = (features: Features): Uint8Array => generate(schedule(planWith(1)), features).bytes

  it('are the same for the same plan and features, and take from the engine what they were told of', () => {
    for (const features of [allFeatures, plainFeatures, { ...allFeatures, threads: true }])
      expect(bytes(features)).toEqual(bytes(features))
    expect([bytes(allFeatures), bytes(plainFeatures)].map(usesRelaxed)).toEqual([true, false])
  })

  it('are made once for equal plans, also after they were disposed of, and once more for others', () => {
    const { executor, loads } = opened(allFeatures, () => false)
    const prepare = (plan: Plan) => {
      const prepared = executor.prepare(plan)
      if (prepared._tag === 'Left') throw new Error('refused')
      return prepared.right
    }
    const [one, two] = [prepare(planWith(1)), prepare(planWith(1))]
    one.dispose()
    const y = defined(
      two
        .run(new Map([['x', executor.upload(defined(x.get('x')), [3, 4])]]), { seed: 1, step: 1 })
        .get('y')
    )
    expect(y.shape).toEqual([3, 3])
    two.dispose()
    prepare(planWith(1)).dispose()
    expect(loads.length).toBe(1)
    // numbers that JSON does not tell apart
    for (const value of [0, -0, NaN, Infinity, -Infinity]) prepare(planWith(value)).dispose()
    expect(loads.length).toBe(6)
  })

  it('that nobody uses go in the end, and their memory with them', () => {
    // 4 MiB, room for the plans that are kept, of 80 kB each, but not for all
    const n = 20_000,
      executor = soloExecutor(allFeatures, { heap: makeHeap(makeMemory(64, 64, false)) })
    for (let k = 0; k < 80; k++) {
      const prepared = executor.prepare(
        planOf(
          [
            [[n], { _tag: 'Range' }],
            [[n], { _tag: 'Fill', value: k }],
            [[n], { _tag: 'Zip', op: 'add', x: 0, y: 1 }]
          ],
          { y: 2 }
        )
      )
      if (prepared._tag === 'Left') throw new Error(prepared.left.what)
      prepared.right.dispose()
    }
  })
})

describe('detection', () => {
  /** An engine that takes modules by what is in them. */
  const engine = (
    takes: (bytes: Uint8Array) => boolean,
    sharesMemory = true,
    joinsVectors = true
  ): Engine => ({
    validates: takes,
    sharesMemory: () => sharesMemory,
    joinsVectors: () => joinsVectors
  })
  /** Imports of shared memory carry the flag 3: minimum, maximum, shared. */
  const isShared = (bytes: Uint8Array): boolean =>
    [...bytes]
      .map((b) => String.fromCharCode(b))
      .join('')
      .includes('memory\u0002\u0003')

  it('decides by what the engine takes', () => {
    expect(
      detect(
        engine(() => true),
        2,
        true
      )
    ).toEqual({ relaxedMadd: true, threads: true, wide: true })
    expect(
      detect(
        engine(() => true),
        1,
        false
      )
    ).toEqual({ relaxedMadd: true, threads: false, wide: false })
    expect(
      detect(
        engine((b) => !usesRelaxed(b)),
        2,
        true
      )
    ).toEqual({ relaxedMadd: false, threads: true, wide: true })
    expect(
      detect(
        engine((b) => !isShared(b)),
        2,
        true
      )
    ).toEqual({ relaxedMadd: true, threads: false, wide: true })
    expect(
      detect(
        engine(() => true, false, false),
        2,
        true
      )
    ).toEqual({ relaxedMadd: true, threads: false, wide: false })
    expect(
      detect(
        engine(() => false),
        2,
        true
      )
    ).toBe(undefined)
  })

  it('finds vectors in this engine', () => {
    expect(detect(thisEngine, 1, false)).toMatchObject({ threads: false, wide: false })
  })
})
