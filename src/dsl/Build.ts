/**
 * From a program to its graph: every continuation runs once; all mistakes are reported together.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import type { AxisSize, Graph } from '../ir/Graph.ts'
import { type Problem, problem, type Problems } from '../ir/Problem.ts'
import { type Declared, isName, nothingDeclared } from './Declared.ts'
import type { Program } from './Program.ts'

// combinators

const isSize = (size: unknown): boolean =>
  size === 'data' || (typeof size === 'number' && Number.isSafeInteger(size) && size >= 1)
const showSize = (a: AxisSize): string => (a.size === 'data' ? 'that of the data' : `${a.size}`)

const axisProblems = (axes: ReadonlyArray<AxisSize>): ReadonlyArray<Problem> =>
  [...new Set(axes.map((a) => a.name))].flatMap((name) => {
    const same = axes.filter((a) => a.name === name)
    return [
      ...(isName(name)
        ? []
        : [
            problem(
              `axis '${name}'`,
              'this is not a name of an axis',
              "a name starts with a letter and goes on with letters, digits, '_' and '-'",
              'give a name of that form'
            )
          ]),
      ...same
        .filter((a) => !isSize(a.size))
        .map((a) =>
          problem(
            `axis '${name}'`,
            `expected a whole number of indices ≥ 1, found ${a.size}`,
            'an axis has at least one index',
            `axis('${name}', 10)`
          )
        ),
      ...(same.length < 2
        ? []
        : [
            problem(
              `axis '${name}'`,
              `has more than one size: ${same.map(showSize).join(' and ')}`,
              'an axis is known by its name: one name is one axis, of one size',
              'name the axes apart, or make the sizes agree'
            )
          ])
    ]
  })

// destructors

const graphOf = ({ axes, data, sites, named }: Declared): Graph => ({ axes, data, sites, named })

/**
 * The graph of a model, or every mistake in it.
 *
 * @example
 * build(eightSchools)
 */
export const build = <Env, Sites, R>(p: Program<Env, Sites, R>): E.Either<Problems, Graph> =>
  pipe(
    p.run('', nothingDeclared),
    E.fold(
      (stopped) => stopped,
      ([, declared]) => declared
    ),
    (declared) => {
      const problems = [...declared.problems, ...axisProblems(declared.axes)]
      return isNonEmpty(problems) ? E.left(problems) : E.right(graphOf(declared))
    }
  )
