import { expect, test } from 'vitest'
import { showForm, showSolution } from '../../src/report/SolutionText.ts'

const facts = { draws: 2048, stepSds: 0.0049, drawErrorSds: 0.018, lossNats: 31.57, moving: [] }

test('a fit that arrived says how near it is, and how exactly that is known', () => {
  expect(showSolution(facts, 2)).toEqual([
    'converged after 2 rounds: no site is further than 0.0049 sd from the optimum',
    'the loss is a mean over 2,048 fixed draws, which may have moved a site by 0.018 sd; loss 31.57 nats'
  ])
})

test('a fit that did not names the sites that still moved', () => {
  expect(showSolution({ ...facts, stepSds: 1.5, moving: ['mu', 'tau'] }, 40)[0]).toBe(
    'not converged after 40 rounds: mu, tau still moved, by up to 1.5 sd'
  )
})

test('a form is said with what the other would cost', () => {
  const w = { sites: ['w'], what: 'centred', than: 'non-centred' }
  expect(showForm([{ ...w, betterByNats: 13.2 }])).toEqual([
    'w: centred, 13.2 nats better than non-centred'
  ])
  expect(showForm([{ ...w, betterByNats: 0.01 }])).toEqual([
    'w: centred, non-centred would be no better'
  ])
})
