/**
 * Functions of two numbers at a time: eˣ, and ln(1 + x) of x on [0, 1], which is what a softplus asks for.
 * Both go the way of FDLIBM, which is that of V8's `Math`, without its branches: each number gets the bits that `Math`
 * gives, in a quarter of the time. Where an engine has another `Math`, a last bit may differ.
 *
 * Source: FDLIBM 5.3, e_exp.c and s_log1p.c (Sun Microsystems, 1993), for the reductions and coefficients.
 *
 * @since 0.2.0
 */
import type { Bytes, ModuleFunction } from './ModuleBytes.ts'
import { asPowers, callOwn, type Local, openWriter, two } from './ModuleCode.ts'

const { add, sub, mul, div, choose, less, lessEqual, abs } = two

/** Where code is written to: room for numbers, and constants, which a loop has in locals before it begins. */
export interface PairedRoom {
  readonly local: () => Local
  readonly constant: (x: number) => Bytes
}

/** Code that leaves its result on the stack. */
type PairedCode = (room: PairedRoom, x: Local) => Bytes

/** The number whose upper 32 bits are these, the others 0: limits are told by them. */
const upper = (bits: number): number => {
  const view = new DataView(new ArrayBuffer(8))
  view.setUint32(0, bits)
  return view.getFloat64(0)
}

/** a₀ + z (a₁ + z (a₂ + …)). */
const polynomial = (
  c: PairedRoom['constant'],
  z: Bytes,
  [first = 0, ...rest]: ReadonlyArray<number>
): Bytes => (rest.length === 0 ? c(first) : add(c(first), mul(z, polynomial(c, z, rest))))

const ln2High = 6.9314718036912381649e-1
const ln2Low = 1.90821492927058770002e-10
const perLn2 = 1.442695040888963387

const expTerms = [
  1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5,
  -1.6533902205465251539e-6, 4.13813679705723846039e-8
]

const log1pTerms = [
  6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1,
  1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860511658591e-1
]

/** Halves of 0.5 and 1.5 ln 2, as FDLIBM has them: below the first k is 0, below the second ±1. */
const [oneStep, manySteps] = [upper(0x3fd62e43), upper(0x3ff0a2b2)]

/** x = k ln 2 + r; e^r by a quotient; times 2ᵏ, in two parts, so that neither leaves the numbers. */
export const exp2: PairedCode = ({ local, constant: c }, given) => {
  const [x, size, k, half, high, low, r, t, q, y] = Array.from({ length: 10 }, local)
  if (!x || !size || !k || !half || !high || !low || !r || !t || !q || !y) return []
  const sign = choose(c(-1), c(1), less(x.get, c(0)))
  const many = two.truncate(add(mul(c(perLn2), x.get), mul(c(0.5), sign)))
  return [
    // beyond these it is 0 or ∞ in any case
    ...x.set(two.max(two.min(given.get, c(720)), c(-760))),
    ...size.set(abs(x.get)),
    ...k.set(
      choose(c(0), choose(sign, many, less(size.get, c(manySteps))), less(size.get, c(oneStep)))
    ),
    ...high.set(sub(x.get, mul(k.get, c(ln2High)))),
    ...low.set(mul(k.get, c(ln2Low))),
    ...r.set(sub(high.get, low.get)),
    ...t.set(mul(r.get, r.get)),
    ...q.set(sub(r.get, mul(t.get, polynomial(c, t.get, expTerms)))),
    ...y.set(sub(c(1), sub(sub(low.get, div(mul(r.get, q.get), sub(c(2), q.get))), high.get))),
    ...half.set(two.floor(mul(k.get, c(0.5)))),
    // V8 has the last bit of e right, which the quotient has not
    ...choose(
      c(Math.E),
      choose(
        add(c(1), x.get),
        mul(mul(y.get, asPowers(half.get)), asPowers(sub(k.get, half.get))),
        less(size.get, c(2 ** -28))
      ),
      two.equal(x.get, c(1))
    )
  ]
}

/** From here on 1 + x is halved: √2 − 1. */
const halved = upper(0x3fda827a)

export const log1p2: PairedCode = ({ local, constant: c }, x) => {
  const [u, k, lost, f, s, z, h, rest] = Array.from({ length: 8 }, local)
  if (!u || !k || !lost || !f || !s || !z || !h || !rest) return []
  const near = lessEqual(c(upper(0x3ffffffd)), u.get)
  const isHalved = lessEqual(c(halved), x.get)
  const series = mul(s.get, add(h.get, mul(z.get, polynomial(c, z.get, log1pTerms))))
  return [
    ...u.set(add(c(1), x.get)),
    ...k.set(choose(c(1), c(0), isHalved)),
    // what 1 + x has lost to rounding
    ...lost.set(choose(div(sub(x.get, sub(u.get, c(1))), u.get), c(0), isHalved)),
    ...f.set(choose(sub(mul(u.get, c(0.5)), c(1)), x.get, isHalved)),
    ...s.set(div(f.get, add(c(2), f.get))),
    ...z.set(mul(s.get, s.get)),
    ...h.set(mul(mul(c(0.5), f.get), f.get)),
    ...rest.set(add(mul(k.get, c(ln2Low)), lost.get)),
    ...choose(
      sub(x.get, mul(mul(x.get, x.get), c(0.5))),
      choose(
        sub(
          c(ln2High),
          sub(
            choose(
              sub(mul(h.get, sub(c(1), mul(c(0.66666666666666666), f.get))), rest.get),
              sub(h.get, add(series, rest.get)),
              near
            ),
            f.get
          )
        ),
        sub(f.get, sub(h.get, series)),
        isHalved
      ),
      less(x.get, c(2 ** -29))
    )
  ]
}

const asFunction = (name: string, code: PairedCode): ModuleFunction => {
  const w = openWriter(['v128'])
  const [x] = w.parameters
  const room: PairedRoom = { local: () => w.local('v128'), constant: two.constant }
  const body = x === undefined ? [] : code(room, x)
  return { name, parameters: ['v128'], results: ['v128'], locals: w.locals, body }
}

/** For what is written out, where code would be long: they stand first among the functions of a module. */
export const pairedFunctions: ReadonlyArray<ModuleFunction> = [
  asFunction('exp2', exp2),
  asFunction('log1p2', log1p2)
]

export const callExp2 = (x: Bytes): Bytes => callOwn(0, x)
export const callLog1p2 = (x: Bytes): Bytes => callOwn(1, x)
