/**
 * The arithmetic of a path as code of a model's module: a leapfrog step is one call. It gives what
 * `arrayRoom` gives, to the last bit.
 *
 * @since 0.2.0
 */
import type { Additions, ModuleLayout } from '../../../runtime/float64/module/Float64Module.ts'
import type { Bytes, ModuleFunction } from '../../../runtime/float64/module/ModuleBytes.ts'
import {
  type Arithmetic,
  both,
  callOwn,
  integer,
  one,
  twice,
  two,
  type Writer
} from '../../../runtime/float64/module/ModuleCode.ts'
import { productCode } from '../../../runtime/float64/module/ProductCode64.ts'
import { logJointName, slopeOf } from '../../../lower/sampling/DensityNames.ts'
import { noiseFunctions } from './NoiseCode.ts'
import { type Own, ownNames } from './OwnFunctions.ts'
import { type PathShape, type Places, placesOf } from './PathPlaces.ts'
import { transitionFunctions } from './TransitionCode.ts'
import { treeFunctions } from './TreeCode.ts'
import { type ElementAt, overElements, summing, written } from './VectorCode.ts'

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
  keep: (a: Arithmetic, at: ElementAt, p: Bytes): Bytes =>
    mass === 'diagonal' ? [] : a.store(at(zero, momentum), p),
  velocity: (a: Arithmetic, at: ElementAt, p: Bytes): Bytes =>
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
  (w: Writer, from: Bytes, to: Bytes, step: Bytes): Bytes => {
    const { size, stretches } = shape
    const { vectorBytes: v } = places
    const kinetic = kineticCode(shape, places)
    const half = w.local('f64')
    const [steps, halves] = [w.local('v128'), w.local('v128')]
    const stepOf = (a: Arithmetic): Bytes => (a === two ? steps.get : step)
    const halfOf = (a: Arithmetic): Bytes => (a === two ? halves.get : half.get)
    const kick = (a: Arithmetic, at: ElementAt, of: Bytes): Bytes =>
      a.add(a.load(at(of, v)), a.mul(halfOf(a), a.load(at(of, 3 * v))))
    const drift = (a: Arithmetic, at: ElementAt, speed: Bytes): Bytes =>
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
      ...one.store(
        { base: to, offset: places.logDensity },
        one.load({ base: zero, offset: layout.output(logJointName) })
      ),
      ...weighCode(shape, places, layout.output(logJointName))(w, to)
    ]
  }

/** add(into, a, b): a sum of vectors. */
const addCode =
  ({ size }: PathShape) =>
  (w: Writer, into: Bytes, x: Bytes, y: Bytes): Bytes =>
    overElements(w, size, (a, at) =>
      a.store(at(into, 0), a.add(a.load(at(x, 0)), a.load(at(y, 0))))
    )

/** goesOn(first, last, a, b): 1 where both velocities point along the sum of two vectors. */
const goesOnCode =
  ({ size }: PathShape) =>
  (w: Writer, first: Bytes, last: Bytes, x: Bytes, y: Bytes): Bytes => {
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

/** What a model's module has beside its density: memory for paths, their arithmetic, transitions. */
export const pathAdditions =
  (shape: PathShape) =>
  (layout: ModuleLayout): Additions => {
    const places = placesOf(shape, layout.from)
    const nats = layout.output(logJointName)
    const own: Own = (name, ...values) => callOwn(layout.added(ownNames.indexOf(name)), ...values)
    const written = [
      ...stepFunctions(shape, places, layout),
      ...noiseFunctions(places, own),
      ...treeFunctions(shape, places, own),
      ...transitionFunctions(shape, places, own, nats)
    ]
    const functions = ownNames.flatMap((name) => written.filter((f) => f.name === name))
    if (functions.length !== ownNames.length) throw new Error('internal: a function has no name')
    return { bytes: places.bytes, functions }
  }

/** Steps of paths, and what of a path the tree of arrays asks for. */
const stepFunctions = (
  shape: PathShape,
  places: Places,
  layout: ModuleLayout
): ReadonlyArray<ModuleFunction> => [
  written('weigh', ['i32'], ['f64'], weighCode(shape, places, layout.output(logJointName))),
  written('leap', ['i32', 'i32', 'f64'], ['f64'], leapCode(shape, places, layout)),
  written('add', ['i32', 'i32', 'i32'], [], addCode(shape)),
  written('goesOn', ['i32', 'i32', 'i32', 'i32'], ['i32'], goesOnCode(shape))
]
