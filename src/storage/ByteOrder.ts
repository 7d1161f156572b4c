/**
 * Numbers as bytes in the order of files, least significant first, whatever that of this machine.
 *
 * @since 0.2.0
 */

/** Then numbers lie in memory as they do in a file. */
export const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/**
 * A copy of the bytes of numbers, from the order of this machine to that of a file or back: in
 * memory of its own, hence aligned.
 */
export const reordered = (bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> => {
  const copy = new Uint8Array(bytes)
  if (!isLittleEndian)
    for (let at = 0; at < copy.length; at += size) copy.subarray(at, at + size).reverse()
  return copy
}

/** The bytes of numbers as a file has them: their own memory where that is the same. */
export const fileBytes = (values: Float32Array | Float64Array | Int32Array): Uint8Array => {
  const own = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return isLittleEndian ? own : reordered(own, values.BYTES_PER_ELEMENT)
}
