/**
 * Data and parameters of a Stan program, with the constraints of their supports.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { family } from '../../distributions/Distribution.ts'
import type { SupportTag } from '../../distributions/supports/Support.ts'
import type { Axes, Expr } from '../../expr/Expr.ts'
import type { Graph } from '../../ir/Graph.ts'
import { type Problem, refuse } from '../../ir/Problem.ts'
import type { ModelNames } from '../source/ModelNames.ts'
import type { EmittedSlot, ModelToEmit } from '../source/ModelToEmit.ts'
import type { PreparedSite } from '../source/PreparedModel.ts'
import { isWhole } from '../source/WholeNumbers.ts'
import { bare } from './StanPositions.ts'
import { axesComment, stanIntegers, stanType } from './StanValues.ts'
import { stanWriter, type WriterSetting } from './StanWriter.ts'

/** What is declared, and how it is called. */
export interface Declared {
  readonly names: ModelNames
  readonly slots: ReadonlyArray<EmittedSlot>
}

/** Of a support without ends of its own; `size` is that of the axis that values are positions on. */
const constraintOf: { readonly [S in SupportTag]: (size: string) => string } = {
  Real: () => '',
  // of data alone: latents are written as their coordinates
  Ordered: () => '',
  Correlation: () => '<lower=-1, upper=1>',
  Simplex: () => '<lower=0, upper=1>',
  Signed: () => '',
  Positive: () => '<lower=0>',
  Interval: () => '',
  HalfLine: () => '',
  PositiveHalfLine: () => '',
  PositiveInterval: () => '',
  UnitInterval: () => '',
  Binary: () => '<lower=0, upper=1>',
  Categories: (size) => `<lower=1, upper=${size}>`,
  Counts: () => '<lower=0>',
  CountsTo: () => '<lower=0>',
  Unit: () => '<lower=0, upper=1>'
}

/** Positions count from 1. */
const shiftOf = (support: SupportTag | undefined): number => (support === 'Categories' ? 1 : 0)

export const stanSlots = (
  { graph, ends }: ModelToEmit,
  sized: Axes,
  names: ModelNames,
  inOrder: (axes: Axes) => Axes
): ReadonlyArray<EmittedSlot> => {
  const slot = (name: string, axes: Axes, support: SupportTag | undefined): EmittedSlot => ({
    name,
    identifier: names.value(name),
    holds: support !== undefined && isWhole[support] ? 'integer' : 'real',
    axes: inOrder(axes),
    shift: shiftOf(support)
  })
  return [
    ...sized.map((axis): EmittedSlot => ({
      name: axis,
      identifier: names.size(axis),
      holds: 'size',
      axes: [],
      shift: 0
    })),
    ...graph.data.map((d) => slot(d.name, d.axes, d.support)),
    ...ends.map((e) => slot(e.name, e.axes, undefined)),
    ...graph.sites.flatMap((s) =>
      s.role === 'observed' ? [slot(s.name, s.axes, family(s.dist).support._tag)] : []
    )
  ]
}

export const stanData = (
  g: Graph,
  { slots, sizeText }: WriterSetting & Declared
): ReadonlyArray<string> =>
  slots.map(({ name, identifier, holds, axes }) => {
    if (holds === 'size')
      return `int<lower=0> ${identifier};${identifier === name ? '' : ` // the size of ${name}`}`
    const datum = g.data.find((d) => d.name === name),
      site = g.sites.find((s) => s.name === name)
    const facts = site === undefined ? undefined : family(site.dist)
    const support = facts?.support._tag ?? datum?.support ?? 'Real'
    const along = datum?.indexes ?? facts?.consumes[0] ?? ''
    // what is observed may lie on an end: its density says how much that is
    const isFree = facts !== undefined && holds === 'real'
    const constraint = isFree ? '' : constraintOf[support](sizeText(along))
    const sizes = axes.map(sizeText)
    const type = holds === 'integer' ? stanIntegers(sizes, constraint) : stanType(sizes, constraint)
    return `${type} ${identifier};${axesComment(sizeText)(axes)}`
  })

/** Errors: an end that no expression of one line has. */
export const stanParameter =
  (setting: WriterSetting & Declared) =>
  ({ site, bounds }: PreparedSite): E.Either<Problem, string> => {
    const axes = setting.inOrder(site.axes)
    const writer = stanWriter(setting, true)
    const endText = (end: Expr | undefined): string | undefined => {
      if (end === undefined) return undefined
      const { whole, axes: own } = writer.value(end)
      return whole !== undefined && (own.length === 0 || own.length === axes.length)
        ? bare(whole)
        : ''
    }
    const low = endText(bounds?.low),
      high = endText(bounds?.high)
    if (low === '' || high === '' || writer.lines.length > 0)
      return refuse(
        site.name,
        `an end of its values takes more than a line of Stan`,
        'parameters are declared with their constraints, before anything is computed',
        'give it ends that are the same for all elements, or that are sites or data over its axes'
      )
    const ends = [
      ...(low === undefined ? [] : [`lower=${low}`]),
      ...(high === undefined ? [] : [`upper=${high}`])
    ]
    const constraint =
      ends.length > 0 ? `<${ends.join(', ')}>` : constraintOf[family(site.dist).support._tag]('')
    const identifier = setting.names.value(site.name)
    const said = identifier === site.name ? '' : ` // ${site.name}`
    return E.right(
      `${stanType(axes.map(setting.sizeText), constraint)} ${identifier};` +
        (said === '' ? axesComment(setting.sizeText)(axes) : said)
    )
  }
