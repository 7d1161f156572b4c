/** Checksums of bytes. */

// ---------------------------------------------------------------------------
// CRC-32
// ---------------------------------------------------------------------------

const reversedPolynomial = 0xedb88320

/** The register after each byte, from 0. */
const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let register = byte
  for (let bit = 0; bit < 8; bit++) register = (register & 1) === 0 ? register >>> 1 : (register >>> 1) ^ reversedPolynomial
  return register
})

/** CRC-32 of ISO 3309 (polynomial 0xEDB88320, as in gzip and PNG), an integer in [0, 2³²). Sees every change of up to 32 adjacent bits. */
export const crc32 = (bytes: Uint8Array): number => {
  let register = -1
  for (let i = 0; i < bytes.length; i++) register = (crcTable[(register ^ (bytes[i] ?? 0)) & 255] ?? 0) ^ (register >>> 8)
  return ~register >>> 0
}

/** A 32-bit checksum as eight hexadecimal digits. */
export const hex32 = (checksum: number): string => checksum.toString(16).padStart(8, '0')

// ---------------------------------------------------------------------------
// MD5
// ---------------------------------------------------------------------------

/** ⌊2³² |sin i|⌋ for i = 1 to 64. */
const sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))))
/** By how much the sum is rotated: in each of four rounds four numbers, over and over. */
const rotations = Int32Array.of(7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21)
/** Which word of the block is added: in round r, word i·step + first. */
const order = Int32Array.from({ length: 64 }, (_, i) => [i, 5 * i + 1, 3 * i + 5, 7 * i][i >> 4] ?? 0).map((word) => word & 15)

const blockBytes = 64

/** One block, from `at` on, is mixed into the four words of the state (RFC 1321, 3.4). */
const mix = (state: Int32Array, bytes: DataView, at: number): void => {
  const a0 = state[0] ?? 0, b0 = state[1] ?? 0, c0 = state[2] ?? 0, d0 = state[3] ?? 0
  let a = a0, b = b0, c = c0, d = d0
  for (let i = 0; i < 64; i++) {
    const f = i < 16 ? (b & c) | (~b & d) : i < 32 ? (d & b) | (~d & c) : i < 48 ? b ^ c ^ d : c ^ (b | ~d)
    const sum = (a + f + (sines[i] ?? 0) + bytes.getInt32(at + 4 * (order[i] ?? 0), true)) | 0
    const turn = rotations[4 * (i >> 4) + (i & 3)] ?? 0
    a = d
    d = c
    c = b
    b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0
  }
  state[0] = a0 + a
  state[1] = b0 + b
  state[2] = c0 + c
  state[3] = d0 + d
}

/** The last bytes, a 1 bit, zeros, and the length in bits. */
const padded = (bytes: Uint8Array): Uint8Array => {
  const tail = bytes.subarray(bytes.length - (bytes.length % blockBytes))
  const end = new Uint8Array(blockBytes * (tail.length < blockBytes - 8 ? 1 : 2))
  end.set(tail)
  end[tail.length] = 0x80
  new DataView(end.buffer).setBigUint64(end.length - 8, BigInt(bytes.length) * 8n, true)
  return end
}

/** MD5 (RFC 1321) as 32 hexadecimal digits: names a published file, protects against nothing malicious. */
export const md5 = (bytes: Uint8Array): string => {
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (const part of [bytes.subarray(0, bytes.length - (bytes.length % blockBytes)), padded(bytes)]) {
    const view = new DataView(part.buffer, part.byteOffset, part.length)
    for (let at = 0; at < part.length; at += blockBytes) mix(state, view, at)
  }
  const digest = new DataView(new ArrayBuffer(16))
  state.forEach((word, i) => digest.setInt32(4 * i, word, true))
  return [0, 4, 8, 12].map((at) => hex32(digest.getUint32(at))).join('')
}
