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
import {
  type ElementAt,
  type InParts,
  overElements,
  overParts,
  type Summing,
  summing,
  written
} from './VectorCode.ts'

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

/** H from the sum of p · velocity, +∞ where it is no number. */
const energyOf = (w: Writer, kinetic: Bytes, nats: number): Bytes => {
  const energy = w.local('f64')
  const isFinite = one.equal(one.sub(energy.get, energy.get), one.constant(0))
  return [
    ...energy.set(
      one.sub(one.mul(one.constant(0.5), kinetic), one.load({ base: zero, offset: nats }))
    ),
    ...one.choose(energy.get, one.constant(Infinity), isFinite)
  ]
}

/** Of a state under a dense mass matrix: its velocity from the momentum that is kept; sums the two. */
const denseVelocities = (
  w: Writer,
  shape: PathShape,
  places: Places,
  state: Bytes,
  sum: Summing
) => {
  const { vectorBytes: v } = places
  const kinetic = kineticCode(shape, places)
  return [
    ...kinetic.product(w),
    ...overElements(w, shape.size, (a, at) => {
      const speed = w.local(a.type)
      return [
        ...speed.set(kinetic.velocity(a, at, [])),
        ...a.store(at(state, 2 * v), speed.get),
        ...sum.add(a, a.mul(a.load(at(state, v)), speed.get))
      ]
    })
  ]
}

/** weigh(state): of a state whose momentum is new; gives its energy. */
const weighCode = (shape: PathShape, places: Places, nats: number) => (w: Writer, state: Bytes) => {
  const { vectorBytes: v } = places
  const kinetic = kineticCode(shape, places)
  const sum = summing(w, shape.size)
  return [
    ...sum.start,
    ...overElements(w, shape.size, (a, at) => {
      const p = w.local(a.type)
      return [
        ...p.set(a.load(at(state, v))),
        ...(shape.mass === 'diagonal'
          ? sum.add(a, a.mul(p.get, kinetic.velocity(a, at, p.get)))
          : kinetic.keep(a, at, p.get))
      ]
    }),
    ...(shape.mass === 'dense' ? denseVelocities(w, shape, places, state, sum) : []),
    ...energyOf(w, sum.total, nats)
  ]
}

/** leap(from, to, step): a leapfrog step; gives the energy of its end. */
const leapCode =
  (shape: PathShape, places: Places, layout: ModuleLayout) =>
  (w: Writer, from: Bytes, to: Bytes, step: Bytes): Bytes => {
    const { size, stretches, mass } = shape
    const { vectorBytes: v } = places
    const kinetic = kineticCode(shape, places)
    const nats = layout.output(logJointName)
    const half = w.local('f64')
    const [steps, halves] = [w.local('v128'), w.local('v128')]
    const sum = summing(w, size)
    const stepOf = (a: Arithmetic): Bytes => (a === two ? steps.get : step)
    const halfOf = (a: Arithmetic): Bytes => (a === two ? halves.get : half.get)
    const kicked = (a: Arithmetic, p: Bytes, slope: Bytes): Bytes =>
      a.add(p, a.mul(halfOf(a), slope))
    /** The place, in the state and where the density reads it. */
    const drift = (a: Arithmetic, at: ElementAt, there: InParts, speed: Bytes): Bytes => {
      const q = w.local(a.type)
      return [
        ...q.set(a.add(a.load(at(from, 0)), a.mul(stepOf(a), speed))),
        ...a.store(at(to, 0), q.get),
        ...there.store(layout.input, q.get)
      ]
    }
    return [
      ...half.set(one.mul(one.constant(0.5), step)),
      ...steps.set(twice(step)),
      ...halves.set(twice(half.get)),
      ...sum.start,
      ...overParts(w, size, stretches, (a, at, there) => {
        const p = w.local(a.type)
        return [
          ...p.set(kicked(a, a.load(at(from, v)), a.load(at(from, 3 * v)))),
          ...a.store(at(to, v), p.get),
          ...(mass === 'diagonal'
            ? drift(a, at, there, kinetic.velocity(a, at, p.get))
            : kinetic.keep(a, at, p.get))
        ]
      }),
      ...kinetic.product(w),
      ...(mass === 'dense'
        ? overParts(w, size, stretches, (a, at, there) =>
            drift(a, at, there, kinetic.velocity(a, at, []))
          )
        : []),
      ...callOwn(layout.stage(1)),
      ...overParts(w, size, stretches, (a, at, there) => {
        const [slope, p] = [w.local(a.type), w.local(a.type)]
        return [
          ...slope.set(there.load((name) => layout.output(slopeOf(name)))),
          ...a.store(at(to, 3 * v), slope.get),
          ...p.set(kicked(a, a.load(at(to, v)), slope.get)),
          ...a.store(at(to, v), p.get),
          ...(mass === 'diagonal'
            ? sum.add(a, a.mul(p.get, kinetic.velocity(a, at, p.get)))
            : kinetic.keep(a, at, p.get))
        ]
      }),
      ...(mass === 'dense' ? denseVelocities(w, shape, places, to, sum) : []),
      ...one.store({ base: to, offset: places.logDensity }, one.load({ base: zero, offset: nats })),
      ...energyOf(w, sum.total, nats)
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

/** Steps of paths. */
const stepFunctions = (
  shape: PathShape,
  places: Places,
  layout: ModuleLayout
): ReadonlyArray<ModuleFunction> => [
  written('weigh', ['i32'], ['f64'], weighCode(shape, places, layout.output(logJointName))),
  written('leap', ['i32', 'i32', 'f64'], ['f64'], leapCode(shape, places, layout))
]
