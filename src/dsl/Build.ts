/**
 * From a program to its graph: every continuation runs once; all mistakes are reported together.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { family } from '../distributions/index.ts'
import { type Axes, isSubset, refs } from '../expr/index.ts'
import type { AxisSize, Graph } from '../ir/Graph.ts'
import { type Problem, problem, type Problems } from '../ir/Problem.ts'
import { type Declared, isName, note, nothingDeclared } from './Declared.ts'
import { attempt, misuse, showFound } from './Misuse.ts'
import { isProgram, type Program } from './Program.ts'

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
            a.size === undefined
              ? `plate('${name}'), if its size is that of the data`
              : `axis('${name}', 10)`
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

/** Each site may speak of data, and of the sites above it: no other model's. */
const strangers = ({ data, sites }: Declared): ReadonlyArray<Problem> => {
  const known = new Map<string, Axes>(data.map((d) => [d.name, d.axes]))
  return sites.flatMap((s) => {
    const used = [...refs(family(s.dist).arguments.map((a) => a.value)).values()]
    const lost = used.filter(({ name, axes }) => {
      const declared = known.get(name)
      return declared === undefined || declared.length !== axes.length || !isSubset(axes, declared)
    })
    known.set(s.name, s.axes)
    return lost.map(({ name }) =>
      problem(
        s.name,
        `uses '${name}', which is not declared above it in this model`,
        'a symbol stands for a line of the model in which it was made',
        'declare it in this model, or include that model'
      )
    )
  })
}

const checkedProgram = <Env, Sites, R>(p: Program<Env, Sites, R>): Program<Env, Sites, R> =>
  isProgram(p)
    ? p
    : misuse(
        '',
        `expected a model, found ${showFound(p)}`,
        'only a model has a graph',
        'give pipe(program, …) or model(function* () { … })'
      )

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
    attempt('the model', () => checkedProgram(p).run('', nothingDeclared)),
    E.fold(
      (thrown) => note([thrown])(nothingDeclared),
      E.fold(
        (stopped) => stopped,
        ([, declared]) => declared
      )
    ),
    (declared) => {
      const noted = [...declared.problems, ...axisProblems(declared.axes)]
      // what a model that stopped did not come to declare is no second mistake
      const problems = noted.length > 0 ? noted : strangers(declared)
      return isNonEmpty(problems) ? E.left(problems) : E.right(graphOf(declared))
    }
  )
