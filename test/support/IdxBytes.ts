/** Bytes of an IDX file of unsigned bytes, for tests. */
export const idxBytes = (
  shape: ReadonlyArray<number>,
  values: ArrayLike<number>,
  type = 0x08
): Uint8Array => {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length)
  const view = new DataView(bytes.buffer)
  bytes[2] = type
  bytes[3] = shape.length
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size))
  bytes.set(values, 4 + 4 * shape.length)
  return bytes
}
