/**
 * Decimal text as float32, correctly rounded.
 *
 * `Math.fround(Number(text))` rounds twice: where the double lies halfway between two floats, the
 * digits that the first rounding dropped decide, and are gone. Then, about once in 2²⁹ numbers, the
 * text is compared with the double exactly.
 *
 * @since 0.2.0
 */

const decimal = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/

interface Decimal {
  readonly negative: boolean
  readonly digits: bigint
  /** The value is digits · 10^exponent. */
  readonly exponent: number
}

/** Digits and exponent; undefined where the text is no decimal number. */
const parsed = (text: string): Decimal | undefined => {
  const [whole, sign, before = '', after = '', exponent = '0'] = decimal.exec(text) ?? []
  return whole === undefined || before + after === ''
    ? undefined
    : {
        negative: sign === '-',
        digits: BigInt(before + after),
        exponent: Number(exponent) - after.length
      }
}

const power = (base: bigint, exponent: number): bigint => base ** BigInt(Math.max(0, exponent))

/** A positive double as an integer times a power of two. */
const binary = (x: number): { readonly digits: bigint; readonly exponent: number } => {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, x)
  const raw = bits.getBigUint64(0)
  const field = Number((raw >> 52n) & 0x7ffn)
  const fraction = raw & 0xfffffffffffffn
  return field === 0
    ? { digits: fraction, exponent: -1074 }
    : { digits: fraction | (1n << 52n), exponent: field - 1075 }
}

/** The sign of decimal − double, of magnitudes. */
const compare = ({ digits, exponent }: Decimal, double: number): number => {
  const b = binary(double)
  const left = digits * power(10n, exponent) * power(2n, -b.exponent)
  const right = b.digits * power(2n, b.exponent) * power(10n, -exponent)
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * The float32 nearest to a decimal number (ties to even); undefined where the text is not one.
 * Infinite where it is beyond float32.
 */
export const float32Of = (text: string): number | undefined => {
  const double = decimal.test(text) ? Number(text) : NaN
  if (Number.isNaN(double)) return undefined
  const float = Math.fround(double)
  const other = 2 * double - float
  if (float === double || !Number.isFinite(float) || Math.fround(other) !== other) return float
  const exact = parsed(text)
  const side = exact === undefined ? 0 : compare(exact, Math.abs(double))
  if (side === 0) return float
  const [low, high] = [
    Math.min(Math.abs(float), Math.abs(other)),
    Math.max(Math.abs(float), Math.abs(other))
  ]
  return Math.sign(double) * (side < 0 ? low : high)
}
