/**
 * A model as a Stan program: data, parameters with the constraints of their supports, and a model
 * block that adds every site's log density to the target, in order of declaration.
 *
 * Densities are `_lpdf` and `_lpmf`, which keep their constants. Sites of one axis are added at once,
 * others element by element. Indices count from 1, in the data too.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { family } from '../../distributions/Distribution.ts'
import { type Axes, constant, type Expr, iota, where } from '../../expr/Expr.ts'
import { fold, rebuild } from '../../expr/Fold.ts'
import { level, piece } from '../../expr/print/Notation.ts'
import { equal, sumOver } from '../../expr/Words.ts'
import type { Problems } from '../../ir/Problem.ts'
import { orderOf } from '../source/AxisOrder.ts'
import { indexesIn } from '../source/GraphFacts.ts'
import { modelNames } from '../source/ModelNames.ts'
import type { EmittedModel, ModelToEmit } from '../source/ModelToEmit.ts'
import { type PreparedModel, prepared } from '../source/PreparedModel.ts'
import { sizeTexts } from '../source/SizeTexts.ts'
import { type Declared, stanData, stanParameter, stanSlots } from './StanDeclarations.ts'
import { stanLaw } from './StanDistributions.ts'
import { lackedByStan } from './StanOperations.ts'
import { programText, stanReserved } from './StanProgram.ts'
import { stanTarget } from './StanTarget.ts'
import { elementOf, loopNames, variable } from './StanValues.ts'
import { stanWriter, type WriterSetting } from './StanWriter.ts'

/** Axes of what is declared, and those that data are positions along: their sizes are data. */
const sizedAxes = ({ graph, ends }: ModelToEmit): Axes => {
  const indexed = [
    ...graph.data.flatMap((d) => d.indexes ?? []),
    ...graph.sites.flatMap((s) => family(s.dist).consumes)
  ]
  const declared = [...graph.data, ...ends, ...graph.sites].flatMap((x) => x.axes)
  const all = new Set([...declared, ...indexed])
  return graph.axes.flatMap((a) => (a.size === 'data' || all.has(a.name) ? [a.name] : []))
}

/** What is gathered by other than data is a sum over the axis: 0 where no position is the index. */
const withoutGathers = (model: ModelToEmit): ((e: Expr) => Expr) => {
  const isIndex = indexesIn(model.graph)
  return fold<Expr>({
    ...rebuild,
    Gather: (folded, e) => {
      const { axis, x, index } = folded
      return index._tag === 'Ref' && isIndex(index.name, axis)
        ? rebuild.Gather(folded, e)
        : sumOver([axis])(where(pipe(iota(axis), equal(index)), x, constant(0)))
    }
  })
}

const settingOf = (model: ModelToEmit, p: PreparedModel): WriterSetting & Declared => {
  const { graph } = model,
    sized = sizedAxes(model)
  const names = modelNames(model, sized, stanReserved)
  const inOrder = orderOf(graph)
  const declared = new Map(
    graph.axes.map(({ name, size }) => [
      name,
      sized.includes(name) ? names.size(name) : size === 'data' ? '' : size
    ])
  )
  const sizes = sizeTexts(declared, p.roots, '%/%')
  const slots = stanSlots(model, sized, names, inOrder)
  const isIndex = indexesIn(graph)
  return {
    names,
    slots,
    inOrder,
    uses: p.uses,
    sizeText: (axis) => String(sizes.get(axis) ?? ''),
    nameOf: (e) => {
      const own = p.named.get(e)
      return own === undefined ? undefined : names.named(own)
    },
    indexOver: (axes) => loopNames(axes, names.isTaken),
    positions: (name, axis) => (isIndex(name, axis) ? names.value(name) : undefined),
    reference: (name, axes) => {
      const own = names.value(name)
      const slot = slots.find((s) => s.name === name && s.holds === 'integer')
      if (slot === undefined) return variable(own, axes)
      // integers are no numbers yet: a quotient of two would be rounded
      return {
        axes,
        at: (index) =>
          slot.shift === 0
            ? piece(`1.0 * ${elementOf(own, axes, index).text}`, level.product)
            : piece(`${elementOf(own, axes, index).text} - ${slot.shift}.0`, level.sum),
        whole: undefined,
        isStored: true
      }
    }
  }
}

const written = (model: ModelToEmit, p: PreparedModel): E.Either<Problems, EmittedModel> => {
  const { graph } = model,
    setting = settingOf(model, p)
  const { names, slots } = setting
  const latents = p.sites.filter(({ site }) => site.role === 'latent')
  const parameters = latents.map(stanParameter(setting))
  const problems = parameters.flatMap((found) => (E.isLeft(found) ? [found.left] : []))
  const writer = stanWriter(setting)
  for (const s of p.sites) stanTarget(graph, setting, writer)(s)
  return isNonEmpty(problems)
    ? E.left(problems)
    : E.right({
        source: programText(model.name, {
          data: stanData(graph, setting),
          parameters: parameters.flatMap((found) => (E.isRight(found) ? [found.right] : [])),
          model: writer.lines
        }),
        slots,
        latents: new Map(latents.map(({ site }) => [site.name, names.value(site.name)] as const))
      })
}

/** Errors: an operation that Stan lacks; ends that cannot be written where parameters are declared. */
export const emitStan = (model: ModelToEmit): E.Either<Problems, EmittedModel> =>
  pipe(
    model,
    prepared({
      language: 'Stan',
      has: (d) => stanLaw(d) !== undefined,
      lacks: lackedByStan,
      written: withoutGathers(model)
    }),
    E.chain((p) => written(model, p))
  )
