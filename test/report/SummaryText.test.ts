import { expect, test } from 'vitest'
import type { SiteSummary, SummaryQuestion } from '../../src/inference/index.ts'
import { elementName, showSummary, summaryCsv, summaryJson } from '../../src/report/SummaryText.ts'

const question: SummaryQuestion = { probabilities: [0.05, 0.95], draws: 1000, seed: 7, rows: 2 }
const sites: ReadonlyArray<SiteSummary> = [
  {
    site: 'mu',
    axes: [],
    count: 1,
    moments: 'closed form',
    quantiles: 'closed form',
    elements: [{ index: [], mean: 4.5312, sd: 3.2, quantiles: [-0.7321, 9.79] }]
  },
  {
    site: 'w',
    axes: ['pixels', 'h1'],
    count: 235_200,
    moments: 'closed form',
    quantiles: 'draws',
    elements: [
      { index: [0, 0], mean: Math.fround(0.1), sd: 1e-7, quantiles: [-1, 1] },
      { index: [0, 1], mean: 0, sd: Infinity, quantiles: [-Infinity, Infinity] }
    ]
  }
]

test('a summary is a table, what it leaves out, and how exact its draws are', () => {
  expect(showSummary(sites, question, new Map())).toBe(
    [
      'site                mean    sd      5 %  95 %',
      'mu                 4.531   3.2  -0.7321  9.79',
      'w[pixels 0, h1 0]    0.1  1e-7       -1     1',
      'w[pixels 0, h1 1]      0     ∞       −∞     ∞',
      'w: 2 of 235,200 elements (--rows)',
      'from 1,000 draws of the guide (seed 7): quantiles of w',
      'the 5 % quantile of so many draws is a true one of 3.649 % to 6.351 %, 95 times in ' +
        '100; a mean is off by sd/√1,000 = 0.03162 sd'
    ].join('\n')
  )
  expect(showSummary(sites.slice(0, 1), question, new Map())).toMatch(
    /\neverything in closed form, of the guide$/
  )
})

test('the same as comma-separated values, with labels quoted, and as an object', () => {
  const names = new Map([['h1', ['plain', 'with "quotes", and commas']]])
  expect(summaryCsv(sites, question, names)).toBe(
    [
      'site,mean,sd,q0.05,q0.95',
      'mu,4.5312,3.2,-0.7321,9.79',
      '"w[pixels 0, h1 plain]",0.1,1e-7,-1,1',
      '"w[pixels 0, h1 with ""quotes"", and commas]",0,Infinity,-Infinity,Infinity',
      ''
    ].join('\n')
  )
  expect(summaryJson(sites, question, names)).toMatchObject({
    draws: 1000,
    seed: 7,
    sites: [
      { site: 'mu', rows: [{ name: 'mu', quantiles: { '0.05': -0.7321, '0.95': 9.79 } }] },
      { site: 'w', elements: 235_200, quantiles: 'draws', rows: [{ index: [0, 0] }, {}] }
    ]
  })
})

test('an element is named by its axes, with the names of indices that have some', () => {
  expect(elementName('mu', [], [], new Map())).toBe('mu')
  const names = new Map([['features', ['age', 'height']]])
  expect(elementName('w', ['features', 'k'], [1, 3], names)).toBe('w[features height, k 3]')
  expect(elementName('w', ['features'], [2], names)).toBe('w[features 2]')
})

test('one draw is one draw', () => {
  const one = sites.map((s) => ({ ...s, moments: 'chains' as const }))
  expect(showSummary(one, { ...question, draws: 1 }, new Map())).toContain('from 1 draw of the')
})
