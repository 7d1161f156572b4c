/** Plans on executors: arrays in, arrays out, nothing kept. */
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import type { Instruction, Operation, Plan, Shape } from '../../../src/ir/Plan.ts'
import { type Problem, showProblem } from '../../../src/ir/Problem.ts'
import { elements } from '../../../src/lower/AxisLayout.ts'
import { finish } from '../../../src/lower/LastUses.ts'
import type { Buffers, Executor, NoiseKey } from '../../../src/runtime/Executor.ts'
import type { Features } from '../../../src/runtime/engine/emit/Emit.ts'
import type { Heap } from '../../../src/runtime/engine/memory/Heap.ts'
import { openMembers } from '../../../src/runtime/engine/threads/Members.ts'
import {
  openTeam,
  orderBytes,
  soloTeam,
  type Team
} from '../../../src/runtime/engine/threads/Team.ts'
import {
  makeWasmExecutor,
  type WasmBuffer,
  type WasmExecutorOptions
} from '../../../src/runtime/engine/WasmExecutor.ts'

export const must = <A>(e: Either<Problem, A>): A => {
  if (isLeft(e)) throw new Error(showProblem(e.left))
  return e.right
}

export const defined = <A>(a: A | undefined): A => {
  if (a === undefined) throw new Error('nothing there')
  return a
}

// ---------------------------------------------------------------------------
// plans
// ---------------------------------------------------------------------------

/** A plan of operations in order, the inputs among them; outputs by name. */
export const planOf = (
  list: ReadonlyArray<readonly [shape: Shape, operation: Operation]>,
  outputs: Readonly<Record<string, number>>,
  consumed: ReadonlyArray<string> = []
): Plan => {
  const instructions = list.map(([shape, operation], id): Instruction => ({
    id,
    shape,
    operation,
    site: `v${id}`
  }))
  const inputs = instructions.flatMap(({ id, shape, operation: o }) =>
    o._tag === 'Input'
      ? [{ name: o.name, axes: [], shape, id, consumed: consumed.includes(o.name) }]
      : []
  )
  return finish(
    instructions,
    inputs,
    Object.entries(outputs).map(([name, id]) => ({
      name,
      id,
      shape: defined(instructions[id]).shape,
      axes: []
    }))
  )
}

export const input = (name: string): Operation => ({ _tag: 'Input', name })

// ---------------------------------------------------------------------------
// executors
// ---------------------------------------------------------------------------

export const plainFeatures: Features = { relaxedMadd: false, threads: false }
export const allFeatures: Features = { relaxedMadd: true, threads: false, wide: true }

export const soloExecutor = (
  features: Features = allFeatures,
  options: WasmExecutorOptions = {}
): Executor<WasmBuffer> => makeWasmExecutor(features, (heap) => soloTeam(heap.memory), options)

export interface Teamed {
  readonly executor: Executor<WasmBuffer>
  readonly team: Team
  readonly heap: Heap
  /** All threads have what was prepared. */ readonly ready: () => Promise<void>
}

/** An executor of so many threads, whose workers are started. */
export const teamedExecutor = async (
  threads: number,
  features: Features = allFeatures
): Promise<Teamed> => {
  const members = await openMembers(threads - 1, () => {
    throw new Error('a worker is lost')
  })
  let opened: { readonly team: Team; readonly heap: Heap } | undefined
  const executor = makeWasmExecutor({ ...features, threads: true }, (heap) => {
    opened = { heap, team: openTeam(heap.memory, heap.take(orderBytes(threads)), members) }
    return opened.team
  })
  const { team, heap } = defined(opened)
  const ready = async (): Promise<void> => {
    while (!team.ready())
      await new Promise((resolve) => {
        setTimeout(resolve, 1)
      })
  }
  return { executor, team, heap, ready }
}

// ---------------------------------------------------------------------------
// runs
// ---------------------------------------------------------------------------

export type Arrays = ReadonlyMap<string, Float32Array>

/**
 * - `steps`: that many in one call, with inputs named in `series` an array a step; - `before`:
 *   awaited between preparation and run.
 */
export interface RunOptions {
  readonly key?: NoiseKey
  readonly steps?: number
  readonly series?: ReadonlySet<string>
  readonly before?: () => Promise<void>
}

const noSeries: ReadonlySet<string> = new Set()

/** Values of the outputs, by name in alphabetical order. */
export const runOn = async <B>(
  executor: Executor<B>,
  plan: Plan,
  arrays: Arrays,
  { key = { seed: 7, step: 3 }, steps, series = noSeries, before }: RunOptions = {}
): Promise<Arrays> => {
  const prepared = must(executor.prepare(plan))
  await before?.()
  const inputs = new Map(
    plan.inputs.map(
      (i) =>
        [
          i.name,
          executor.upload(
            arrays.get(i.name) ?? new Float32Array(elements(i.shape)),
            series.has(i.name) ? [steps ?? 1, ...i.shape] : i.shape
          )
        ] as const
    )
  )
  const outputs: Buffers<B> =
    steps === undefined
      ? prepared.run(inputs, key)
      : defined(prepared.repeat)(inputs, key, steps, series)
  for (const i of plan.inputs) if (!i.consumed) executor.release(defined(inputs.get(i.name)))
  const found = new Map<string, Float32Array>()
  for (const [name, buffer] of [...outputs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    found.set(name, await executor.download(buffer))
    executor.release(buffer)
  }
  prepared.dispose()
  return found
}

/** Numbers as text, for comparison by value: 0 and −0 are one. */
export const textOf = (arrays: Arrays): ReadonlyMap<string, string> =>
  new Map([...arrays].map(([name, values]) => [name, values.map((x) => x + 0).join(' ')]))

/** Bits, for comparison to the last. */
export const bitsOf = (arrays: Arrays): ReadonlyMap<string, string> =>
  new Map(
    [...arrays].map(([name, values]) => [
      name,
      new Uint32Array(values.buffer, values.byteOffset, values.length).join(' ')
    ])
  )
