/**
 * `farrier explain`: what is derived from a model, without data.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { type Compiled, explain, modelDot, modelLatex, siteStory } from '../../compile/index.ts'
import { showExplanation } from '../../report/derivation/DerivationText.ts'
import { showStory } from '../../report/derivation/StoryText.ts'
import { positiveInteger } from '../../dsl/index.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import { type Command, fromMany, fromOne, type Report } from '../Command.ts'
import { compileOptionsOf, compileTable } from '../options/CompileTable.ts'
import { engineTable } from '../options/EngineOptions.ts'
import { explainPlan } from './ExplainPlan.ts'
import { compileFile } from '../ModelRun.ts'
import { warningsIn } from '../ModelWarnings.ts'
import {
  assignments,
  decodeOptions,
  manyTexts,
  onOff,
  perhapsText,
  value
} from '../options/OptionTable.ts'

export const explainTable = {
  set: manyTexts('<name=value>', 'an option of the model; may be repeated'),
  ...compileTable,
  plan: onOff('print the training step as the executor runs it'),
  batch: value(
    '<N>',
    positiveInteger(
      128,
      'with --plan: the size of a batch, and of every plate if there are no --data'
    )
  ),
  data: perhapsText('<mnist|DIR>', 'with --plan: data whose sizes are meant'),
  ...engineTable,
  printAfter: perhapsText('<PASS>', 'print the model after this pass'),
  latex: onOff('print sites, guides, gates and the objective as LaTeX, a formula a line'),
  dot: onOff('print the model as a graph, in the language of Graphviz (dot -Tsvg draws it)'),
  why: perhapsText('<SITE>', 'print the story of one site')
}

/** The model after one pass; without such a pass, the passes there are. */
const stageText = ({ stages }: Compiled, pass: string): E.Either<Problems, string> => {
  const found = stages.find((s) => s.pass === pass)
  return found !== undefined
    ? E.right(found.text)
    : E.left(
        of(
          problem(
            '--print-after',
            `there is no pass '${pass}'`,
            'only a pass that has run can be printed',
            `known: ${stages.map((s) => s.pass).join(', ')}`
          )
        )
      )
}

export const explainCommand = (
  path: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    RTE.Do,
    RTE.bind('options', () => fromMany(decodeOptions('farrier explain', explainTable)(given))),
    RTE.bind('chosen', ({ options }) => fromMany(assignments('--set', options.set))),
    RTE.bind('model', ({ options, chosen }) =>
      compileFile(path, chosen, compileOptionsOf(options))
    ),
    RTE.bind('after', ({ options, model }) =>
      options.printAfter === undefined
        ? RTE.right(undefined)
        : fromMany(stageText(model, options.printAfter))
    ),
    RTE.bind('plan', ({ options, model }) =>
      options.plan
        ? explainPlan(model, { engine: options, batch: options.batch, data: options.data })
        : RTE.right(undefined)
    ),
    RTE.bind('linted', ({ model }) => warningsIn(path, model)),
    RTE.bind('story', ({ options, model: { graph, program } }) =>
      options.why === undefined
        ? RTE.right(undefined)
        : fromOne(siteStory(graph, program)(options.why))
    ),
    RTE.map(({ options, model: { graph, program, stages }, after, plan, linted, story }) => {
      const explanation = explain(graph, program),
        { warnings } = linted
      const latex = options.latex ? modelLatex(graph, program) : undefined,
        dot = options.dot ? modelDot(graph, program.gates) : undefined
      return {
        text:
          after ??
          (story === undefined ? undefined : showStory(story, warnings)) ??
          dot ??
          latex ??
          [
            showExplanation(explanation, warnings),
            ...(plan === undefined ? [] : ['', plan.text])
          ].join('\n'),
        json: {
          ...explanation,
          warnings,
          stages,
          ...(story === undefined ? {} : { story }),
          ...(plan === undefined ? {} : { plan: plan.json }),
          ...(dot === undefined ? {} : { dot }),
          ...(latex === undefined ? {} : { latex })
        }
      }
    })
  )
