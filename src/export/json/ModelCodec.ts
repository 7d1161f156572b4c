/**
 * The JSON form of a model, as io-ts codecs: its declarations in order, and the expressions in them as
 * one list of nodes, each after its operands, which are positions in the list. What is shared is
 * written once.
 *
 * @since 0.2.0
 */
import * as t from 'io-ts'
import type { DistributionTag } from '../../distributions/Distribution.ts'
import { factsOf, supportTags, type SupportTag } from '../../distributions/supports/Support.ts'
import { type ReduceOp, scalarMap, scalarReduce, scalarZip, type Tag } from '../../expr/index.ts'
import { guides } from '../../guides/index.ts'
import { count } from '../../storage/Codecs.ts'
import { isLaw } from './LawTemplates.ts'

// numbers and names

const beyond = { Infinity: null, '-Infinity': null, NaN: null }
/** JSON has no numbers that are not finite: they are texts. */
const number = t.union([t.number, t.keyof(beyond)])
const names = t.readonlyArray(t.string)
/** A position in the list of nodes. */
const place = count

const support = new t.Type<SupportTag, SupportTag>(
  'support',
  (u): u is SupportTag => supportTags.some((tag) => tag === u),
  (u, context) => {
    const found = supportTags.find((tag) => tag === u)
    return found === undefined ? t.failure(u, context) : t.success(found)
  },
  t.identity
)

// nodes

const op = t.string
const of = <T extends Tag, P extends t.Props>(tag: T, props: P) =>
  t.readonly(t.type({ node: t.literal(tag), ...props }))

const mapOp = t.keyof(scalarMap)
const zipOp = t.keyof(scalarZip)
const reductions: { readonly [O in ReduceOp]: unknown } = scalarReduce
const reduceOp = t.keyof(reductions)

const windows = t.readonly(
  t.type({
    along: t.string,
    at: t.string,
    offset: t.string,
    size: count,
    stride: count,
    padding: count
  })
)

/** One codec a kind of node: a kind without one does not compile. */
const nodeCodecs = {
  Constant: of('Constant', { value: number }),
  Constants: of('Constants', {
    axes: names,
    sizes: t.readonlyArray(count),
    values: t.readonlyArray(number)
  }),
  Ref: of('Ref', { name: t.string }),
  Size: of('Size', { axis: t.string }),
  Iota: of('Iota', { axis: t.string }),
  Map: of('Map', { op: mapOp, x: place }),
  Zip: of('Zip', { op: zipOp, x: place, y: place }),
  Where: of('Where', { condition: place, x: place, y: place }),
  Reduce: of('Reduce', { op: reduceOp, over: names, x: place }),
  Contract: of('Contract', { over: names, x: place, y: place }),
  Rename: of('Rename', { from: t.string, to: t.string, x: place }),
  Merge: of('Merge', { from: names, to: t.string, x: place }),
  Split: of('Split', { from: t.string, to: names, x: place }),
  Gather: of('Gather', { axis: t.string, x: place, index: place }),
  Unfold: of('Unfold', { windows, x: place }),
  Fold: of('Fold', { windows, x: place })
} satisfies { readonly [T in Tag]: t.Mixed }

/** A node as JSON, its operands positions. */
export type NodeJson = t.TypeOf<(typeof nodeCodecs)[Tag]>
export type NodeJsonOf<T extends Tag> = Extract<NodeJson, { readonly node: T }>

const isTag = (u: unknown): u is Tag => typeof u === 'string' && Object.hasOwn(nodeCodecs, u)

/** The codec is that of its kind: none is tried in vain. */
const node = new t.Type<NodeJson, NodeJson, unknown>(
  'node',
  (u): u is NodeJson => t.UnknownRecord.is(u) && isTag(u['node']) && nodeCodecs[u['node']].is(u),
  (u, context) =>
    t.UnknownRecord.is(u) && isTag(u['node'])
      ? nodeCodecs[u['node']].validate(u, context)
      : t.failure(u, context, `${JSON.stringify(u)?.slice(0, 60) ?? 'nothing'} is no node`),
  t.identity
)

// declarations

const role = t.keyof({ latent: null, observed: null })
const tag = t.refinement(op, isLaw, 'distribution')
const optionsC = t.readonly(
  t.partial({
    initial: t.number,
    maxVariance: t.number,
    guide: t.keyof(guides),
    missing: t.keyof({ mask: null, latent: null })
  })
)

/**
 * - `arguments` of the law itself, as positions of nodes; - `along` the axis that one draw uses up
 * - `cuts` the axis of the cutpoints between its indices, `across` that of the columns of a matrix
 * - `size` of a law of vectors: how many elements one has; `rank`: how many factors
 * - `of` the laws that it is made of, `jointly` the axes that are of one of them together
 */
export interface LawJson {
  readonly law: DistributionTag
  readonly arguments: Readonly<Record<string, number>>
  readonly along?: string
  readonly cuts?: string
  readonly across?: string
  readonly size?: number
  readonly rank?: number
  readonly jointly?: ReadonlyArray<string>
  readonly of?: ReadonlyArray<LawJson>
}

const lawC: t.Type<LawJson, unknown> = t.recursion('law', () =>
  t.readonly(
    t.intersection([
      t.type({ law: tag, arguments: t.readonly(t.record(t.string, place)) }),
      t.partial({
        along: t.string,
        cuts: t.string,
        across: t.string,
        size: count,
        rank: count,
        jointly: names,
        of: t.readonlyArray(lawC)
      })
    ])
  )
)

const site = t.intersection([
  t.readonly(t.type({ name: t.string, role, axes: names, options: optionsC })),
  lawC
])

const slot = t.readonly(
  t.intersection([
    t.type({ name: t.string, axes: names }),
    t.partial({ support, indexes: t.string })
  ])
)

const size = t.union([count, t.literal('data')])

export const modelFormat = 1

/** The JSON of a model. */
export const ModelC = t.readonly(
  t.type({
    farrier: t.literal('model'),
    format: t.literal(modelFormat),
    axes: t.readonlyArray(t.readonly(t.type({ name: t.string, size }))),
    data: t.readonlyArray(slot),
    nodes: t.readonlyArray(node),
    sites: t.readonlyArray(site),
    named: t.readonlyArray(t.readonly(t.type({ name: t.string, value: place })))
  })
)
export type ModelJson = t.TypeOf<typeof ModelC>
export type SiteJson = ModelJson['sites'][number]

/** May data be declared to lie there? An index of an axis may; what has ends of its own may not. */
export const isOfData = (tag: SupportTag): boolean => tag === 'Categories' || factsOf(tag).isNumeric
