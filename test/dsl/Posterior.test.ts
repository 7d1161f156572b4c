/** The typed posterior. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, it } from 'vitest'
import {
  add,
  axis,
  groupJeffreys,
  include,
  normal,
  observe,
  over,
  posteriorOf,
  program,
  sample
} from '../../src/index.ts'
import type { NamedTensor, SitePosterior } from '../../src/ir/Posterior.ts'

const rows = axis('rows', 2),
  columns = axis('columns', 1)
const network = pipe(
  program,
  include('w', groupJeffreys({ group: rows, axes: [rows, columns] })),
  sample('b', normal(0, 1)),
  observe('y', ({ w, b }) => normal(pipe(w, add(b)), 1))
)

const tensor = (axes: ReadonlyArray<string>, ...values: ReadonlyArray<number>): NamedTensor => ({
  axes,
  sizes: axes.map((a) => (a === 'rows' ? 2 : 1)),
  values: Float32Array.from(values)
})
const site = (axes: ReadonlyArray<string>, ...means: ReadonlyArray<number>): SitePosterior => ({
  mean: tensor(axes, ...means),
  variance: tensor(axes, ...means.map(() => 1))
})
const trained = new Map([
  ['w/z', site(['rows'], 1, 2)],
  ['w', site(['rows', 'columns'], 3, 4)],
  ['b', site([], 5)]
])

it('is a record by declared site', () => {
  const posterior = posteriorOf(network)(trained)
  expect(
    pipe(
      posterior,
      E.map((p) => [[...p.w.mean.values], p.w.axes, [...p.b.mean.values], p.b.variance.sizes])
    )
  ).toEqual(E.right([[3, 4], ['rows', 'columns'], [5], []]))
})
it('is refused where a site is missing', () => {
  expect(
    posteriorOf(network)(new Map([...trained].filter(([name]) => name !== 'b')))
  ).toMatchObject({ left: [{ where: 'b' }] })
})
it('has the sites of the model in its type', () => {
  const other = pipe(program, sample('c', over(rows)(normal(0, 1))))
  expect(posteriorOf(other)(trained)).toMatchObject({
    left: [{ where: 'c', what: 'the posterior has no such site' }]
  })
})
