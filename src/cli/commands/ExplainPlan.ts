/**
 * The plan of a training step, as `farrier explain --plan` shows it.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { CompiledModel } from '../../library/CompileModel.ts'
import { explainOn, stepPlan } from '../../library/ExplainStep.ts'
import type { AxisSizes } from '../../lower/index.ts'
import { showStep, stepJson } from '../../report/StepText.ts'
import { type Command, type Engine, fromMany, fromOne, onExecutor } from '../Command.ts'
import { dataChoice } from '../options/DataChoice.ts'
import { withData } from '../ModelRun.ts'

// model

/** `data` undefined: every plate has the size of a batch. */
export interface PlanQuestion {
  readonly engine: Engine
  readonly batch: number
  readonly data: string | undefined
}

interface Sized {
  readonly sizes: AxisSizes
  readonly from: string
}

export interface PlanAnswer {
  readonly text: string
  readonly json: unknown
}

// combinators

/** Sizes of a step: of the data, one plate of them cut into batches, or of the batch alone. */
const sizesOf = (model: CompiledModel, { batch, data }: PlanQuestion): Command<Sized> => {
  const { axes } = model.program
  const open = axes.filter((a) => a.size === 'data').map((a) => a.name)
  if (data === undefined) {
    return RTE.right({
      sizes: new Map(axes.map((a) => [a.name, a.size === 'data' ? batch : a.size] as const)),
      from:
        open.length === 0
          ? "all sizes are the model's"
          : `${open.join(', ')}: ${batch} by --batch, since no --data say how many there are; ` +
            `other sizes are the model's`
    })
  }
  return pipe(
    fromMany(dataChoice({ data: [data], bind: [], range: [0, 1], holdOut: 0 })),
    RTE.chain((choice) => withData(choice)(model)),
    RTE.map(({ bound: { plate, train } }): Sized => {
      if (plate === undefined) return { sizes: train.sizes, from: `all of ${data}` }
      const total = train.sizes.get(plate) ?? batch
      return {
        sizes: new Map([...train.sizes, [plate, Math.min(batch, total)]]),
        from: `${plate}: batches of ${Math.min(batch, total)} of the ${total} in ${data}`
      }
    })
  )
}

// constructors

export const explainPlan = (model: CompiledModel, question: PlanQuestion): Command<PlanAnswer> =>
  pipe(
    RTE.Do,
    RTE.bind('sized', () => sizesOf(model, question)),
    RTE.bind('plan', ({ sized }) => fromOne(stepPlan(model.program, sized.sizes))),
    RTE.bind('step', ({ plan }) => onExecutor(question.engine, explainOn(plan))),
    RTE.map(({ sized: { sizes, from }, step }) => ({
      text: showStep(model.program, from, step),
      json: stepJson(sizes, step)
    }))
  )
