/**
 * A product alone in a module: each of its phases an exported function of a thread and how many
 * there are.
 */
import type { Features, Phase } from '../../../src/runtime/engine/emit/Emit.ts'
import { addFunction, i32, makeModule, moduleBytes } from '../../../src/runtime/engine/emit/Emit.ts'
import type { ProductShape, Strides } from '../../../src/runtime/engine/product/Product.ts'
import { productPhases, productScratchBytes } from '../../../src/runtime/engine/product/Product.ts'
import { runModule, type Running } from '../../support/RunKernel.ts'

/** Float32 elements that an operand spans. */
export const extent = (batch: number, rows: number, columns: number, s: Strides): number =>
  1 + (batch - 1) * s.batchStride + (rows - 1) * s.rowStride + (columns - 1) * s.columnStride

/**
 * Readable bytes after an operand, and a zone around what is written in which nothing may change.
 */
const guardBytes = 64
const aligned = (bytes: number): number => 64 * Math.ceil(bytes / 64)

/** Bytes at which the parts begin, and the end of all. */
export interface Layout {
  readonly x: number
  readonly y: number
  readonly out: number
  readonly scratch: number
  readonly end: number
}

export const layoutOf = (p: ProductShape): Layout => {
  const x = guardBytes
  const y = aligned(x + 4 * extent(p.batch, p.m, p.k, p.x)) + guardBytes
  const out = aligned(y + 4 * extent(p.batch, p.k, p.n, p.y)) + guardBytes
  const scratch = aligned(out + 4 * p.batch * p.m * p.n) + guardBytes
  return { x, y, out, scratch, end: aligned(scratch + productScratchBytes(p)) + guardBytes }
}

const phasesOf = (p: ProductShape): ReadonlyArray<Phase> => {
  const at = layoutOf(p)
  return productPhases(
    {
      ...p,
      x: { ...p.x, base: (e) => e.i32(at.x) },
      y: { ...p.y, base: (e) => e.i32(at.y) },
      out: (e) => e.i32(at.out)
    },
    (e) => e.i32(at.scratch)
  )
}

/** The module's bytes and the names of its phases. */
export const productModule = (
  p: ProductShape,
  features: Features
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly phases: ReadonlyArray<string> } => {
  const m = makeModule(features)
  const phases = phasesOf(p)
  phases.forEach((phase, index) =>
    addFunction(m, features, {
      name: `phase${index}`,
      parameters: [i32, i32],
      body: (e, [thread, threads]) => [
        phase.emit(e, {
          index: () => thread?.get() ?? m.unreachable(),
          count: () => threads?.get() ?? m.unreachable()
        })
      ]
    })
  )
  return { bytes: moduleBytes(m), phases: phases.map((_, index) => `phase${index}`) }
}

interface Laid {
  readonly memory: Float32Array
  readonly phases: ReadonlyArray<string>
  readonly call: Running['call']
}

/** The operands where they lie, and `filler` everywhere else. */
const laid = (
  p: ProductShape,
  x: Float32Array,
  y: Float32Array,
  features: Features,
  filler: number
): Laid => {
  const at = layoutOf(p)
  const { bytes, phases } = productModule(p, features)
  const { memory, call } = runModule(bytes, Math.ceil(at.end / 65_536))
  const all = new Float32Array(memory, 0, at.end / 4)
  all.fill(filler)
  all.set(x, at.x / 4)
  all.set(y, at.y / 4)
  return { memory: all, phases, call }
}

/** A phase, run by all threads in turn. */
const inTurn = (call: Running['call'], phase: string, threads: number): void => {
  for (let thread = 0; thread < threads; thread++) call(phase, thread, threads)
}

/**
 * The memory after the phases, each run by all threads in turn; everything but the operands is
 * `filler` before.
 */
export const runProduct = (
  p: ProductShape,
  x: Float32Array,
  y: Float32Array,
  features: Features,
  threads: number,
  filler: number
): Float32Array => {
  const { memory, phases, call } = laid(p, x, y, features, filler)
  for (const phase of phases) inTurn(call, phase, threads)
  return memory
}

/**
 * For each phase that threads share the float32 places that each thread writes, as far as it changes them:
 * whatever is not an operand, or written by a phase before, is `filler`.
 */
export const placesWritten = (
  p: ProductShape,
  x: Float32Array,
  y: Float32Array,
  features: Features,
  threads: number,
  filler: number
): ReadonlyArray<ReadonlyArray<ReadonlyArray<number>>> => {
  const { memory, phases, call } = laid(p, x, y, features, filler)
  const parallel = phasesOf(p).map((phase) => phase.parallel)
  return phases.flatMap((phase, index) => {
    const before = memory.slice()
    const written = Array.from({ length: threads }, (_, thread) => {
      memory.set(before)
      call(phase, thread, threads)
      return [...memory.keys()].filter((i) => memory[i] !== before[i])
    })
    memory.set(before)
    inTurn(call, phase, threads)
    return parallel[index] === true ? [written] : []
  })
}

/** The sums in float64. */
export const sums = (
  p: ProductShape,
  x: Float32Array,
  y: Float32Array,
  term: (a: number, b: number) => number
): Float64Array => {
  const out = new Float64Array(p.batch * p.m * p.n)
  for (let b = 0; b < p.batch; b++)
    for (let i = 0; i < p.m; i++)
      for (let j = 0; j < p.n; j++) {
        let sum = 0
        for (let k = 0; k < p.k; k++) {
          sum += term(
            x[b * p.x.batchStride + i * p.x.rowStride + k * p.x.columnStride] ?? NaN,
            y[b * p.y.batchStride + k * p.y.rowStride + j * p.y.columnStride] ?? NaN
          )
        }
        out[(b * p.m + i) * p.n + j] = sum
      }
  return out
}
