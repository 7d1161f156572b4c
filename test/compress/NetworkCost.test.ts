import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixedSizes, type Network, networkCost, openAxes } from '../../src/compress/index.ts'
import { roots } from '../../src/compress/Network.ts'
import { postorder, refs } from '../../src/expr/index.ts'
import {
  arbitraryNetwork,
  caseOf,
  classes,
  evaluateNetwork,
  imageCount,
  plate
} from './ArbitraryNetwork.ts'

const costOf = (n: Network, most?: number) => {
  const open = openAxes(n)
  const sizes = new Map([...fixedSizes(n), ...[...open].map((a) => [a, 1] as const)])
  return networkCost(n.predictions, sizes, open, most)
}

test('counts what the operations of a layer make and go through', () => {
  // logits: a product over 3 pixels for each of 3 classes, a bias; of each class its loss
  expect(costOf(caseOf('shallow', 'relu', { pixels: 3, h1: 2 }))).toEqual({
    operations: 9,
    numbers: 3 + 3 + 1 + 3 * (1 + 1) + 3,
    rowNumbers: 3 + 3 + 1 + 3 * (1 + 1) + 3,
    work: 9 + 3 + 3 + 3 * (1 + 1)
  })
})

test('looks at no more operations than it is asked to', () =>
  expect(costOf(caseOf('shallow', 'relu', { pixels: 3, h1: 2 }), 8).work).toBe(0))

test('counts the numbers that the interpreter makes for a row', () => {
  fc.assert(
    fc.property(arbitraryNetwork, ({ full, data }) => {
      const valueOf = evaluateNetwork(full, data)
      const made = postorder(roots(full)).filter((e) => e._tag !== 'Ref' && e.axes.includes(plate))
      const perRow = made.map((e) => {
        const times = refs([e]).has('y') ? classes : 1
        return (times * valueOf(e).values.length) / imageCount
      })
      expect(costOf(full).rowNumbers).toBe(perRow.reduce((a, b) => a + b, classes))
    }),
    { numRuns: 60 }
  )
})
