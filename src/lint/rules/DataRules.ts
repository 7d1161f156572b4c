/**
 * What only the data show: columns that no line takes, inputs that say nothing, and inputs whose units
 * are far from those in which guides start.
 *
 * @since 0.2.0
 */
import type { Graph } from '../../ir/Graph.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { type Column, columnsAlong } from '../GivenData.ts'
import type { Linted, LintRule } from '../Warning.ts'

const platesOf = ({ axes }: Graph): ReadonlySet<string> =>
  new Set(axes.filter((a) => a.size === 'data').map((a) => a.name))

/** Inputs of real numbers, with their columns. */
const inputs = ({
  graph,
  given
}: Linted): ReadonlyArray<readonly [string, ReadonlyArray<Column>]> =>
  graph.data
    .filter((d) => (d.support ?? 'Real') === 'Real')
    .flatMap((d) => {
      const array = given?.data.get(d.name)
      return array === undefined ? [] : [[d.name, columnsAlong(array, platesOf(graph))] as const]
    })

/** At most so many places are named. */
const shown = 5
const places = (columns: ReadonlyArray<Column>): string => {
  const named = columns.flatMap(({ place }) => (place === '' ? [] : [place]))
  return named.length === 0
    ? ''
    : ` at ${named.slice(0, shown).join(', ')}${named.length > shown ? ` and ${named.length - shown} more` : ''}`
}

export const unusedColumn: LintRule = {
  says: 'with --data: columns that the model has no place for',
  asksData: true,
  find: ({ given }) =>
    (given?.leftOver ?? []).map((columns): Problem =>
      problem(
        columns.replace(/^[^:]*\//, ''),
        'no line of the model takes them',
        'an input that was forgotten, or has another name, is not missed by a fit',
        "use them: data('age', [people]); or bind them: --bind x=age"
      )
    )
}

export const constantData: LintRule = {
  says: 'with --data: inputs that are the same in every row',
  asksData: true,
  find: (m) =>
    inputs(m).flatMap(([name, columns]) => {
      const same = columns.filter((c) => c.deviation === 0)
      return same.length === 0
        ? []
        : [
            problem(
              name,
              `it is the same in every row${places(same)}`,
              'such an input cannot be told from an intercept: what is learned of it is the prior',
              'leave it out, or give rows among which it differs'
            )
          ]
    })
}

/** Deviations between which guides begin well; Stan's range of scales. */
const [least, most] = [0.1, 10] as const
/** So many deviations from 0 an input is about its place and hardly about its differences. */
const farFromZero = 10

const oddness = ({ mean, deviation }: Column): string | undefined =>
  deviation === 0
    ? undefined
    : deviation < least || deviation > most
      ? `a deviation of ${deviation.toPrecision(2)}`
      : Math.abs(mean) > farFromZero * deviation
        ? `a mean of ${mean.toPrecision(4)} at a deviation of ${deviation.toPrecision(2)}`
        : undefined

export const dataScale: LintRule = {
  says: 'with --data: inputs far from mean 0 and deviation 1',
  asksData: true,
  find: (m) =>
    inputs(m).flatMap(([name, columns]) => {
      const odd = columns.filter((c) => oddness(c) !== undefined)
      const [first] = odd
      return first === undefined
        ? []
        : [
            problem(
              name,
              `it has ${oddness(first)}${places(odd)}`,
              'what is learned beside it starts and moves in units of 1, and a prior of coefficients is in ' +
                'its units',
              'take the mean off and divide by the deviation, of the training data both'
            )
          ]
    })
}
