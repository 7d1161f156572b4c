/**
 * One draw of everything that is drawn for a chunk of rows: stage by stage, arguments on the
 * executor, values on the host.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { ancestralPlan, type AncestralOutputs } from '../../lower/AncestralPlan.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import type { Buffers, Executor, NoiseKey } from '../../runtime/Executor.ts'
import { download, type Prepared, prepare, release, upload } from '../host/Host.ts'
import { elements, type Tensors } from '../host/Tensors.ts'
import { drawOnHost } from './HostSite.ts'
import type { PredictionScope } from './PredictionScope.ts'
import { uniformStreams } from './UniformStreams.ts'

/** A site's axes, those of new rows first so that chunks lie one after the other. */
export const layoutOf = (
  axes: ReadonlyArray<string>,
  { cut }: Pick<PredictionScope, 'cut'>
): ReadonlyArray<string> =>
  cut === undefined || !axes.includes(cut) ? axes : [cut, ...axes.filter((a) => a !== cut)]

export const shapeOf = (axes: ReadonlyArray<string>, sizes: AxisSizes): ReadonlyArray<number> =>
  axes.map((a) => sizes.get(a) ?? 1)

export interface PreparedStage<B> extends AncestralOutputs {
  readonly prepared: Prepared<B>
}

/** With what stays the same from draw to draw. */
export interface HeldStage<B> extends PreparedStage<B> {
  readonly held: Buffers<B>
}

export const prepareStages = <B>(
  executor: Executor<B>,
  program: Variational,
  stages: ReadonlyArray<AncestralOutputs>,
  sizes: AxisSizes
): E.Either<Problem, ReadonlyArray<PreparedStage<B>>> => {
  const made: Array<PreparedStage<B>> = []
  for (const stage of stages) {
    const prepared = prepare(executor, ancestralPlan(program, stage), sizes)
    if (E.isLeft(prepared)) {
      made.forEach((m) => m.prepared.runnable.dispose())
      return prepared
    }
    made.push({ ...stage, prepared: prepared.right })
  }
  return E.right(made)
}

/** One draw of everything in a chunk of rows that begins at `start`. */
export const drawChunk = async <B>(
  executor: Executor<B>,
  scope: Pick<PredictionScope, 'cut'>,
  stages: ReadonlyArray<HeldStage<B>>,
  sizes: AxisSizes,
  start: number,
  given: Tensors,
  key: NoiseKey
): Promise<{ readonly found: Tensors; readonly drawn: Tensors }> => {
  const found = new Map<string, NamedTensor>()
  const drawn = new Map<string, NamedTensor>()
  for (const stage of stages) {
    const moved = upload(executor, stage.prepared.plan, new Map([...given, ...drawn]))
    const outputs = stage.prepared.runnable.run(new Map([...stage.held, ...moved]), key)
    const arguments_ = await download(executor, stage.prepared.plan, outputs)
    release(executor, outputs)
    release(executor, moved)
    arguments_.forEach((t, name) => found.set(name, t))
    for (const s of stage.drawn) {
      const axes = layoutOf(s.axes, scope)
      const perRow = elements(shapeOf(axes, sizes)) / (sizes.get(scope.cut ?? '') ?? 1)
      const streams = uniformStreams(key, `ancestral:${s.site}`)
      drawn.set(s.site, drawOnHost(s, axes, sizes, found, streams, start * perRow))
    }
  }
  return { found, drawn }
}
