import { expect, test } from 'vitest'
import { children } from '../../src/expr/Fold.ts'
import { foldList } from '../../src/expr/index.ts'
import type { Expr } from '../../src/expr/Expr.ts'
import { hashcons } from '../../src/expr/Hashcons.ts'
import { withChildren } from '../../src/expr/Fold.ts'
import { unlikeNodes } from '../support/UnlikeNodes.ts'

test.each(unlikeNodes)('%s keeps two expressions apart; equal ones become one', (_, a, b) => {
  const { unique } = hashcons()
  const shared = foldList<Expr>((node, operands) => unique(withChildren(node, operands)))
  expect(children(a).length).toBe(children(b).length)
  const [one, other] = [shared(a), shared(b)]
  expect(one).not.toBe(other)
  expect(shared(a)).toBe(one)
  expect(shared(b)).toBe(other)
})
