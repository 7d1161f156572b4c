/** What `explain` says of a latent that data end, as text and as data. */
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { compile, explain } from '../../src/compile/index.ts'
import {
  add,
  build,
  halfNormal,
  normal,
  observe,
  over,
  plate,
  program,
  sample,
  uniform
} from '../../src/dsl/index.ts'
import { showExplanation } from '../../src/report/derivation/DerivationText.ts'
import { must } from '../inference/Fits.ts'

const rows = plate('rows')

test('a narrowed site says to what, by which law, and has the guide of what is left', () => {
  const graph = must(
    build(
      pipe(
        program,
        sample('h', halfNormal(1)),
        sample('m', normal(0, 1)),
        observe('y', ({ h }) => over(rows)(uniform(0, h))),
        observe('u', ({ m }) => over(rows)(uniform(m, pipe(m, add(1)))))
      )
    )
  )
  const found = explain(graph, must(compile()(graph)).program)
  expect(found.sites.map(({ name, narrowed }) => [name, narrowed])).toEqual([
    ['h', ['h ≥ y for every y: y ~ uniform(0, h) has no density elsewhere']],
    [
      'm',
      [
        'm ≤ u for every u: u ~ uniform(m, m + 1) has no density elsewhere',
        'm ≥ u − 1 for every u: u ~ uniform(m, m + 1) has no density elsewhere'
      ]
    ],
    ['y', undefined],
    ['u', undefined]
  ])
  const text = showExplanation(found)
  expect(text).toContain(
    'narrowed to h ≥ y for every y: y ~ uniform(0, h) has no density elsewhere'
  )
  expect(text).toContain('guide h ~ shiftedLogNormal (one side of an end)')
  expect(text).toContain('guide m ~ logitNormal (an interval)')
})
