/**
 * What a site adds to the target.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/Distribution.ts'
import { type Expr, meet } from '../../expr/Expr.ts'
import { isPositive } from '../../expr/intervals/Interval.ts'
import { type Piece, piece } from '../../expr/print/Notation.ts'
import { seenOf } from '../../ir/Derived.ts'
import type { Graph } from '../../ir/Graph.ts'
import { valuesIn } from '../source/GraphFacts.ts'
import type { PreparedSite } from '../source/PreparedModel.ts'
import { isWhole } from '../source/WholeNumbers.ts'
import type { Declared } from './StanDeclarations.ts'
import { type StanArgument, type StanLaw, stanLaw } from './StanDistributions.ts'
import { bare } from './StanPositions.ts'
import { elementOf, looped } from './StanValues.ts'
import type { StanWriter, WriterSetting } from './StanWriter.ts'

/** How an argument stands in a call, given its value there. */
type Place = (e: Expr) => Piece | undefined

const timesAll = (sizes: ReadonlyArray<string>, plus: string): string =>
  [...sizes, plus].join(' * ')

export const stanTarget = (
  graph: Graph,
  { names, inOrder, sizeText, indexOver }: WriterSetting & Declared,
  writer: StanWriter
): ((p: PreparedSite) => void) => {
  const lies = valuesIn(graph)
  const add = (nats: string): string => `target += ${nats};`

  return ({ site, arguments: given, density }) => {
    const f = family(site.dist)
    const name = names.value(site.name),
      over = inOrder(site.axes)
    if (density !== undefined) {
      const nats = writer.value(density).whole
      writer.push(add(bare(nats ?? piece(''))))
      return
    }
    const law = stanLaw(site.dist)
    if (law === undefined) return
    const isCount = isWhole[f.support._tag]
    const mayBeMissing = site.options.missing !== undefined

    const valueOf = (argument: string): Expr => {
      const value = given.get(argument)
      if (value === undefined) throw new Error(`internal: ${f.tag} has no argument ${argument}`)
      return value
    }
    const argumentText = (a: StanArgument, place: Place): string | undefined => {
      if ('number' in a) return a.number
      const value = valueOf(a.argument),
        code = place(value)
      if (code === undefined) return undefined
      // only the square of a signed scale counts
      const isSigned = f.arguments.find((x) => x.name === a.argument)?.support === 'Signed'
      const plain = isSigned && !isPositive(lies(value)) ? piece(`abs(${code.text})`) : code
      return a.isInverse === true ? `inv(${plain.text})` : bare(plain)
    }
    const call = (l: StanLaw, x: string, place: Place): string | undefined => {
      const texts = l.arguments.map((a) => argumentText(a, place))
      return texts.every((t) => t !== undefined)
        ? `${l.name}_${isCount ? 'lpmf' : 'lpdf'}(${x} | ${texts.join(', ')})`
        : undefined
    }

    /** All elements in one call: of one axis, or of two under the same arguments. */
    const wholeCall = (): string | undefined => {
      if (over.length > 2 || f.consumes.length > 0 || mayBeMissing) return undefined
      const place: Place = (e) => {
        const { axes, whole } = writer.value(e)
        return axes.length === 0 || (over.length === 1 && axes.length === 1) ? whole : undefined
      }
      const flat = isCount ? `to_array_1d(${name})` : `to_vector(${name})`
      return call(law, over.length === 2 ? flat : name, place)
    }
    const whole = wholeCall()
    if (whole !== undefined) {
      const more = law.plus === undefined ? '' : ` + ${timesAll(over.map(sizeText), law.plus)}`
      writer.push(add(whole + more))
      return
    }

    const index = indexOver(over)
    /** The vector along the axis that one draw uses up. */
    const slice: Place = (e) => {
      const own = inOrder(e.axes).filter((axis) => !f.consumes.includes(axis))
      const used = meet(f.consumes, e.axes)
      const at = elementOf(writer.inVariable(e, [...own, ...used]), own, index)
      return own.length === 0
        ? at
        : piece(own.length === 1 ? `${at.text}'` : `to_vector(${at.text})`)
    }
    // with elements of matrices inside a call, stanli 0.24.0 adds up other elements
    // (findings/stanli-elements-in-a-loop.sh); with variables it does not
    const variables: Array<string> = []
    const inLoop = (e: Expr): Piece => {
      const value = writer.at(e, index)
      if (over.length < 2 || e.axes.length === 0) return value
      const own = writer.fresh()
      variables.push(`real ${own} = ${bare(value)};`)
      return piece(own)
    }
    const place: Place = (e) => (meet(f.consumes, e.axes).length > 0 ? slice(e) : inLoop(e))
    const one = call(law, elementOf(name, over, index).text, place) ?? ''
    const lines = [...variables, add(law.plus === undefined ? one : `${one} + ${law.plus}`)]
    // what is missing has no term, and a number in its place
    const seen = elementOf(names.value(seenOf(site.name)), over, index).text
    const isThere = [`if (${seen} == 1) {`, ...lines.map((l) => `  ${l}`), '}']
    writer.push(...looped(over, index, sizeText, mayBeMissing ? isThere : lines))
  }
}
