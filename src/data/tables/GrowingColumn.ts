/**
 * A column that grows as its rows are read: float32 in blocks, joined once at the end, so that it
 * never takes more than twice its bytes.
 *
 * @since 0.2.0
 */

const blockLength = 2 ** 15

export interface GrowingColumn {
  readonly push: (value: number) => void
  /** The whole column; it is empty afterwards. */
  readonly taken: () => Float32Array
}

export const growingColumn = (): GrowingColumn => {
  let blocks: Array<Float32Array> = []
  let last = new Float32Array(blockLength)
  let filled = 0
  return {
    push: (value) => {
      if (filled === blockLength) {
        blocks.push(last)
        last = new Float32Array(blockLength)
        filled = 0
      }
      last[filled] = value
      filled += 1
    },
    taken: () => {
      const whole = new Float32Array(blocks.length * blockLength + filled)
      blocks.forEach((block, i) => whole.set(block, i * blockLength))
      whole.set(last.subarray(0, filled), blocks.length * blockLength)
      blocks = []
      filled = 0
      return whole
    }
  }
}
