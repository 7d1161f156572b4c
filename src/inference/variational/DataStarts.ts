/**
 * Parameters whose start is one of data: ends that data set to latents, and what starts by them.
 * They are those of all data that a fit is given, whatever its batches are.
 *
 * Errors: data that leave a latent no values, with the rows that say so; an end that nothing sets; a
 * start that a user asked for and data do not leave.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { type Problem, problem, type Problems, refuse } from '../../ir/Problem.ts'
import type { LatentEnd, Parameter, Variational } from '../../ir/Variational.ts'
import { latentEnd } from '../../lower/ends/LatentEnds.ts'
import { onData } from '../../lower/ends/OnData.ts'
import type { Bound } from '../host/BoundData.ts'
import { arrange, sameBytes, type Tensors } from '../host/Tensors.ts'
import { endProblems } from './EndProblems.ts'

// model

/** Does a parameter start where data say? */
export const startsByData = ({ initial: { _tag } }: Parameter): boolean =>
  _tag === 'End' || _tag === 'Gap' || _tag === 'Bound'

const latentEnds = ({ parameters }: Variational): ReadonlyArray<LatentEnd> =>
  parameters.flatMap(({ initial }) => (initial._tag === 'End' ? [initial.end] : []))

/** Parameters that are ends which data set: they are not trained, and no other fit has them. */
export const endNames = (program: Variational): ReadonlyArray<string> =>
  latentEnds(program).map(({ name }) => name)

// what is wrong

/** A start that a user asked for, where data do not let it be. */
const startProblem = (p: Parameter, t: NamedTensor): ReadonlyArray<Problem> =>
  p.initial._tag === 'Bound' && t.values.some((u) => !Number.isFinite(u))
    ? [
        problem(
          p.site,
          `its guide cannot start at ${p.initial.asked}: the data leave it no such value`,
          'a guide starts where the site has its values',
          'give an initial value that the data allow, or leave it out'
        )
      ]
    : []

// destructors

/** By the name of the parameter; empty where no start is one of data. */
export const dataStarts = (
  program: Variational,
  { data, sizes }: Bound
): E.Either<Problems, Tensors> => {
  const byData = program.parameters.filter(startsByData)
  if (byData.length === 0) return E.right(new Map())
  const ends = latentEnds(program)
  const found = new Map(ends.map((end) => [end.name, latentEnd(end, data, sizes)]))
  const at = onData(
    new Map([...data, ...[...found].map(([name, f]) => [name, f.end] as const)]),
    sizes
  )
  const spread = (axes: ReadonlyArray<string>): ((t: NamedTensor) => NamedTensor) =>
    arrange(
      axes,
      axes.map((a) => sizes.get(a) ?? 1)
    )
  const empty = ends.flatMap((end) => {
    const other = end.other === undefined ? undefined : spread(end.axes)(at(end.other)).values
    return endProblems({ data, ends, found }, end, other)
  })
  if (isNonEmpty(empty)) return E.left(empty)
  const valueOf = ({ initial, axes }: Parameter): ReadonlyArray<NamedTensor> => {
    switch (initial._tag) {
      case 'End':
        return [found.get(initial.end.name)?.end].flatMap((t) => t ?? [])
      case 'Gap':
        return [found.get(initial.end)?.gaps].flatMap((t) =>
          t === undefined ? [] : [{ ...t, values: t.values.map((g) => Math.log(g)) }]
        )
      case 'Bound':
        return [spread(axes)(at(initial.value))]
      default:
        return []
    }
  }
  const starts = byData.flatMap((p) => valueOf(p).map((t) => [p, t] as const))
  const misplaced = starts.flatMap(([p, t]) => startProblem(p, t))
  return isNonEmpty(misplaced)
    ? E.left(misplaced)
    : E.right(new Map(starts.map(([p, t]) => [p.name, t])))
}

/** Does a fit start with the ends of the data that it is given? Another fit's state may not. */
export const checkEnds = ({
  program,
  train,
  start
}: {
  readonly program: Variational
  readonly train: Bound
  readonly start: { readonly parameters: Tensors }
}): E.Either<Problem, void> => {
  const starts = dataStarts(program, train)
  if (E.isLeft(starts)) return E.left(starts.left[0])
  const differing = endNames(program).find((name) => {
    const [own, given] = [starts.right.get(name), start.parameters.get(name)]
    return own === undefined || given === undefined || !sameBytes(own, given)
  })
  return differing === undefined
    ? E.right(undefined)
    : refuse(
        differing,
        `the fit has ${start.parameters.get(differing)?.values[0]}, these data set ${starts.right.get(differing)?.values[0]}`,
        'an end that data set is one of the data that the fit began with',
        'go on with the same data, or train again'
      )
}
