/**
 * The vocabulary in which kernels are written: a thin layer over binaryen's module, one function at
 * a time.
 *
 * @since 0.1.0
 */
import binaryen from 'binaryen'
import { engineBytes } from '../../NoRoom.ts'
import { pageBytes } from '../Instance.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * An expression of WebAssembly. binaryen's trees: a node is used once; what is needed twice goes
 * through a local.
 */
export type Code = binaryen.ExpressionRef

/**
 * What the engine that runs the module can do; it changes the code, not its results beyond
 * rounding.
 */
export interface Features {
  /** One rounding for a·b + c where the processor has it. */
  readonly relaxedMadd: boolean
  /** Shared memory and atomics: several threads may run one module. */
  readonly threads: boolean
  /**
   * The engine joins operations on adjacent 128-bit vectors into 256-bit ones: wider tiles are
   * faster there, and slower elsewhere.
   */
  readonly wide?: boolean
}

export interface Local {
  readonly type: binaryen.Type
  readonly get: () => Code
  readonly set: (value: Code) => Code
  readonly tee: (value: Code) => Code
}

/** What a kernel is written with. All addresses are bytes. */
export interface Emitter {
  readonly m: binaryen.Module
  readonly features: Features
  readonly local: (type: binaryen.Type) => Local
  readonly i32: (value: number) => Code
  readonly f32: (value: number) => Code
  /**
   * Sixteen bytes. A constant is set once, at the function's start: engines otherwise make it anew
   * from three instructions at every use, which doubles the time of an exponential. (All zeros or
   * all ones are one instruction, and stay where they are.)
   */
  readonly constant: (bytes: ReadonlyArray<number>) => Code
  /** Four equal float32. */
  readonly splat: (value: number) => Code
  /** Four equal 32-bit integers. */
  readonly splatInteger: (value: number) => Code
  /** a·b + c, four at a time. */
  readonly madd: (a: Code, b: Code, c: Code) => Code
  readonly block: (codes: ReadonlyArray<Code>) => Code
  /**
   * for (i = from; i < to; i += step) body; `to` is evaluated once a round, so a constant or a
   * local.
   */
  readonly loop: (
    i: Local,
    from: Code,
    to: () => Code,
    step: number,
    body: ReadonlyArray<Code>
  ) => Code
  /** do body while (again is not 0). */
  readonly repeat: (body: ReadonlyArray<Code>, again: Code) => Code
}

/** The function that is being written: its parameters are its first locals. */
export interface Written {
  readonly name: string
  readonly parameters: ReadonlyArray<binaryen.Type>
  readonly body: (e: Emitter, parameters: ReadonlyArray<Local>) => ReadonlyArray<Code>
}

/** Threads at most: where each of them writes for itself, room is for so many. */
export const mostThreads = 64

/** The thread that runs a phase, and how many there are: `mostThreads` at most. */
export interface Team {
  readonly index: () => Code
  readonly count: () => Code
}

/**
 * A part of a kernel that threads run at the same time; between phases all wait for one another. A
 * serial phase is run by the first thread alone.
 */
export interface Phase {
  readonly parallel: boolean
  readonly emit: (e: Emitter, team: Team) => Code
}

/** The address of an array, as code. */
export type Address = (e: Emitter) => Code

// ---------------------------------------------------------------------------
// binaryen
// ---------------------------------------------------------------------------

export const { i32, f32, f64, v128, none } = binaryen

/**
 * binaryen's interface lacks a constructor for the relaxed product: a node of the same three
 * operands is given its operation.
 */
const asRelaxedMadd = (node: Code): Code => {
  const ternary: unknown = Reflect.get(binaryen, 'SIMDTernary')
  const setOperation: unknown =
    typeof ternary === 'function' ? Reflect.get(ternary, 'setOp') : undefined
  if (typeof setOperation !== 'function')
    throw new Error('internal: binaryen has no SIMDTernary.setOp')
  Reflect.apply(setOperation, undefined, [node, binaryen.RelaxedMaddVecF32x4])
  return node
}

/** Little-endian bytes of four equal 32-bit words. */
const fourTimes = (bytes: Uint8Array): Array<number> => [0, 1, 2, 3].flatMap(() => [...bytes])
const wordBytes = (value: number): Uint8Array => new Uint8Array(Int32Array.of(value).buffer)
const floatBytes = (value: number): Uint8Array => new Uint8Array(Float32Array.of(value).buffer)

const featureSet = (features: Features): number =>
  binaryen.Features.MutableGlobals |
  binaryen.Features.SIMD128 |
  binaryen.Features.BulkMemory |
  binaryen.Features.BulkMemoryOpt |
  binaryen.Features.SignExt |
  binaryen.Features.NontrappingFPToInt |
  (features.relaxedMadd ? binaryen.Features.RelaxedSIMD : 0) |
  (features.threads ? binaryen.Features.Atomics : 0)

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const emitter = (
  m: binaryen.Module,
  features: Features,
  local: (type: binaryen.Type) => Local,
  constant: (bytes: ReadonlyArray<number>) => Code,
  label: () => string
): Emitter => ({
  m,
  features,
  local,
  constant,
  i32: (value) => m.i32.const(value),
  f32: (value) => m.f32.const(value),
  splat: (value) => constant(fourTimes(floatBytes(value))),
  splatInteger: (value) => constant(fourTimes(wordBytes(value))),
  madd: (a, b, c) =>
    features.relaxedMadd
      ? asRelaxedMadd(m.v128.bitselect(a, b, c))
      : m.f32x4.add(m.f32x4.mul(a, b), c),
  block: (codes) => (codes.length === 1 ? (codes[0] ?? m.nop()) : m.block(null, [...codes])),
  loop: (i, from, to, step, body) => {
    const name = label()
    const again = m.br(name, m.i32.lt_s(i.tee(m.i32.add(i.get(), m.i32.const(step))), to()))
    return m.block(null, [
      i.set(from),
      m.if(m.i32.lt_s(i.get(), to()), m.loop(name, m.block(null, [...body, again])))
    ])
  },
  repeat: (body, again) => {
    const name = label()
    return m.loop(name, m.block(null, [...body, m.br(name, again)]))
  }
})

/** Adds a function without a result to a module, exported under its name. */
export const addFunction = (
  m: binaryen.Module,
  features: Features,
  { name, parameters, body }: Written
): void => {
  const types: Array<binaryen.Type> = []
  let labels = 0
  const place = (type: binaryen.Type, index: number): Local => ({
    type,
    get: () => m.local.get(index, type),
    set: (value) => m.local.set(index, value),
    tee: (value) => m.local.tee(index, value, type)
  })
  const local = (type: binaryen.Type): Local => {
    types.push(type)
    return place(type, parameters.length + types.length - 1)
  }
  const constants = new Map<string, Local>()
  const constant = (bytes: ReadonlyArray<number>): Code => {
    if (bytes.every((b) => b === 0) || bytes.every((b) => b === 255))
      return m.v128.const([...bytes])
    const found = constants.get(bytes.join()) ?? local(v128)
    constants.set(bytes.join(), found)
    return found.get()
  }
  const codes = body(
    emitter(m, features, local, constant, () => `l${labels++}`),
    parameters.map(place)
  )
  const setConstants = [...constants].map(([bytes, at]) =>
    at.set(m.v128.const(bytes.split(',').map(Number)))
  )
  m.addFunction(
    name,
    binaryen.createType([...parameters]),
    none,
    types,
    m.block(null, [...setConstants, ...codes])
  )
  m.addFunctionExport(name, name)
}

/** A module that imports its memory as `env.memory`. */
export const makeModule = (features: Features): binaryen.Module => {
  const m = new binaryen.Module()
  m.setFeatures(featureSet(features))
  m.addMemoryImport('0', 'env', 'memory', features.threads)
  return m
}

/** The largest memory a module may import, in pages of 64 KiB: 4 GiB. */
export const maximumPages = engineBytes / pageBytes

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** The module's bytes; it is gone afterwards. */
export const moduleBytes = (m: binaryen.Module): Uint8Array<ArrayBuffer> => {
  if (m.validate() === 0) throw new Error('internal: a generated module is not valid')
  const bytes = new Uint8Array(m.emitBinary())
  m.dispose()
  return bytes
}
