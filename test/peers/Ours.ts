/** Our side: the density of a model over real coordinates, and its gradients, in float64. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { deriveDensity } from '../../src/compile/index.ts'
import { type Axes, evaluate, type NamedArray, ref } from '../../src/expr/index.ts'
import type { Problems } from '../../src/ir/Problem.ts'
import { filled } from '../support/Draws.ts'
import { type Case, numbersFor } from './Cases.ts'
import { orderOf } from '../../src/export/source/AxisOrder.ts'
import { withEnds } from '../../src/library/emit/EmitModel.ts'

/** An array over axes in the model's order. */
export interface Stored {
  readonly shape: ReadonlyArray<number>
  readonly values: ReadonlyArray<number>
}

/** ln p(observed, latents) + Σ ln |dx/du| in nats at a point, and its derivatives by site. */
export interface Answer {
  readonly nats: number
  readonly gradients: ReadonlyMap<string, ReadonlyArray<number>>
}

/** What is asked at points of real coordinates by site, and what we answer. */
export interface Asked {
  readonly points: ReadonlyArray<ReadonlyMap<string, Stored>>
  readonly answers: ReadonlyArray<Answer>
}

/** Deviations of the coordinates. */
const deviations = [0.3, 0.6, 1]

const stored = (x: NamedArray, order: Axes): Stored => {
  const { sizes, values } = evaluate({ sizes: new Map(), values: new Map([['x', x]]) })(
    ref('x', order)
  )
  return { shape: sizes, values: [...values] }
}

/** What a peer is given of a model, besides its source: points, and our answers at them. */
export const ours = ({ graph, sizes, values }: Case): E.Either<Problems, Asked> =>
  pipe(
    // without non-centring, so that sites are those of the model as it is written
    deriveDensity({ skip: ['noncentre'] })(graph),
    E.map(({ density }) => {
      const inOrder = orderOf(graph)
      const laidOut = (x: NamedArray): Stored => stored(x, inOrder(x.axes))
      const coordinates = deviations.map(
        (deviation, step) =>
          new Map(
            density.coordinates.map(({ name, axes }) => {
              const n = axes.reduce((k, a) => k * (sizes.get(a) ?? 1), 1)
              const u = numbersFor(name, step, n)
              return [name, filled(axes, sizes, (i) => deviation * (u[i] ?? 0))] as const
            })
          )
      )
      const bySite = (at: ReadonlyMap<string, NamedArray>): ReadonlyMap<string, Stored> =>
        new Map(
          density.coordinates.flatMap(({ name, site }) => {
            const x = at.get(name)
            return x === undefined ? [] : [[site, laidOut(x)] as const]
          })
        )
      const data = withEnds(density.ends)({ sizes, values })
      return {
        points: coordinates.map(bySite),
        answers: coordinates.map((point) => {
          const value = evaluate({ sizes, values: new Map([...data, ...point]) })
          const gradients = new Map([...density.gradients].map(([name, g]) => [name, value(g)]))
          return {
            nats: value(density.logJointNats).values[0] ?? NaN,
            gradients: new Map([...bySite(gradients)].map(([site, g]) => [site, g.values] as const))
          }
        })
      }
    })
  )
