/**
 * What a network predicts: a list of operations, and for each observed site where its distribution
 * is among them.
 */
import type { Network } from '../../compress/index.ts'
import { roots } from '../../compress/index.ts'
import { factsOf, supportOfCode, type SupportTag } from '../../distributions/supports/Support.ts'
import { type Expr, isSubset, zero } from '../../expr/index.ts'
import type { Prediction } from '../../ir/Variational.ts'
import type { Budget } from '../Budget.ts'
import { type NumberOf, readExpressions, writeExpressions } from './ExpressionCodec.ts'
import { type ByteReader, type Bytes, list, natural } from './NetFileBytes.ts'

export const writePredictions = (n: Network, numberOf: NumberOf): Bytes => {
  const name = (s: string): Bytes => natural(numberOf(s))
  const { bytes, position } = writeExpressions(numberOf)(roots(n))
  const prediction = (p: Prediction): Bytes => [
    ...name(p.site),
    ...name(p.family),
    ...natural(factsOf(p.support).code),
    ...list(name)(p.axes),
    ...list(name)(p.consumes),
    ...list((a: Prediction['arguments'][number]) => [
      ...name(a.name),
      ...natural(position(a.value))
    ])(p.arguments),
    ...natural(position(p.negativeLogLikelihood))
  ]
  return [...bytes, ...list(prediction)(n.predictions)]
}

/** Fails the reader on what is no operation, no name, or over the budget. */
export const readPredictions = (
  r: ByteReader,
  names: ReadonlyArray<string>,
  budget: Budget
): ReadonlyArray<Prediction> => {
  const nodes = readExpressions(r, names, budget)
  const name = (): string => {
    const found = names[r.natural()]
    if (found === undefined) r.fail('a name is not in the table')
    return found ?? ''
  }
  const node = (): Expr => {
    const found = nodes[r.natural()]
    if (found === undefined) r.fail('a prediction is no operation of the list')
    return found ?? zero
  }
  const supportIn = (): SupportTag => {
    const found = supportOfCode(r.natural())
    if (found === undefined) r.fail('a support is not known')
    return found ?? 'Real'
  }
  return r.list(() => {
    const site = name(),
      family = name(),
      support = supportIn(),
      axes = r.list(name),
      consumes = r.list(name)
    const given = r.list(() => {
      const argument = name()
      return { name: argument, value: node() }
    })
    const negativeLogLikelihood = node()
    if (!isSubset(negativeLogLikelihood.axes, axes) || new Set(axes).size < axes.length)
      r.fail('the axes of a prediction do not fit')
    return { site, family, support, axes, consumes, arguments: given, negativeLogLikelihood }
  }, budget.operations)
}
