/**
 * Simplification: the rules of the tables `Rules*.ts`, bottom-up to their end, over unique nodes.
 *
 * The result has the same axes and, wherever the original is a number, the same value up to
 * rounding (see `Rules.ts`). No rule applies to it any more, so simplifying twice changes nothing,
 * and no two of its nodes are structurally equal. Each node of the original is visited once.
 *
 * @since 0.1.0
 */
import { bounds } from '../intervals/Bounds.ts'
import type { Expr } from '../Expr.ts'
import { children, postorder, withChildren } from '../Fold.ts'
import { hashcons } from '../Hashcons.ts'
import { type Interval, real } from '../intervals/Interval.ts'
import type { Known, Rule, RuleTable } from './Rules.ts'
import { mapRules } from './RulesMap.ts'
import {
  contractRules,
  foldRules,
  mergeRules,
  reduceRules,
  renameRules,
  splitRules,
  unfoldRules,
  whereRules
} from './RulesShape.ts'
import { zipRules } from './RulesZip.ts'

export interface SimplifyOptions {
  /** Where the references lie, for the rules that hold for some signs only; default: anywhere. */
  readonly env?: (name: string) => Interval
}

export const rules: RuleTable = {
  Constant: () => [],
  Constants: () => [],
  Ref: () => [],
  Size: () => [],
  Iota: () => [],
  Gather: () => [],
  Map: (e) => mapRules(e.op),
  Zip: (e) => zipRules(e),
  Where: () => whereRules,
  Reduce: () => reduceRules,
  Contract: () => contractRules,
  Rename: () => renameRules,
  Merge: () => mergeRules,
  Split: () => splitRules,
  Unfold: () => unfoldRules,
  Fold: () => foldRules
}

/** What the first rule that applies makes of the node. */
export const applyFirst =
  (known: Known) =>
  (e: Expr): { readonly rule: string; readonly result: Expr } | undefined => {
    const first = <N extends Expr>(
      list: ReadonlyArray<Rule<N>>,
      node: N
    ): { readonly rule: string; readonly result: Expr } | undefined => {
      for (const r of list) {
        const result = r.apply(node, known)
        if (result !== undefined) return { rule: r.name, result }
      }
      return undefined
    }
    switch (e._tag) {
      case 'Constant':
      case 'Constants':
      case 'Ref':
      case 'Size':
      case 'Iota':
      case 'Gather':
        return undefined
      case 'Map':
        return first(rules.Map(e), e)
      case 'Zip':
        return first(rules.Zip(e), e)
      case 'Where':
        return first(rules.Where(e), e)
      case 'Reduce':
        return first(rules.Reduce(e), e)
      case 'Contract':
        return first(rules.Contract(e), e)
      case 'Rename':
        return first(rules.Rename(e), e)
      case 'Merge':
        return first(rules.Merge(e), e)
      case 'Split':
        return first(rules.Split(e), e)
      case 'Unfold':
        return first(rules.Unfold(e), e)
      case 'Fold':
        return first(rules.Fold(e), e)
    }
  }

/**
 * A simplifier that remembers: expressions given to the same one share their common nodes. Use one
 * for all the outputs of a program.
 */
export const simplifier = (options: SimplifyOptions = {}): ((e: Expr) => Expr) => {
  const { unique } = hashcons()
  const rewrite = applyFirst({ bounds: bounds(options.env ?? (() => real)) })
  const settled = new Map<Expr, Expr>()
  const simplest = (e: Expr): Expr => {
    const found = settled.get(e)
    if (found === undefined) throw new Error('internal: an operand that is not simplified')
    return found
  }
  /**
   * Of a node over simplified operands; a rule's result has few new nodes, so this recursion stays
   * shallow.
   */
  const settle = (node: Expr): Expr => {
    const known = settled.get(node)
    if (known !== undefined) return known
    const e = unique(withChildren(node, children(node).map(settle)))
    const before = e === node ? undefined : settled.get(e)
    const next = before === undefined ? rewrite(e)?.result : undefined
    const result = before ?? (next === undefined ? e : settle(next))
    settled.set(e, result)
    if (e !== node) settled.set(node, result)
    return result
  }
  const visited = new Set<Expr>()
  return (root) => {
    for (const e of postorder([root], visited)) settle(e)
    return simplest(root)
  }
}

/** One expression, simplified alone. */
export const simplify = (e: Expr): Expr => simplifier()(e)
