import { expect, test } from 'vitest'
import { noNames } from '../../src/library/PosteriorNames.ts'
import type { Predictions } from '../../src/library/PredictRows.ts'
import {
  predictedCount,
  predictionsCsv,
  predictionsJson,
  showPredictions
} from '../../src/report/PredictionText.ts'

const question = { probabilities: [0.05, 0.95], draws: 400, seed: 1 }

const numbers: Predictions = {
  fromPrior: [],
  question,
  sites: [
    {
      site: 'y',
      axes: ['people'],
      sizes: [3],
      values: {
        _tag: 'Numbers',
        mean: Float64Array.of(1, 2, 3),
        sd: Float64Array.of(0.1, 0.2, 0.3),
        quantiles: Float64Array.of(0, 2, 1, 3, 2, 4)
      }
    }
  ]
}

const outcomes: Predictions = {
  fromPrior: [],
  question,
  sites: [
    {
      site: 'group',
      axes: ['people', 'parts'],
      sizes: [1, 2],
      values: {
        _tag: 'Outcomes',
        outcomes: 3,
        probabilities: Float64Array.of(0.5, 0.25, 0.25, 1, 0, 0)
      }
    }
  ]
}

const names = {
  indices: new Map([['parts', ['left', 'right']]]),
  outcomes: new Map([['group', ['a', 'b, or so', 'c']]])
}

test('numbers have a row each, with mean, sd and quantiles', () => {
  expect(predictionsCsv(numbers, noNames)).toBe(
    'people,mean,sd,q0.05,q0.95\n0,1,0.1,0,2\n1,2,0.2,1,3\n2,3,0.3,2,4\n'
  )
  expect(showPredictions(numbers, noNames, 2)).toBe(
    [
      'people  mean   sd  q0.05  q0.95',
      '0          1  0.1      0      2',
      '1          2  0.2      1      3',
      '2 of 3 rows',
      '400 posterior predictive draws, seed 1; a mean is off by 0.05 sd or so'
    ].join('\n')
  )
  expect(predictedCount(numbers)).toBe(3)
})

test('outcomes have a probability for each label, quoted where it must be', () => {
  expect(predictionsCsv(outcomes, names)).toBe(
    'people,parts,p(a),"p(b, or so)",p(c)\n0,left,0.5,0.25,0.25\n0,right,1,0,0\n'
  )
  expect(predictionsCsv(outcomes, noNames)).toMatch(/^people,parts,p\(0\),p\(1\),p\(2\)\n0,0,/)
  expect(showPredictions(outcomes, names, 10)).toMatch(/a probability by 0.025 at most, or so$/)
})

test('several sites stand one after the other, with empty cells where a column is not theirs', () => {
  const both: Predictions = {
    question,
    fromPrior: [],
    sites: [...numbers.sites, ...outcomes.sites]
  }
  expect(predictionsCsv(both, names).split('\n').slice(0, 5)).toEqual([
    'site,people,parts,mean,sd,q0.05,q0.95,p(a),"p(b, or so)",p(c)',
    'y,0,,1,0.1,0,2,,,',
    'y,1,,2,0.2,1,3,,,',
    'y,2,,3,0.3,2,4,,,',
    'group,0,left,,,,,0.5,0.25,0.25'
  ])
  expect(predictionsJson(outcomes, names)).toEqual({
    draws: 400,
    seed: 1,
    columns: ['people', 'parts', 'p(a)', 'p(b, or so)', 'p(c)'],
    rows: [
      [0, 'left', 0.5, 0.25, 0.25],
      [0, 'right', 1, 0, 0]
    ]
  })
})
