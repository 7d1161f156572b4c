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
import { when } from './ControlCode.ts'
import {
  asPowers,
  bothOf,
  callOwn,
  inBoth,
  type Local,
  onlyWhere,
  openWriter,
  signed2,
  timesPower,
  two,
  unless
} from './ModuleCode.ts'

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

/** 0.5 ln 2, as FDLIBM has it: below it k is 0. */
const oneStep = upper(0x3fd62e43)

/** From below this on e^x is 1 + x. */
const smallest = 2 ** -28

/** Up to this size powers of two are an exponent. */
const largest = 708

/** What both ways share: k of k ln 2 + r, and e^r by a quotient, into locals. */
const reduced = ({ local, constant: c }: PairedRoom, x: Bytes, size: Bytes) => {
  const [k, high, low, r, t, q] = [local(), local(), local(), local(), local(), local()]
  const many = two.truncate(add(mul(c(perLn2), x), signed2(c(0.5), x)))
  return {
    k: k.get,
    code: [
      ...k.set(unless(many, less(size, c(oneStep)))),
      ...high.set(sub(x, mul(k.get, c(ln2High)))),
      ...low.set(mul(k.get, c(ln2Low))),
      ...r.set(sub(high.get, low.get)),
      ...t.set(mul(r.get, r.get)),
      ...q.set(sub(r.get, mul(t.get, polynomial(c, t.get, expTerms))))
    ],
    value: sub(c(1), sub(sub(low.get, div(mul(r.get, q.get), sub(c(2), q.get))), high.get))
  }
}

/** x = k ln 2 + r; e^r by a quotient; times 2ᵏ, in two parts, so that neither leaves the numbers. */
const exp2Anywhere: PairedCode = (room, given) => {
  const { local, constant: c } = room
  const [x, size, half, y] = [local(), local(), local(), local()]
  const { k, code, value } = reduced(room, x.get, size.get)
  return [
    // beyond these it is 0 or ∞ in any case
    ...x.set(two.max(two.min(given.get, c(720)), c(-760))),
    ...size.set(abs(x.get)),
    ...code,
    ...y.set(value),
    ...half.set(two.floor(mul(k, c(0.5)))),
    // V8 has the last bit of e right, which the quotient has not
    ...choose(
      c(Math.E),
      choose(
        add(c(1), x.get),
        mul(mul(y.get, asPowers(half.get)), asPowers(sub(k, half.get))),
        less(size.get, c(smallest))
      ),
      two.equal(x.get, c(1))
    )
  ]
}

const callExp2Anywhere = (x: Bytes): Bytes => callOwn(0, x)

/** Of most numbers: what is asked before is whether both are of these. */
export const exp2: PairedCode = (room, x) => {
  const { local, constant: c } = room
  const [size, y] = [local(), local()]
  const { k, code, value } = reduced(room, x.get, size.get)
  const isPlain = bothOf(lessEqual(size.get, c(largest)), two.differs(x.get, c(1)))
  return [
    ...size.set(abs(x.get)),
    ...when(
      inBoth(isPlain),
      [
        ...code,
        ...y.set(choose(add(c(1), x.get), timesPower(value, k), less(size.get, c(smallest))))
      ],
      y.set(callExp2Anywhere(x.get))
    ),
    ...y.get
  ]
}

/** From here on 1 + x is halved: √2 − 1. */
const halved = upper(0x3fda827a)

/** From here on 1 + x is nearly 2, and what is left of it nearly 0. */
const nearTwo = upper(0x3ffffffd)

/** Below this ln(1 + x) is x − x²/2. */
const shortest = 2 ** -29

/** What both ways share: whether 1 + x is halved, f with 1 + x = 2ᵏ(1 + f), and f²/2, into locals. */
const halving = ({ local, constant: c }: PairedRoom, x: Bytes) => {
  const [u, isHalved, f, h, rest] = [local(), local(), local(), local(), local()]
  return {
    u: u.get,
    isHalved: isHalved.get,
    f: f.get,
    h: h.get,
    rest: rest.get,
    before: u.set(add(c(1), x)),
    code: [
      ...isHalved.set(lessEqual(c(halved), x)),
      ...f.set(choose(sub(mul(u.get, c(0.5)), c(1)), x, isHalved.get)),
      ...h.set(mul(mul(c(0.5), f.get), f.get)),
      // with what 1 + x has lost to rounding
      ...rest.set(onlyWhere(add(c(ln2Low), div(sub(x, sub(u.get, c(1))), u.get)), isHalved.get))
    ],
    log2: onlyWhere(c(ln2High), isHalved.get)
  }
}

/** By s = f/(2 + f), of f that is not nearly 0. */
const bySeries = (
  { local, constant: c }: PairedRoom,
  { f, h, rest, log2 }: ReturnType<typeof halving>
): { readonly code: Bytes; readonly value: Bytes } => {
  const [s, z] = [local(), local()]
  const series = mul(s.get, add(h, mul(z.get, polynomial(c, z.get, log1pTerms))))
  return {
    code: [...s.set(div(f, add(c(2), f))), ...z.set(mul(s.get, s.get))],
    value: sub(log2, sub(sub(h, add(series, rest)), f))
  }
}

/** x − x²/2. */
const short = (c: PairedRoom['constant'], x: Bytes): Bytes => sub(x, mul(mul(x, x), c(0.5)))

const log1p2Anywhere: PairedCode = (room, x) => {
  const { constant: c } = room
  const parts = halving(room, x.get)
  const { code, value } = bySeries(room, parts)
  const { u, f, h, rest, log2 } = parts
  const near = sub(mul(h, sub(c(1), mul(c(0.66666666666666666), f))), rest)
  return [
    ...parts.before,
    ...parts.code,
    ...code,
    ...choose(
      short(c, x.get),
      choose(sub(log2, sub(near, f)), value, lessEqual(c(nearTwo), u)),
      less(x.get, c(shortest))
    )
  ]
}

const callLog1p2Anywhere = (x: Bytes): Bytes => callOwn(1, x)

/** Of most numbers: what is asked before is whether both are of these. */
export const log1p2: PairedCode = (room, x) => {
  const { local, constant: c } = room
  const y = local()
  const parts = halving(room, x.get)
  const { code, value } = bySeries(room, parts)
  return [
    ...parts.before,
    ...when(
      inBoth(less(parts.u, c(nearTwo))),
      [...parts.code, ...code, ...y.set(choose(short(c, x.get), value, less(x.get, c(shortest))))],
      y.set(callLog1p2Anywhere(x.get))
    ),
    ...y.get
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
  asFunction('exp2Anywhere', exp2Anywhere),
  asFunction('log1p2Anywhere', log1p2Anywhere),
  asFunction('exp2', exp2),
  asFunction('log1p2', log1p2)
]

export const callExp2 = (x: Bytes): Bytes => callOwn(2, x)
export const callLog1p2 = (x: Bytes): Bytes => callOwn(3, x)
