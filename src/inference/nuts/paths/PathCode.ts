/**
 * The arithmetic of a path as code of a model's module: a leapfrog step is one call. It gives what
 * `arrayRoom` gives, to the last bit.
 *
 * @since 0.2.0
 */
import type { Additions, ModuleLayout } from '../../../runtime/float64/module/Float64Module.ts'
import type {
  Bytes,
  ModuleFunction,
  ValueType
} from '../../../runtime/float64/module/ModuleBytes.ts'
import {
  type Address,
  type Arithmetic,
  both,
  callOwn,
  integer,
  lane,
  loop,
  one,
  openWriter,
  plus,
  twice,
  two,
  type Writer
} from '../../../runtime/float64/module/ModuleCode.ts'
import { productCode } from '../../../runtime/float64/module/ProductCode64.ts'
import { logJointName, slopeOf } from '../../../lower/sampling/DensityNames.ts'
import type { MassKind } from '../MassMatrix.ts'
import type { CoordinateStretch } from '../ModelTarget.ts'
import { roomFor } from './PathRoom.ts'

/** What is known before the module is. */
export interface PathShape {
  readonly size: number
  readonly stretches: ReadonlyArray<Pick<CoordinateStretch, 'name' | 'from' | 'to'>>
  readonly mass: MassKind
  readonly depth: number
}

/** Byte addresses: a vector's from its number, and where the mass matrix lies, and two vectors more. */
export interface Places {
  readonly from: number
  readonly vectorBytes: number
  readonly inverse: number
  readonly momentum: number
  readonly velocity: number
  readonly bytes: number
}

const lineBytes = 64

export const placesOf = ({ size, mass, depth }: PathShape, from: number): Places => {
  const vectorBytes = Math.ceil((8 * size) / lineBytes) * lineBytes
  const { states, sums } = roomFor(depth)
  const inverse = from + (4 * states + sums) * vectorBytes
  const momentum = inverse + vectorBytes * (mass === 'dense' ? size : 1)
  const velocity = momentum + vectorBytes
  return { from, vectorBytes, inverse, momentum, velocity, bytes: velocity + vectorBytes - from }
}

/** Code for elements one after the other, two at a time: `body` is given where an element lies. */
type ElementCode = (a: Arithmetic, at: (base: Bytes, first: number) => Address) => Bytes

/** So many pairs have no loop: each is written out. */
const mostWrittenOut = 8

const overElements = ({ local }: Writer, count: number, body: ElementCode): Bytes => {
  const pairs = Math.floor(count / 2)
  const here = (k: number) => (base: Bytes, first: number) => ({ base, offset: first + 16 * k })
  const code: Array<Bytes> = []
  if (pairs <= mostWrittenOut) for (let k = 0; k < pairs; k++) code.push(body(two, here(k)))
  else {
    const i = local('i32')
    code.push(
      loop(
        i,
        16 * pairs,
        16,
        body(two, (base, first) => ({ base: plus(base, i.get), offset: first }))
      )
    )
  }
  if (count % 2 === 1) code.push(body(one, here(pairs)))
  return code.flat()
}

/** A sum over elements: of the even and of the odd ones, the last of an odd number with the even ones. */
interface Summing {
  readonly start: Bytes
  readonly add: (a: Arithmetic, x: Bytes) => Bytes
  readonly total: Bytes
}

const summing = ({ local }: Writer, count: number): Summing => {
  const [pairs, last] = [local('v128'), local('f64')]
  const even = lane(pairs.get, 0)
  return {
    start: pairs.set(two.constant(0)),
    add: (a, x) => (a === two ? pairs.set(two.add(pairs.get, x)) : last.set(one.add(even, x))),
    total: one.add(count % 2 === 1 ? last.get : even, lane(pairs.get, 1))
  }
}

const written = (
  name: string,
  parameters: ReadonlyArray<ValueType>,
  results: ReadonlyArray<ValueType>,
  body: (w: Writer, parameters: ReadonlyArray<Bytes>) => Bytes
): ModuleFunction => {
  const w = openWriter(parameters)
  const code = body(
    w,
    w.parameters.map(({ get }) => get)
  )
  return { name, parameters, results, locals: w.locals, body: code }
}

const zero: Bytes = integer(0)

/** Velocities and energies of momenta under one mass matrix. */
const kineticCode = ({ size, mass }: PathShape, { inverse, momentum, velocity }: Places) => ({
  /** Of a dense matrix: momenta at their fixed place to velocities at theirs. */
  product: (w: Writer): Bytes =>
    mass === 'diagonal'
      ? []
      : productCode(
          { _tag: 'Product', id: 2, x: 0, y: 1, batch: 1, m: size, k: size, n: 1 },
          { writer: w, address: (id) => [inverse, momentum, velocity][id] ?? inverse }
        ),
  /** What is done with a momentum where it is made. */
  keep: (a: Arithmetic, at: Parameters<ElementCode>[1], p: Bytes): Bytes =>
    mass === 'diagonal' ? [] : a.store(at(zero, momentum), p),
  velocity: (a: Arithmetic, at: Parameters<ElementCode>[1], p: Bytes): Bytes =>
    mass === 'diagonal' ? a.mul(a.load(at(zero, inverse)), p) : a.load(at(zero, velocity))
})

/** weigh(state): of a state whose momentum is new, its velocity; gives its energy. */
const weighCode = (shape: PathShape, places: Places, nats: number) => (w: Writer, state: Bytes) => {
  const { size } = shape
  const { vectorBytes: v } = places
  const kinetic = kineticCode(shape, places)
  const sum = summing(w, size)
  const energy = w.local('f64')
  const isFinite = one.equal(one.sub(energy.get, energy.get), one.constant(0))
  return [
    ...sum.start,
    ...(shape.mass === 'dense'
      ? overElements(w, size, (a, at) => kinetic.keep(a, at, a.load(at(state, v))))
      : []),
    ...kinetic.product(w),
    ...overElements(w, size, (a, at) => {
      const speed = w.local(a.type)
      return [
        ...speed.set(kinetic.velocity(a, at, a.load(at(state, v)))),
        ...a.store(at(state, 2 * v), speed.get),
        ...sum.add(a, a.mul(a.load(at(state, v)), speed.get))
      ]
    }),
    ...energy.set(
      one.sub(one.mul(one.constant(0.5), sum.total), one.load({ base: zero, offset: nats }))
    ),
    ...one.choose(energy.get, one.constant(Infinity), isFinite)
  ]
}

/** leap(from, to, step): a leapfrog step; gives the energy of its end. */
const leapCode =
  (shape: PathShape, places: Places, layout: ModuleLayout) =>
  (w: Writer, [from = [], to = [], step = []]: ReadonlyArray<Bytes>): Bytes => {
    const { size, stretches } = shape
    const { vectorBytes: v } = places
    const kinetic = kineticCode(shape, places)
    const half = w.local('f64')
    const [steps, halves] = [w.local('v128'), w.local('v128')]
    const stepOf = (a: Arithmetic): Bytes => (a === two ? steps.get : step)
    const halfOf = (a: Arithmetic): Bytes => (a === two ? halves.get : half.get)
    const kick = (a: Arithmetic, at: Parameters<ElementCode>[1], of: Bytes): Bytes =>
      a.add(a.load(at(of, v)), a.mul(halfOf(a), a.load(at(of, 3 * v))))
    const drift = (a: Arithmetic, at: Parameters<ElementCode>[1], speed: Bytes): Bytes =>
      a.store(at(to, 0), a.add(a.load(at(from, 0)), a.mul(stepOf(a), speed)))
    return [
      ...half.set(one.mul(one.constant(0.5), step)),
      ...steps.set(twice(step)),
      ...halves.set(twice(half.get)),
      ...overElements(w, size, (a, at) => {
        const p = w.local(a.type)
        return [
          ...p.set(kick(a, at, from)),
          ...a.store(at(to, v), p.get),
          ...(shape.mass === 'diagonal'
            ? drift(a, at, kinetic.velocity(a, at, p.get))
            : kinetic.keep(a, at, p.get))
        ]
      }),
      ...kinetic.product(w),
      ...(shape.mass === 'dense'
        ? overElements(w, size, (a, at) => drift(a, at, kinetic.velocity(a, at, [])))
        : []),
      ...stretches.flatMap(({ name, from: first, to: last }) =>
        overElements(w, last - first, (a, at) =>
          a.store(at(zero, layout.input(name)), a.load(at(to, 8 * first)))
        )
      ),
      ...callOwn(layout.stage(1)),
      ...stretches.flatMap(({ name, from: first, to: last }) =>
        overElements(w, last - first, (a, at) =>
          a.store(at(to, 3 * v + 8 * first), a.load(at(zero, layout.output(slopeOf(name)))))
        )
      ),
      ...overElements(w, size, (a, at) => a.store(at(to, v), kick(a, at, to))),
      ...weighCode(shape, places, layout.output(logJointName))(w, to)
    ]
  }

/** add(into, a, b): a sum of vectors. */
const addCode =
  ({ size }: PathShape) =>
  (w: Writer, [into = [], x = [], y = []]: ReadonlyArray<Bytes>): Bytes =>
    overElements(w, size, (a, at) =>
      a.store(at(into, 0), a.add(a.load(at(x, 0)), a.load(at(y, 0))))
    )

/** goesOn(first, last, a, b): 1 where both velocities point along the sum of two vectors. */
const goesOnCode =
  ({ size }: PathShape) =>
  (w: Writer, [first = [], last = [], x = [], y = []]: ReadonlyArray<Bytes>): Bytes => {
    const [atFirst, atLast] = [summing(w, size), summing(w, size)]
    const isPositive = (total: Bytes): Bytes => one.less(one.constant(0), total)
    return [
      ...atFirst.start,
      ...atLast.start,
      ...overElements(w, size, (a, at) => {
        const sum = w.local(a.type)
        return [
          ...sum.set(a.add(a.load(at(x, 0)), a.load(at(y, 0)))),
          ...atFirst.add(a, a.mul(a.load(at(first, 0)), sum.get)),
          ...atLast.add(a, a.mul(a.load(at(last, 0)), sum.get))
        ]
      }),
      ...both(isPositive(atFirst.total), isPositive(atLast.total))
    ]
  }

/** What a model's module has beside its density: memory for paths, and their arithmetic. */
export const pathAdditions =
  (shape: PathShape) =>
  (layout: ModuleLayout): Additions => {
    const places = placesOf(shape, layout.from)
    const nats = layout.output(logJointName)
    return {
      bytes: places.bytes,
      functions: [
        written('weigh', ['i32'], ['f64'], (w, [state = []]) =>
          weighCode(shape, places, nats)(w, state)
        ),
        written('leap', ['i32', 'i32', 'f64'], ['f64'], leapCode(shape, places, layout)),
        written('add', ['i32', 'i32', 'i32'], [], addCode(shape)),
        written('goesOn', ['i32', 'i32', 'i32', 'i32'], ['i32'], goesOnCode(shape))
      ]
    }
  }
