/**
 * A chain of n sites, each normal around the one before; the last is observed with noise. To see
 * how compilation grows.
 */
import { draw, model, normal, observe } from '../src/dsl/index.ts'

export const chain = (sites: number) =>
  model(function* () {
    let before = yield* draw('x0', normal(0, 1))
    for (let i = 1; i < sites; i++) before = yield* draw(`x${i}`, normal(before, 1))
    yield* observe('y', normal(before, 1))
  })
