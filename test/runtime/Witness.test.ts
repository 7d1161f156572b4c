import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { scalarMap, scalarZip } from '../../src/expr/numbers/Scalar.ts'
import type { KernelZip, Operation, Plan } from '../../src/ir/Plan.ts'
import type { BackendName } from '../../src/runtime/Executor.ts'
import { mapKernels, zipKernels } from '../../src/runtime/tfjs/TfjsStep.ts'
import { backendsUnderTest, openBackend } from '../support/Backends.ts'

/** y = operation(x, z) over n elements. */
const planOf = (n: number, operation: Operation): Plan => {
  const input = (id: number, name: string) => ({
    name,
    axes: ['i'],
    shape: [n],
    id,
    consumed: false
  })
  return {
    instructions: [
      { id: 0, shape: [n], operation: { _tag: 'Input', name: 'x' }, site: 'x' },
      { id: 1, shape: [n], operation: { _tag: 'Input', name: 'z' }, site: 'z' },
      { id: 2, shape: [n], operation, site: 'y' }
    ],
    inputs: [input(0, 'x'), input(1, 'z')],
    outputs: [{ name: 'y', id: 2, shape: [n], axes: ['i'] }],
    lastUses: [[], [], [0, 1]]
  }
}

const compute = async (
  backend: BackendName,
  operation: Operation,
  x: ReadonlyArray<number>,
  z: ReadonlyArray<number>
): Promise<Float32Array> => {
  const executor = await openBackend(backend)
  const prepared = executor.prepare(planOf(x.length, operation))
  if (isLeft(prepared)) throw new Error(prepared.left.what)
  const y = prepared.right
    .run(
      new Map([
        ['x', executor.upload(Float32Array.from(x), [x.length])],
        ['z', executor.upload(Float32Array.from(z), [x.length])]
      ]),
      { seed: 0, step: 0 }
    )
    .get('y')
  if (y === undefined) throw new Error('no output')
  return executor.download(y)
}

const smallestNormal = 2 ** -126
const classOf = (x: number): string =>
  Number.isNaN(x)
    ? 'NaN'
    : Math.abs(x) < smallestNormal
      ? '0'
      : Number.isFinite(x)
        ? 'finite'
        : String(x)

/** Relative error in the normal range; beyond it the same class. */
const agrees = (found: number, exact: number, relative: number, absolute: number): boolean => {
  const wanted = Math.fround(exact)
  if (classOf(wanted) !== 'finite' || classOf(found) !== 'finite')
    return classOf(wanted) === classOf(found) || Math.abs(found - wanted) <= absolute
  return Math.abs(found - wanted) <= relative * Math.abs(wanted) + absolute
}

const magnitudes = [
  0,
  1e-30,
  1e-10,
  1e-6,
  1e-3,
  0.1,
  0.3,
  0.5,
  0.7,
  0.999,
  1,
  1.001,
  1.5,
  1.7,
  2,
  2.5,
  3.1,
  5,
  7.3,
  10,
  20,
  50,
  87,
  88.5,
  100,
  103.5,
  1e3,
  1e6,
  1e10,
  1e20,
  1e30,
  3e38,
  Infinity
]
const points = [...magnitudes, ...magnitudes.map((x) => -x), NaN].map(Math.fround)
const few = [0, 1e-20, 1e-3, 0.5, 1, 2, 2.5, 3, 100, 1e3, 1e20, Infinity]
  .flatMap((x) => [x, -x])
  .concat(NaN)
  .map(Math.fround)

/** 3 units in the last place. */
const exact = 3 * 2 ** -23
/**
 * Functions that a shader approximates: by WGSL's table exp may be off by 3 + 2|x| ulp, log near 1
 * by 2⁻²¹, and NaN, ±∞ and overflow are its own affair.
 */
const shaded: { readonly [op: string]: { readonly relative: number; readonly absolute: number } } =
  {
    exp: { relative: 2e-5, absolute: 0 },
    sigmoid: { relative: 2e-5, absolute: 0 },
    pow: { relative: 2e-5, absolute: 0 },
    log: { relative: 1e-6, absolute: 5e-7 },
    expm1: { relative: 2e-5, absolute: 1e-6 },
    tanh: { relative: 2e-6, absolute: 1e-6 },
    softplus: { relative: 2e-6, absolute: 1e-6 }
  }

const agreesOn =
  (backend: BackendName, op: string) =>
  (found: number, wanted: number): boolean => {
    const { relative = exact, absolute = 0 } = (backend === 'webgpu' ? shaded[op] : undefined) ?? {}
    return agrees(found, wanted, relative, absolute)
  }

/** NaN, ±∞ and 0 in the functions that a shader approximates. */
const excusedOfShaders = (
  backend: BackendName,
  op: string,
  xs: ReadonlyArray<number>,
  wanted: number
): boolean =>
  backend === 'webgpu' &&
  op in shaded &&
  !(
    xs.every(Number.isFinite) &&
    Number.isFinite(Math.fround(wanted)) &&
    (op !== 'pow' || xs[0] !== 0)
  )

/**
 * tfjs's wasm gives the first operand where the second is NaN; pow(1, NaN) and pow(±1, ±∞) may be
 * NaN or 1 by `scalarZip`.
 */
const excused = (backend: BackendName, op: KernelZip, x: number, z: number): boolean =>
  excusedOfShaders(backend, op, [x, z], scalarZip[op](x, z)) ||
  (backend === 'wasm' && (op === 'max' || op === 'min') && Number.isNaN(z)) ||
  (backend !== 'cpu' && op === 'pow' && Math.abs(x) === 1 && !Number.isFinite(z))

const keysOf = <K extends string>(table: { readonly [T in K]: string }): ReadonlyArray<K> => {
  const isKey = (k: string): k is K => k in table
  return Object.keys(table).filter(isKey)
}

describe.each(backendsUnderTest)('kernels of tfjs/%s mean what the scalars do', (backend) => {
  it.each(keysOf(mapKernels))('%s', async (op) => {
    const at = points.filter((x) => !excusedOfShaders(backend, op, [x], scalarMap[op](x)))
    const found = await compute(backend, { _tag: 'Map', op, x: 0 }, at, at)
    const close = agreesOn(backend, op)
    expect(
      at
        .map((x, i) => [x, found[i], scalarMap[op](x)] as const)
        .filter(([, y = NaN, w]) => !close(y, w))
    ).toEqual([])
  })

  it.each(keysOf(zipKernels))('%s', async (op) => {
    const pairs = few
      .flatMap((x) => few.map((z) => [x, z] as const))
      .filter(([x, z]) => !excused(backend, op, x, z))
    const found = await compute(
      backend,
      { _tag: 'Zip', op, x: 0, y: 1 },
      pairs.map(([x]) => x),
      pairs.map(([, z]) => z)
    )
    const close = agreesOn(backend, op)
    expect(
      pairs
        .map(([x, z], i) => [x, z, found[i], scalarZip[op](x, z)] as const)
        .filter(([, , y = NaN, w]) => !close(y, w))
    ).toEqual([])
  })
})
