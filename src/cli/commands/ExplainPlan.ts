/**
 * The plan of a training step, as `farrier explain --plan` shows it.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Plan } from '../../ir/Plan.ts'
import { adam, type AxisSizes, showPlan, summarisePlan, trainStep } from '../../lower/index.ts'
import type { ExplainedPlan } from '../../runtime/index.ts'
import { type Command, type Engine, fromOne } from '../Command.ts'
import { showKernels } from '../../report/KernelText.ts'
import type { CompiledModel } from '../../library/CompileModel.ts'
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

interface Executed {
  readonly name: string
  readonly explained: ExplainedPlan | undefined
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
          : `${open.join(', ')}: ${batch} by --batch, since no --data say how many there are; other sizes are the model's`
    })
  }
  return pipe(
    withData({ name: data, range: [0, 1], holdOut: 0 })(model),
    RTE.map(({ bound: { plate, train } }): Sized => {
      const total = train.sizes.get(plate) ?? batch
      return {
        sizes: new Map([...train.sizes, [plate, Math.min(batch, total)]]),
        from: `${plate}: batches of ${Math.min(batch, total)} of the ${total} in ${data}`
      }
    })
  )
}

const executed =
  (engine: Engine, plan: Plan): Command<Executed> =>
  (c) =>
    c.withExecutor(engine, (executor) =>
      pipe(
        TE.fromEither(executor.explain?.(plan) ?? E.right(undefined)),
        TE.bimap(of, (explained): Executed => ({ name: executor.name, explained }))
      )
    )

// constructors

export const explainPlan = (model: CompiledModel, question: PlanQuestion): Command<PlanAnswer> =>
  pipe(
    RTE.Do,
    RTE.bind('sized', () => sizesOf(model, question)),
    RTE.bind('plan', ({ sized }) => fromOne(trainStep(model.program, adam)(sized.sizes))),
    RTE.bind('executed', ({ plan }) => executed(question.engine, plan)),
    RTE.map(({ sized, plan, executed: { name, explained } }) => ({
      text: [
        'plan of a training step',
        sized.from,
        showPlan(plan),
        '',
        `on the executor ${name}`,
        explained === undefined
          ? 'every instruction is a kernel of its own, run in the order of the plan'
          : showKernels(model.program, explained)
      ].join('\n'),
      json: {
        ...summarisePlan(plan),
        sizes: Object.fromEntries(sized.sizes),
        executor: { name, ...explained }
      }
    }))
  )
