/**
 * Ends of observations that are latent, where what they leave of it cannot be derived, or is nothing.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  add,
  axis,
  data,
  gather,
  halfNormal,
  indicesOf,
  model,
  normal,
  observe,
  over,
  plate,
  positives,
  program,
  sample,
  square,
  sub,
  uniform
} from '../../../src/dsl/index.ts'
import { bindData, type BoundData, dataStarts } from '../../../src/inference/index.ts'
import { compileModel } from '../../../src/library/index.ts'
import { showProblem } from '../../../src/ir/Problem.ts'
import { must } from '../../inference/Fits.ts'
import { tensor } from '../../inference/Programs.ts'

const rows = plate('rows'),
  groups = axis('groups', 3)
const column = (...values: ReadonlyArray<number>) => tensor(['rows'], [values.length], values)
const bound = (given: Readonly<Record<string, ReadonlyArray<number>>>): BoundData =>
  new Map(Object.entries(given).map(([name, values]) => [name, column(...values)]))

const window = pipe(
  program,
  sample('m', normal(0, 1)),
  observe('u', ({ m }) => over(rows)(uniform(m, pipe(m, add(1)))))
)

describe('what is refused by name', () => {
  const refusal = (compiled: ReturnType<ReturnType<typeof compileModel>>): ReadonlyArray<string> =>
    isLeft(compiled) ? compiled.left.map((p) => showProblem(p).split('\n')[0] ?? '') : []

  it('an end in two latents', () => {
    const two = model(function* () {
      const c = yield* sample('c', normal(0, 1))
      const w = yield* sample('w', halfNormal(1))
      yield* observe('y', over(rows)(uniform(sub(w)(c), pipe(c, add(w)))))
    })
    expect(refusal(compileModel()(two))).toEqual([
      'y: the low end of Uniform is c − w: c and w are both unknown',
      'y: the high end of Uniform is c + w: c and w are both unknown'
    ])
  })

  it('an end that is not known to rise or fall', () => {
    const folded = model(function* () {
      const m = yield* sample('m', normal(0, 1))
      yield* observe('y', over(rows)(uniform(-1, square(m))))
    })
    expect(refusal(compileModel()(folded))).toEqual([
      'y: the high end of Uniform is m²: it is not known to rise or fall with m'
    ])
  })

  it('a latent whose prior ends at another one', () => {
    const chained = model(function* () {
      const l = yield* sample('l', normal(0, 1))
      const h = yield* sample('h', uniform(l, 10))
      yield* observe('x', normal(l, 1))
      yield* observe('y', over(rows)(uniform(-20, h)))
    })
    expect(refusal(compileModel()(chained))).toEqual([
      'h: data end where h lies, and so does another latent: l and 10'
    ])
  })

  it('a guide that does not fit what is left', () => {
    const asked = pipe(
      program,
      sample('h', halfNormal(1), { guide: 'logNormal' }),
      observe('y', ({ h }) => over(rows)(uniform(0, h)))
    )
    expect(refusal(compileModel()(asked))).toEqual([
      'h: the guide logNormal does not fit HalfNormal (support HalfLine, as data end it)'
    ])
  })

  const starting = (m: Parameters<ReturnType<typeof compileModel>>[0], given: BoundData) => {
    const { program: compiled } = must(compileModel()(m))
    const found = dataStarts(compiled, must(bindData(compiled, given)))
    return isLeft(found) ? found.left.map((p) => `${p.where}: ${p.what}`) : []
  }

  it('data that leave a latent no values, with the rows that say so', () => {
    expect(starting(window, bound({ u: [5.2, 6.6] }))).toEqual([
      'm: the data leave it no values: it is at least 5.6 (by u − 1 in row 2 of u) ' +
        'and at most 5.2 (by u in row 1 of u)'
    ])
    const limited = pipe(
      program,
      sample('h', uniform(0, 3)),
      observe('y', ({ h }) => over(rows)(uniform(0, h)))
    )
    expect(starting(limited, bound({ y: [1, 3.5] }))).toEqual([
      'h: the data leave it no values: it is at least 3.5 (by y in row 2 of y) ' +
        'and at most 3 (by its prior)'
    ])
  })

  it('an element that no data speak of, of a real latent', () => {
    const shifted = pipe(
      program,
      data('group', [rows], indicesOf(groups)),
      data('width', [rows], positives),
      sample('m', over(groups)(normal(0, 1))),
      observe('y', ({ m, group, width }) => {
        const low = pipe(m, gather(groups)(group))
        return uniform(low, pipe(low, add(width)))
      })
    )
    expect(starting(shifted, bound({ group: [0, 1], width: [1, 1], y: [1, 2] }))).toEqual([
      'm, element 3 of 3: the data set it no low end',
      'm, element 3 of 3: the data set it no high end'
    ])
  })
})
