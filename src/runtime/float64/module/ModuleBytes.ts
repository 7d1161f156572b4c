/**
 * The bytes of a WebAssembly module: functions over one memory, which call functions that the host has.
 * What binaryen does for the engine, for the few instructions that float64 plans need: binaryen takes
 * half a second to load, a model of ten coordinates a tenth of that to be sampled.
 *
 * Source: WebAssembly Core Specification 2.0, chapter 5, binary format.
 *
 * @since 0.2.0
 */

/**
 * Instructions: bytes, and other pieces between them. A piece that stands in another is not copied until
 * all of it is written: code is nested deeply.
 */
export type Bytes = ReadonlyArray<number | Bytes>

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

const list = (items: ReadonlyArray<Bytes>): Bytes => [unsigned(items.length), items]

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

/** Bytes that are being written. */
interface Output {
  bytes: Uint8Array<ArrayBuffer>
  length: number
}

const put = (to: Output, byte: number): void => {
  if (to.length === to.bytes.length) {
    const grown = new Uint8Array(2 * to.length)
    grown.set(to.bytes)
    to.bytes = grown
  }
  to.bytes[to.length++] = byte
}

const append = (to: Output, piece: Bytes): void => {
  for (let i = 0; i < piece.length; i++) {
    const x = piece[i] ?? 0
    if (typeof x === 'number') put(to, x)
    else append(to, x)
  }
}

const sizeBytes = 5

/** What `content` writes, its length before it, in five bytes whatever it is: it is known afterwards. */
const sized = (to: Output, content: () => void): void => {
  const at = to.length
  for (let i = 0; i < sizeBytes; i++) put(to, 0)
  content()
  const size = to.length - at - sizeBytes
  for (let i = 0; i < sizeBytes; i++)
    to.bytes[at + i] = ((size >>> (7 * i)) & 127) | (i < sizeBytes - 1 ? 128 : 0)
}

const section = (to: Output, id: number, content: () => void): void => {
  put(to, id)
  sized(to, content)
}

const firstBytes = 2 ** 15

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
  const to: Output = { bytes: new Uint8Array(firstBytes), length: 0 }
  const sectionOf = (id: number, items: ReadonlyArray<Bytes>): void =>
    section(to, id, () => append(to, list(items)))
  append(to, [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])
  sectionOf(1, types)
  sectionOf(2, imports)
  sectionOf(3, own)
  sectionOf(7, exported)
  section(to, 10, () => {
    append(to, unsigned(functions.length))
    for (const { locals, body } of functions)
      sized(to, () => append(to, [list(runs(locals)), body, end]))
  })
  return to.bytes.slice(0, to.length)
}
