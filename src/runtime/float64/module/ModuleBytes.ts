/**
 * The bytes of a WebAssembly module: functions over one memory, which call functions that the host has.
 * What binaryen does for the engine, for the few instructions that float64 plans need: binaryen takes
 * half a second to load, a model of ten coordinates a tenth of that to be sampled.
 *
 * Source: WebAssembly Core Specification 2.0, chapter 5, binary format.
 *
 * @since 0.2.0
 */

/** Instructions, as bytes. */
export type Bytes = ReadonlyArray<number>

export type ValueType = 'i32' | 'f64' | 'v128'

const typeBytes: { readonly [T in ValueType]: number } = { i32: 0x7f, f64: 0x7c, v128: 0x7b }

/** What a function takes and gives. */
export interface FunctionType {
  readonly parameters: ReadonlyArray<ValueType>
  readonly results: ReadonlyArray<ValueType>
}

/** A function: its locals behind its parameters, and what it does. */
export interface ModuleFunction extends FunctionType {
  readonly name: string
  readonly locals: ReadonlyArray<ValueType>
  readonly body: Bytes
}

/** Functions are called by their places: those of the host first. */
export interface ModuleParts {
  readonly host: ReadonlyArray<FunctionType & { readonly name: string }>
  readonly pages: number
  readonly functions: ReadonlyArray<ModuleFunction>
}

// constructors

/** An unsigned integer below 2³², seven bits a byte. */
export const unsigned = (x: number): Bytes =>
  x < 128 ? [x] : [(x % 128) + 128, ...unsigned(Math.floor(x / 128))]

/** A signed integer of 32 bits. */
export const signed = (x: number): Bytes =>
  x >= -64 && x < 64 ? [x & 127] : [(x & 127) | 128, ...signed(x >> 7)]

const float = new DataView(new ArrayBuffer(8))

/** A number, as its eight bytes. */
export const eightBytes = (x: number): Bytes => {
  float.setFloat64(0, x, true)
  return Array.from({ length: 8 }, (_, i) => float.getUint8(i))
}

const text = (s: string): Bytes => [...unsigned(s.length), ...Array.from(s, (c) => c.charCodeAt(0))]

/** Long ones are not spread: that goes through an iterator, a byte at a time. */
const joined = (...parts: ReadonlyArray<Bytes>): Bytes => parts.flat()

const list = (items: ReadonlyArray<Bytes>): Bytes => joined(unsigned(items.length), ...items)

const section = (id: number, content: Bytes): Bytes =>
  joined([id], unsigned(content.length), content)

const functionType = ({ parameters, results }: FunctionType): Bytes => [
  0x60,
  ...list(parameters.map((t) => [typeBytes[t]])),
  ...list(results.map((t) => [typeBytes[t]]))
]

/** Locals of one type that follow each other are written once. */
const runs = (locals: ReadonlyArray<ValueType>): ReadonlyArray<Bytes> => {
  const found: Array<{ type: ValueType; count: number }> = []
  for (const type of locals) {
    const last = found.at(-1)
    if (last?.type === type) last.count += 1
    else found.push({ type, count: 1 })
  }
  return found.map(({ type, count }) => [...unsigned(count), typeBytes[type]])
}

const end = 0x0b

/** The module that imports `env.memory` and the functions of the host, and exports its own. */
export const moduleBytes = ({ host, pages, functions }: ModuleParts): Uint8Array<ArrayBuffer> => {
  // a type for each function, in their order
  const types = [...host, ...functions].map(functionType)
  const imports = [
    [...text('env'), ...text('memory'), 0x02, 0x01, ...unsigned(pages), ...unsigned(pages)],
    ...host.map(({ name }, i) => [...text('env'), ...text(name), 0x00, ...unsigned(i)])
  ]
  const own = functions.map((_, i) => unsigned(host.length + i))
  const exported = functions.map(({ name }, i) => [...text(name), 0x00, ...(own[i] ?? [])])
  const bodies = functions.map(({ locals, body }) => {
    const content = joined(list(runs(locals)), body, [end])
    return joined(unsigned(content.length), content)
  })
  return new Uint8Array(
    joined(
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, list(types)),
      section(2, list(imports)),
      section(3, list(own)),
      section(7, list(exported)),
      section(10, list(bodies))
    )
  )
}
