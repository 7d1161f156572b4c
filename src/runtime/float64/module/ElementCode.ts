/**
 * Elementwise operations as instructions: the formulas of `Float64Loops.ts`, to the last bit.
 *
 * @since 0.2.0
 */
import type { KernelMap, KernelZip, ValueId } from '../../../ir/Plan.ts'
import type { ElementStep } from './Fusion.ts'
import type { Bytes } from './ModuleBytes.ts'
import {
  type Arithmetic,
  call,
  type HostFunction,
  lane,
  type Local,
  one,
  pair,
  twice,
  two,
  type Writer
} from './ModuleCode.ts'
import { callExp2, callLog1p2, exp2, log1p2, type PairedRoom } from './PairedFunctions.ts'

/** A number or two at a time, and functions of the host, which take one. */
export interface Elements {
  readonly arithmetic: Arithmetic
  readonly host: (name: HostFunction, ...values: ReadonlyArray<Local>) => Bytes
  /** ln(1 + x) of x on [0, 1]. */
  readonly log1pOfShare: (x: Local) => Bytes
}

export const single: Elements = {
  arithmetic: one,
  host: (name, ...values) => call(name, ...values.map((v) => v.get)),
  // a function of the host that V8 has no address for is called through JavaScript
  log1pOfShare: (x) => lane(callLog1p2(twice(x.get)), 0)
}

const twiceOne = (name: HostFunction, ...values: ReadonlyArray<Local>): Bytes =>
  pair(
    call(name, ...values.map((v) => lane(v.get, 0))),
    call(name, ...values.map((v) => lane(v.get, 1)))
  )

/** Two at a time, with calls. */
export const paired: Elements = {
  arithmetic: two,
  host: (name, ...values) => {
    const [x] = values
    return name === 'exp' && x !== undefined ? callExp2(x.get) : twiceOne(name, ...values)
  },
  log1pOfShare: (x) => callLog1p2(x.get)
}

/** Two at a time, without calls. */
export const pairedIn = (room: PairedRoom): Elements => ({
  arithmetic: two,
  host: (name, ...values) => {
    const [x] = values
    return name === 'exp' && x !== undefined ? exp2(room, x) : twiceOne(name, ...values)
  },
  log1pOfShare: (x) => log1p2(room, x)
})

/** Elements that are computed together: room for them, and the e^−|x| that they have already. */
export interface Together {
  readonly local: Writer['local']
  readonly decays: Map<Local, Local>
}

/** Code that leaves its result in a local. */
type MapCode = (e: Elements, together: Together, x: Local, out: Local) => Bytes
type ZipCode = (e: Elements, x: Local, y: Local) => Bytes

const simple =
  (value: (e: Elements, x: Local) => Bytes): MapCode =>
  (e, _, x, out) =>
    out.set(value(e, x))

/** e^−|x|, once for those that ask for it: a softplus has its slope beside it. */
const decay = (
  { arithmetic: a, host }: Elements,
  { local, decays }: Together,
  x: Local
): { readonly e: Local; readonly code: Bytes } => {
  const found = decays.get(x)
  if (found !== undefined) return { e: found, code: [] }
  const [size, e] = [local(a.type), local(a.type)]
  decays.set(x, e)
  return { e, code: [...size.set(a.neg(a.abs(x.get))), ...e.set(host('exp', size))] }
}

/** x above 0, else 0; also of what is no number: that the other term has. */
const above = (a: Arithmetic, x: Local): Bytes =>
  a.choose(x.get, a.constant(0), a.less(a.constant(0), x.get))

const mapCode: { readonly [O in KernelMap]: MapCode } = {
  neg: simple(({ arithmetic: a }, x) => a.neg(x.get)),
  abs: simple(({ arithmetic: a }, x) => a.abs(x.get)),
  exp: simple(({ host }, x) => host('exp', x)),
  expm1: simple(({ host }, x) => host('expm1', x)),
  log: simple(({ host }, x) => host('log', x)),
  sqrt: simple(({ arithmetic: a }, x) => a.sqrt(x.get)),
  square: simple(({ arithmetic: a }, x) => a.mul(x.get, x.get)),
  reciprocal: simple(({ arithmetic: a }, x) => a.div(a.constant(1), x.get)),
  floor: simple(({ arithmetic: a }, x) => a.floor(x.get)),
  round: simple(({ arithmetic: a }, x) => a.nearest(x.get)),
  tanh: simple(({ host }, x) => host('tanh', x)),
  relu: simple(({ arithmetic: a }, x) => a.max(a.constant(0), x.get)),
  sigmoid: (elements, together, x, out) => {
    const { arithmetic: a } = elements
    const { e, code } = decay(elements, together, x)
    const above = a.choose(e.get, a.constant(1), a.less(x.get, a.constant(0)))
    return [...code, ...out.set(a.div(above, a.add(a.constant(1), e.get)))]
  },
  softplus: (elements, together, x, out) => {
    const { arithmetic: a, log1pOfShare } = elements
    const { e, code } = decay(elements, together, x)
    return [...code, ...out.set(a.add(above(a, x), log1pOfShare(e)))]
  }
}

const truth = ({ arithmetic: a }: Elements, condition: Bytes): Bytes =>
  a.choose(a.constant(1), a.constant(0), condition)

const zipCode: { readonly [O in KernelZip]: ZipCode } = {
  add: ({ arithmetic: a }, x, y) => a.add(x.get, y.get),
  sub: ({ arithmetic: a }, x, y) => a.sub(x.get, y.get),
  mul: ({ arithmetic: a }, x, y) => a.mul(x.get, y.get),
  div: ({ arithmetic: a }, x, y) => a.div(x.get, y.get),
  pow: ({ host }, x, y) => host('pow', x, y),
  max: ({ arithmetic: a }, x, y) => a.max(x.get, y.get),
  min: ({ arithmetic: a }, x, y) => a.min(x.get, y.get),
  equal: (e, x, y) => truth(e, e.arithmetic.equal(x.get, y.get)),
  less: (e, x, y) => truth(e, e.arithmetic.less(x.get, y.get)),
  lessEqual: (e, x, y) => truth(e, e.arithmetic.lessEqual(x.get, y.get))
}

/** y where the condition is 0, else x. */
const whereCode = ({ arithmetic: a }: Elements, condition: Local, x: Local, y: Local): Bytes =>
  a.choose(y.get, x.get, a.equal(condition.get, a.constant(0)))

/** An operation on elements, into a local; `get` has those that it reads. */
export const elementCode = (
  o: ElementStep['operation'],
  elements: Elements,
  together: Together,
  get: (id: ValueId) => Local,
  out: Local
): Bytes => {
  switch (o._tag) {
    case 'Map':
      return mapCode[o.op](elements, together, get(o.x), out)
    case 'Zip':
      return out.set(zipCode[o.op](elements, get(o.x), get(o.y)))
    case 'Where':
      return out.set(whereCode(elements, get(o.condition), get(o.x), get(o.y)))
  }
}
