/**
 * The standard normal of an integer in WebAssembly, by the cubics of NormalTable.ts: sums and
 * products of float64 in the order of `fillNormals`, never fused.
 *
 * @since 0.1.0
 */
import { middleCubics, tailCubics } from '../../NormalTable.ts'
import { steps } from '../elementwise/ElementwiseParts.ts'
import { type Code, type Emitter, f32, f64, i32, type Local, v128 } from '../emit/Emit.ts'

// ---------------------------------------------------------------------------
// tables
// ---------------------------------------------------------------------------

/** Rows of four coefficients: the middle's, then the tails'. */
export const normalTables: Float64Array = Float64Array.of(...middleCubics, ...tailCubics)

const rowBytes = 4 * Float64Array.BYTES_PER_ELEMENT
const tailsAt = middleCubics.byteLength
/**
 * So many of the 512 rows at each end of the middle's are the tails'. With this many added (mod
 * 512), they are those below 16.
 */
const tailRows = 8
/** The bits of an integer below its row. */
const placeBits = 23

// ---------------------------------------------------------------------------
// four at a time
// ---------------------------------------------------------------------------

const lowLanes = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]
const highLanes = lowLanes.map((byte) => byte + 8)

/** The cubics of two rows at their places s; rows by address. */
const twoCubics = (e: Emitter, s: Local, first: Local, second: Local): Code =>
  steps(e, (keep) => {
    const { m } = e
    const [a01, a23, b01, b23] = [first, first, second, second].map((row, i) =>
      keep(m.v128.load(16 * (i % 2), 16, row.get()))
    )
    if (a01 === undefined || a23 === undefined || b01 === undefined || b23 === undefined)
      throw new Error('internal: four loads are four')
    const both = (a: Local, b: Local, lanes: Array<number>): Code =>
      m.i8x16.shuffle(a.get(), b.get(), lanes)
    const coefficients = [
      both(a01, b01, lowLanes),
      both(a01, b01, highLanes),
      both(a23, b23, lowLanes),
      both(a23, b23, highLanes)
    ]
    return coefficients.reduceRight((sum, c) => m.f64x2.add(c, m.f64x2.mul(s.get(), sum)))
  })

/**
 * The normals of four integers. In the tails they have no meaning. `tables` is the tables' address,
 * four times.
 */
export const middleNormals = (e: Emitter, x: Local, tables: Local): Code =>
  steps(e, (keep) => {
    const { m } = e
    const offsets = m.v128.and(
      m.i32x4.shr_u(x.get(), e.i32(placeBits - Math.log2(rowBytes))),
      e.splatInteger(511 * rowBytes)
    )
    const rows = keep(m.i32x4.add(tables.get(), offsets))
    const places = keep(m.v128.and(x.get(), e.splatInteger(2 ** placeBits - 1)))
    const [first, second] = [e.local(i32), e.local(i32)]
    const two = (lane: 0 | 2, itsPlaces: Code): Local => {
      const s = keep(m.f64x2.convert_low_i32x4_s(itsPlaces))
      const addresses = [
        first.set(m.i32x4.extract_lane(rows.get(), lane)),
        second.set(m.i32x4.extract_lane(rows.get(), lane + 1))
      ]
      return keep(
        m.f32x4.demote_f64x2_zero(
          m.block(null, [...addresses, twoCubics(e, s, first, second)], v128)
        )
      )
    }
    const low = two(0, places.get()),
      high = two(2, m.i8x16.shuffle(places.get(), places.get(), highLanes))
    return m.i8x16.shuffle(low.get(), high.get(), lowLanes)
  })

/** A bit for each of four integers that is in a tail. */
export const tailLanes = (e: Emitter, x: Local): Code => {
  const { i32x4 } = e.m
  const row = i32x4.shr_u(
    i32x4.add(x.get(), e.splatInteger(tailRows << placeBits)),
    e.i32(placeBits)
  )
  return i32x4.bitmask(i32x4.lt_s(row, e.splatInteger(2 * tailRows)))
}

// ---------------------------------------------------------------------------
// one at a time
// ---------------------------------------------------------------------------

/** The normal of an integer of the middle or of a tail: `normalOf` of Noise.ts. */
export const oneNormal = (e: Emitter, x: Local, tables: Local): Code => {
  const { m, i32: constant } = e
  const [row, place, negated, v, zeros, sum] = [
    e.local(i32),
    e.local(i32),
    e.local(i32),
    e.local(i32),
    e.local(i32),
    e.local(f64)
  ]
  const bits = (value: Code, from: number, count: number): Code =>
    m.i32.and(m.i32.shr_u(value, constant(from)), constant(2 ** count - 1))
  const nearer = m.i32.xor(x.get(), m.i32.shr_s(x.get(), constant(31)))
  const tail = [
    negated.set(m.i32.lt_s(x.get(), constant(0))),
    v.set(m.i32.or(m.i32.shl(nearer, constant(1)), constant(1))),
    zeros.set(m.i32.clz(v.get())),
    v.set(m.i32.shl(v.get(), zeros.get())),
    row.set(
      m.i32.or(m.i32.shl(m.i32.sub(constant(31), zeros.get()), constant(4)), bits(v.get(), 27, 4))
    ),
    row.set(m.i32.add(m.i32.mul(row.get(), constant(rowBytes)), constant(tailsAt))),
    place.set(bits(v.get(), 0, 27))
  ]
  const middle = [
    negated.set(constant(0)),
    row.set(m.i32.mul(bits(x.get(), placeBits, 9), constant(rowBytes))),
    place.set(bits(x.get(), 0, placeBits))
  ]
  const inTail = m.i32.lt_u(
    m.i32.add(x.get(), constant(tailRows << placeBits)),
    constant((2 * tailRows) << placeBits)
  )
  const coefficient = (k: number): Code => m.f64.load(8 * k, 8, m.i32.add(tables.get(), row.get()))
  const cubic = [2, 1, 0].reduce(
    (inner, k) => m.f64.add(coefficient(k), m.f64.mul(m.f64.convert_s.i32(place.get()), inner)),
    coefficient(3)
  )
  return m.block(
    null,
    [
      m.if(inTail, m.block(null, tail), m.block(null, middle)),
      sum.set(cubic),
      m.f32.demote(m.select(negated.get(), m.f64.neg(sum.get()), sum.get()))
    ],
    f32
  )
}
