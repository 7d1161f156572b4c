/**
 * A binary range coder with carry propagation (Martin 1979; Schindler's byte-wise normalisation).
 *
 * A bit costs −log₂ of the probability that the caller gives it, so the model and the coder stay
 * apart. The state is an interval [low, low + range) of the 32-bit window behind the bytes written
 * so far; every product is below 2⁴⁸, exact in float64, so that all machines agree to the bit.
 *
 * One walk serves both directions: `code(p, bit)` of an encoder writes `bit` and returns it,
 * `code(p, bit)` of a decoder ignores its argument and returns the bit that was written. A codec is
 * one function of a `BitChannel`.
 */

const WINDOW = 2 ** 32
const LEAST_RANGE = 2 ** 24

/** Probabilities are integers p with 1 ≤ p ≤ PROBABILITY_ONE − 1, denoting p / PROBABILITY_ONE. */
export const PROBABILITY_ONE = 65536

/** A place where bits go or come from, given the probability that the bit is 1. */
export interface BitChannel {
  readonly code: (probabilityOfOne: number, bit: number) => number
}

/**
 * A channel that writes. `finish` ends the stream: one byte more, the shortest that identifies the
 * interval.
 */
export interface RangeEncoder extends BitChannel {
  readonly finish: () => Uint8Array
}

/**
 * A channel that reads. Total on any bytes: it reads only inside them and takes zeros for what lies
 * behind them.
 * - `excessBytes()` after the last bit is 0 for what an encoder wrote; below 0 if bytes are left
 *   over, above 0 if bytes are missing. Changed bytes may give 0 too.
 */
export interface RangeDecoder extends BitChannel {
  readonly excessBytes: () => number
}

/** Bytes of the window that the encoder's last byte leaves open: read as zeros. */
const OPEN_BYTES = 3

/** A new encoder. Its state is its own; the bytes depend on the calls of `code` alone. */
export const rangeEncoder = (): RangeEncoder => {
  let bytes = new Uint8Array(256)
  let length = 0
  let low = 0
  let range = WINDOW

  const append = (byte: number): void => {
    if (length === bytes.length) {
      const grown = new Uint8Array(2 * length)
      grown.set(bytes)
      bytes = grown
    }
    bytes[length++] = byte
  }

  // The number written is below 1, so a carry always meets a byte below 255 before the first one.
  const raise = (amount: number): void => {
    low += amount
    if (low < WINDOW) return
    low -= WINDOW
    let at = length - 1
    while (bytes[at] === 255) bytes[at--] = 0
    bytes[at] = (bytes[at] ?? 0) + 1
  }

  const shift = (): void => {
    append(low >>> 24)
    low = (low << 8) >>> 0
  }

  const code = (probabilityOfOne: number, bit: number): number => {
    const bound = Math.floor((range * probabilityOfOne) / PROBABILITY_ONE)
    if (bit === 1) range = bound
    else {
      raise(bound)
      range -= bound
    }
    while (range < LEAST_RANGE) {
      shift()
      range *= 256
    }
    return bit
  }

  // An interval of 2²⁴ or more holds a multiple of 2²⁴: its top byte, followed by zeros, names the
  // interval.
  const finish = (): Uint8Array => {
    raise((LEAST_RANGE - (low % LEAST_RANGE)) % LEAST_RANGE)
    shift()
    return bytes.slice(0, length)
  }

  return { code, finish }
}

/** A decoder of `bytes`. */
export const rangeDecoder = (bytes: Uint8Array): RangeDecoder => {
  let position = 0
  let range = WINDOW
  let offset = 0 // the number read, minus low: 0 ≤ offset < range always

  const next = (): number => bytes[position++] ?? 0
  for (let i = 0; i < 4; i++) offset = offset * 256 + next()

  const code = (probabilityOfOne: number): number => {
    const bound = Math.floor((range * probabilityOfOne) / PROBABILITY_ONE)
    const bit = offset < bound ? 1 : 0
    if (bit === 1) range = bound
    else {
      offset -= bound
      range -= bound
    }
    while (range < LEAST_RANGE) {
      offset = offset * 256 + next()
      range *= 256
    }
    return bit
  }

  return { code, excessBytes: () => position - OPEN_BYTES - bytes.length }
}
