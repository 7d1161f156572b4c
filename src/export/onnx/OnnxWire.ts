/**
 * The messages of ONNX files (onnx.proto3, IR version 8) in the wire format of protocol buffers: the
 * fields that are written here, by their numbers.
 *
 * A message is a list of fields; a field is its number with how it is coded, and its value: a whole
 * number as base 128, lowest digits first, or bytes behind their length.
 *
 * @since 0.2.0
 */

export type Bytes = Uint8Array

/** A whole number from −2⁶³ on; a negative one is its complement. */
const varint = (value: number): Bytes => {
  const digits: Array<number> = []
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    const low = Number(rest & 127n)
    rest >>= 7n
    digits.push(rest === 0n ? low : low | 128)
  } while (rest !== 0n)
  return Uint8Array.from(digits)
}

export const joined = (parts: ReadonlyArray<Bytes>): Bytes => {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    all.set(p, at)
    at += p.length
  }
  return all
}

const WHOLE = 0,
  DELIMITED = 2
const tag = (field: number, coding: number): Bytes => varint(field * 8 + coding)

const whole = (field: number, value: number): Bytes => joined([tag(field, WHOLE), varint(value)])
const bytes = (field: number, value: Bytes): Bytes =>
  joined([tag(field, DELIMITED), varint(value.length), value])
const utf8 = new TextEncoder()
const text = (field: number, value: string): Bytes => bytes(field, utf8.encode(value))
const packed = (field: number, values: ReadonlyArray<number>): Bytes =>
  bytes(field, joined(values.map(varint)))

const FLOAT = 1,
  INT64 = 7

// messages

/** Little-endian, whatever the machine is. */
const floatBytes = (values: Float32Array): Bytes => {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  values.forEach((x, i) => view.setFloat32(i * 4, x, true))
  return new Uint8Array(view.buffer)
}
const integerBytes = (values: ReadonlyArray<number>): Bytes => {
  const view = new DataView(new ArrayBuffer(values.length * 8))
  values.forEach((x, i) => view.setBigInt64(i * 8, BigInt(x), true))
  return new Uint8Array(view.buffer)
}

const tensor = (name: string, shape: ReadonlyArray<number>, type: number, raw: Bytes): Bytes =>
  joined([packed(1, shape), whole(2, type), text(8, name), bytes(9, raw)])

export const floatTensor = (
  name: string,
  shape: ReadonlyArray<number>,
  values: Float32Array
): Bytes => tensor(name, shape, FLOAT, floatBytes(values))
export const integerTensor = (
  name: string,
  shape: ReadonlyArray<number>,
  values: ReadonlyArray<number>
): Bytes => tensor(name, shape, INT64, integerBytes(values))

const INT = 2,
  INTS = 7

export const integerAttribute = (name: string, value: number): Bytes =>
  joined([text(1, name), whole(3, value), whole(20, INT)])
export const integersAttribute = (name: string, values: ReadonlyArray<number>): Bytes =>
  joined([text(1, name), packed(8, values), whole(20, INTS)])

export const nodeMessage = (
  type: string,
  inputs: ReadonlyArray<string>,
  output: string,
  attributes: ReadonlyArray<Bytes>
): Bytes =>
  joined([
    ...inputs.map((i) => text(1, i)),
    text(2, output),
    text(3, output),
    text(4, type),
    ...attributes.map((a) => bytes(5, a))
  ])

/** A float tensor by name; a size that is a text is open, and has that name. */
export const valueMessage = (name: string, shape: ReadonlyArray<number | string>): Bytes => {
  const dimensions = shape.map((n) => bytes(1, typeof n === 'string' ? text(2, n) : whole(1, n)))
  const ofTensor = joined([whole(1, FLOAT), bytes(2, joined(dimensions))])
  return joined([text(1, name), bytes(2, bytes(1, ofTensor))])
}

export interface OnnxGraph {
  readonly name: string
  readonly nodes: ReadonlyArray<Bytes>
  readonly initializers: ReadonlyArray<Bytes>
  readonly inputs: ReadonlyArray<Bytes>
  readonly outputs: ReadonlyArray<Bytes>
}

const graphMessage = ({ name, nodes, initializers, inputs, outputs }: OnnxGraph): Bytes =>
  joined([
    ...nodes.map((n) => bytes(1, n)),
    text(2, name),
    ...initializers.map((i) => bytes(5, i)),
    ...inputs.map((i) => bytes(11, i)),
    ...outputs.map((o) => bytes(12, o))
  ])

/** - `metadata` texts about the model, by key. */
export const modelMessage = (
  versions: { readonly ir: number; readonly opset: number },
  producer: string,
  metadata: Readonly<Record<string, string>>,
  graph: OnnxGraph
): Bytes =>
  joined([
    whole(1, versions.ir),
    text(2, producer),
    bytes(7, graphMessage(graph)),
    bytes(8, joined([text(1, ''), whole(2, versions.opset)])),
    ...Object.entries(metadata).map(([key, value]) =>
      bytes(14, joined([text(1, key), text(2, value)]))
    )
  ])
