/**
 * How a model is solved whose steps see all data: the numbers of the solver, and which models it is
 * for.
 *
 * @since 0.2.0
 */
import * as t from 'io-ts'
import { isScored, type Variational } from '../../ir/Variational.ts'
import { trained } from '../../lower/steps/TrainStep.ts'
import type { Bound } from '../host/BoundData.ts'
import { elements } from '../host/Tensors.ts'

/** Lengths are in the guide's own deviations; of a log-variance, as they are. */
export const SolverRuleC = t.readonly(
  t.type({
    /** Joint draws in each of eight sets, to begin with and at most: powers of 2 from 64 on. */
    draws: t.number,
    mostDraws: t.number,
    /** The minimum is reached where no coordinate of the guide would move further. */
    tolerance: t.number,
    /** Draws are doubled while other draws would move a coordinate further. */
    drawError: t.number,
    /** Rounds after which a fit that has not arrived stops and says so. */
    rounds: t.number
  })
)

export type SolverRule = t.TypeOf<typeof SolverRuleC>

/** 512 to 8,192 draws; a two-hundredth of a deviation to the minimum, a twentieth for the draws. */
export const standardSolving: SolverRule = {
  draws: 64,
  mostDraws: 1024,
  tolerance: 5e-3,
  drawError: 5e-2,
  rounds: 40
}

/** Parameters of a model that is solved, and numbers of its data, at most. */
export const mostParameters = 2048
export const mostNumbers = 2 ** 18

/**
 * Is a model on its data solved, unless somebody wants a schedule? It is where there are few
 * parameters, none with a bound, and few data, and where draws that are fixed have the loss for a function.
 */
export const isSolvable = (program: Variational, { data, sizes }: Bound): boolean => {
  const parameters = trained(program)
  const count = parameters.reduce((n, p) => n + elements(p.axes.map((a) => sizes.get(a) ?? 1)), 0)
  const numbers = [...data.values()].reduce((n, d) => n + d.values.length, 0)
  return (
    !isScored(program) &&
    count > 0 &&
    count <= mostParameters &&
    numbers <= mostNumbers &&
    parameters.every((p) => p.upper === undefined)
  )
}

const isPowerOf2 = (n: number): boolean => n >= 1 && Number.isInteger(Math.log2(n))

/** What each number may be. */
export const expectedRule: { readonly [K in keyof SolverRule]: string } = {
  draws: 'a power of 2 from 64 on',
  mostDraws: 'a power of 2, not below draws',
  tolerance: 'a finite number above 0',
  drawError: 'a finite number above 0',
  rounds: 'a whole number from 1 on'
}

/** The name of a number that no solver can use. */
export const wrongRule = (r: SolverRule): keyof SolverRule | undefined =>
  !(isPowerOf2(r.draws) && r.draws >= 64)
    ? 'draws'
    : !(isPowerOf2(r.mostDraws) && r.mostDraws >= r.draws)
      ? 'mostDraws'
      : !(r.tolerance > 0 && Number.isFinite(r.tolerance))
        ? 'tolerance'
        : !(r.drawError > 0 && Number.isFinite(r.drawError))
          ? 'drawError'
          : Number.isSafeInteger(r.rounds) && r.rounds > 0
            ? undefined
            : 'rounds'
