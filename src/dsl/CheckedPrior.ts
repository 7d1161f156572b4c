/**
 * What a prior owes where it is applied: a draw over all the axes it was given, one of which is its
 * group. Types say the same; they are erased when a model file is run.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { type Problem, problem } from '../ir/Problem.ts'
import type { AxisSize } from '../ir/Graph.ts'
import { type Declared, note } from './Declared.ts'
import { Misuse, misuse, showFound } from './Misuse.ts'
import type { Prior } from './Prior.ts'
import { isProgram, programOf } from './Program.ts'

// combinators

const show = (names: ReadonlyArray<string>): string => `[${names.join(', ')}]`

interface Place {
  readonly group: AxisSize
  readonly axes: ReadonlyArray<AxisSize>
}

/** Refuses a group that is none of the axes. */
export const requireGroup = (word: string, { group, axes }: Place): void => {
  const names = axes.map((a) => a.name)
  if (!names.includes(group.name))
    misuse(
      '',
      `${word}: the group '${group.name}' is none of the axes ${show(names)}`,
      'a group is an axis of the weights, whose indices live and die together',
      `group: an axis of ${show(names)}`
    )
}

/** What is wrong with the tensor that the prior drew under the name `path`. */
const drawProblems = (
  word: string,
  { axes }: Place,
  path: string,
  before: Declared,
  after: Declared
): ReadonlyArray<Problem> => {
  const wanted = axes.map((a) => a.name)
  const drawn = after.sites.find((s) => s.name === path && !before.sites.includes(s))
  if (drawn === undefined)
    return [
      problem(
        path,
        `${word}: its prior draws no tensor of this name`,
        'what is drawn last is the weights; a value that is returned has no law of its own',
        'end the prior with yields(over(...axes)(normal(0, scale)))'
      )
    ]
  const refuse = (what: string): Problem =>
    problem(
      path,
      `${word}: its prior draws over ${show(drawn.axes)}, ${what}`,
      'a prior is asked for one draw over all the axes it is given',
      'repeat its last draw over them: yields(over(...axes)(normal(0, scale)))'
    )
  const lacking = wanted.filter((n) => !drawn.axes.includes(n))
  const extra = drawn.axes.filter((n) => !wanted.includes(n))
  return lacking.length > 0
    ? [refuse(`which lacks the axis '${lacking.join("', '")}' of the weights`)]
    : extra.length > 0
      ? [refuse(`which has the axis '${extra.join("', '")}' beside those of the weights`)]
      : []
}

/** A prior that was not called throws somewhere inside: its name is the one place that helps. */
const asked = <T>(prior: { readonly name: string }, f: () => T): T => {
  try {
    return f()
  } catch (thrown) {
    if (!(thrown instanceof Misuse) || prior.name === '' || prior.name === 'prior') throw thrown
    const { problem: p } = thrown
    return misuse(
      p.where,
      p.what,
      p.why,
      p.try.startsWith('call ')
        ? p.try
        : `${p.try}; or, if ${prior.name} makes priors, call it first: ${prior.name}(…)`
    )
  }
}

/**
 * The same prior, refused by name where it is none: not called, without an axis of its weights,
 * grouped by an axis they lack. `word` asks for it.
 */
export const checkedPrior =
  (word: string, prior: Prior): Prior =>
  (at) => {
    if (typeof prior !== 'function')
      return misuse(
        '',
        `${word}: expected a prior, found ${showFound(prior)}`,
        'weights have a law before any data',
        'normalPrior(), or one that prunes: groupHorseshoe(0.1)'
      )
    requireGroup(word, at)
    const program = asked(prior, () => prior(at))
    if (!isProgram(program))
      return misuse(
        '',
        `${word}: expected a prior, found a function that gives ${showFound(program)}`,
        'a prior, asked for a place, gives a model of one tensor',
        `call what makes it: ${prior.name || 'groupHorseshoe'}(…)`
      )
    return programOf((scope, before) => {
      const ran = program.run(scope, before)
      if (E.isLeft(ran)) return ran
      const wrong = drawProblems(word, at, scope, before, ran.right[1])
      return wrong.length === 0 ? ran : E.left(note(wrong)(ran.right[1]))
    })
  }
