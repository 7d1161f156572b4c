/**
 * A state as named tensors and numbers, ready to be stored, and back.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { refuse, type Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { momentOf, type Optimiser } from '../../lower/Optimiser.ts'
import { trained } from '../../lower/TrainStep.ts'
import { shrunkOf, shrunkScalars, shrunkTensors } from './StoredShrunk.ts'
import type { State } from './State.ts'
import type { Tensors } from '../host/Tensors.ts'

/** Numbers beside the tensors; as decimal text they come back to the last bit. */
const Scalars = t.type({ step: t.number, errorCostSumNats: t.number })

/**
 * Parameters and moments under their names in a plan: `fc1/w/location`, `m:fc1/w/location`; of what
 * has shrunk `kept:h1` (the size it had as a number, the indices as a tensor), `gone:h1←fc2/w` and
 * `noisyEpochs:h1←fc2/w`.
 */
export interface Checkpoint {
  readonly tensors: Tensors
  readonly scalars: Readonly<Record<string, number>>
}

/** A state as tensors and numbers, for a file. */
export const toCheckpoint = ({
  parameters,
  moments,
  step,
  errorCostSumNats,
  shrunk
}: State): Checkpoint => ({
  tensors: new Map([...parameters, ...moments, ...shrunkTensors(shrunk)]),
  scalars: { step, errorCostSumNats, ...shrunkScalars(shrunk) }
})

const shapeOf = (axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>): string =>
  axes.map((a, i) => `${a} ${sizes[i]}`).join(', ')

/**
 * Refuses a checkpoint whose tensors or numbers are not those that the program's state has, naming
 * the first that differs.
 */
export const fromCheckpoint =
  (program: Variational, optimiser: Optimiser, sizes: AxisSizes) =>
  ({ tensors, scalars }: Checkpoint): Either<Problem, State> => {
    const decoded = Scalars.decode(scalars)
    if (isLeft(decoded))
      return refuse(
        'checkpoint',
        'the step or the cost so far is missing',
        'without them training cannot go on where it stopped',
        'start a new run, or `--init-from` this one'
      )
    const moved = new Set(trained(program).map((p) => p.name))
    const momentsOf = (name: string): ReadonlyArray<string> =>
      moved.has(name) ? optimiser.moments.map((m) => momentOf(m, name)) : []
    for (const p of program.parameters) {
      for (const name of [p.name, ...momentsOf(p.name)]) {
        const found = tensors.get(name)
        const needs = shapeOf(
          p.axes,
          p.axes.map((a) => sizes.get(a) ?? 1)
        )
        const has = found === undefined ? 'nothing' : `[${shapeOf(found.axes, found.sizes)}]`
        if (has !== `[${needs}]`)
          return refuse(
            name,
            `the model has [${needs}], the checkpoint ${has}`,
            'it was written by another model',
            'resume it with its own model, or `--init-from` it'
          )
      }
    }
    const names = program.parameters.map((p) => p.name)
    const pick = (wanted: ReadonlyArray<string>): Tensors =>
      new Map([...tensors].filter(([name]) => wanted.includes(name)))
    const { step, errorCostSumNats } = decoded.right
    return right({
      step,
      errorCostSumNats,
      parameters: pick(names),
      moments: pick(names.flatMap(momentsOf)),
      shrunk: shrunkOf(tensors, scalars)
    })
  }
