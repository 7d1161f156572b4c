/**
 * The memory that a fit's parameters need: each with what the optimiser keeps of it, 4 bytes a
 * number. Counted from sizes, so that what cannot be held is refused before anything is made.
 *
 * @since 0.2.0
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import { type Problem, refuse } from '../../ir/Problem.ts'
import type { Parameter, Variational } from '../../ir/Variational.ts'
import type { Optimiser } from '../../lower/steps/Optimiser.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { trained } from '../../lower/steps/TrainStep.ts'
import { engineBytes, machineBytes } from '../../runtime/NoRoom.ts'
import { elements } from '../host/Tensors.ts'

const bytesPerNumber = 4

const numbersOf =
  (sizes: AxisSizes) =>
  (p: Parameter): number =>
    elements(p.axes.map((a) => sizes.get(a) ?? 1))

/** Of all parameters, and of the moments of those that are trained. */
export const stateBytes = (
  program: Variational,
  optimiser: Optimiser,
  sizes: AxisSizes
): number => {
  const sum = (parameters: ReadonlyArray<Parameter>): number =>
    parameters.reduce((n, p) => n + numbersOf(sizes)(p), 0)
  return (
    bytesPerNumber * (sum(program.parameters) + optimiser.moments.length * sum(trained(program)))
  )
}

/** 1,610,612,736 bytes as `1.5 GiB`. */
const gibibytes = (bytes: number): string =>
  bytes > 1e15 ? `${bytes.toPrecision(3)} bytes` : `${Number((bytes / 2 ** 30).toPrecision(3))} GiB`

const showAxes = (sizes: AxisSizes, { axes }: Parameter): string =>
  axes.map((a) => `${a} ${sizes.get(a) ?? 1}`).join(', ')

/** The engine holds one copy of them, the host another. */
export const mostStateBytes = (): number => Math.min(engineBytes, machineBytes() / 2)

/** Refuses parameters beyond `most` bytes, naming the largest. */
export const checkRoom = (
  program: Variational,
  optimiser: Optimiser,
  sizes: AxisSizes,
  most: number = mostStateBytes()
): Either<Problem, void> => {
  const bytes = stateBytes(program, optimiser, sizes)
  const [largest] = program.parameters.toSorted((a, b) => numbersOf(sizes)(b) - numbersOf(sizes)(a))
  return bytes <= most || largest === undefined
    ? right(undefined)
    : refuse(
        `parameter ${largest.name}`,
        `over [${showAxes(sizes, largest)}]; all parameters together need ${gibibytes(bytes)}, ` +
          `and there is room for ${gibibytes(most)}`,
        `a fit holds every parameter and ${optimiser.moments.length} numbers of the optimiser ` +
          'beside it, 4 bytes each',
        'make the axes smaller'
      )
}
