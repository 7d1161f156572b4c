/** The page of results: what is made stands between its marks, and its study is the one that is shipped. */
import { readFileSync } from 'node:fs'
import { optionsOf } from 'farrier'
import { expect, test } from 'vitest'
import { decoded, errorPercent, PressedC } from '../../bench/results/Outcome.ts'
import { begin, end, putBetweenMarks } from '../../bench/results/Marks.ts'
import dense from '../../dsl-examples/lenet-300-100.ts'
import convolutional from '../../dsl-examples/lenet-5.ts'
import study from '../../dsl-examples/studies/lenets.ts'
import { cellsOf } from '../../src/study/index.ts'
import { root } from './Blocks.ts'

test('the document has its two marks, and only what is between them is replaced', () => {
  const document = readFileSync(`${root}docs/results.md`, 'utf8')
  const once = putBetweenMarks('made')(document) ?? ''
  expect(once.split(begin)[0]).toBe(document.split(begin)[0])
  expect(once.split(end)[1]).toBe(document.split(end)[1])
  expect(putBetweenMarks('made')(once)).toBe(once)
  expect(putBetweenMarks('made')('no marks')).toBeUndefined()
})

test('every method is a row of both networks, three seeds but for what is only compared with', () => {
  const document = readFileSync(`${root}docs/results.md`, 'utf8')
  for (const name of Object.keys(study.methods))
    expect(document.split('\n').filter((line) => line.startsWith(`| ${name} |`))).toHaveLength(2)
  expect(cellsOf(study)).toHaveLength(2 * (11 * 3 + 1))
})

test('each method has a prior that both networks have', () => {
  for (const model of [dense, convolutional]) {
    const expects = optionsOf(model).find((o) => o.name === 'prior')?.expects ?? ''
    for (const { model: options } of cellsOf(study)) expect(expects).toContain(options['prior'])
  }
})

test('what the commands print is checked: the last line counts, a missing field is named', () => {
  const row = {
    nonZeroPercent: 10,
    pruningRate: null,
    fastPredictionRate: 30,
    maximumCompressionRate: 60,
    sizeBytes: 17_747,
    architecture: '300-80-20',
    publishedBits: '9-9-12'
  }
  expect(
    decoded(PressedC, 'press', `said\n${JSON.stringify({ row, more: 1 })}\n`).row.pruningRate
  ).toBeNull()
  expect(() =>
    decoded(PressedC, 'press', JSON.stringify({ row: { ...row, sizeBytes: '1' } }))
  ).toThrow(/sizeBytes/)
  expect(errorPercent([{ errorRate: 0.021 }])).toBeCloseTo(2.1)
})
