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
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import type { Density } from '../../ir/Density.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { type Problem, problem, type Problems, refuse } from '../../ir/Problem.ts'
import type { LatentEnd, Parameter, Variational } from '../../ir/Variational.ts'
import { type FoundEnd, latentEnd } from '../../lower/ends/LatentEnds.ts'
import { type OnData, onData } from '../../lower/ends/OnData.ts'
import type { Bound } from '../host/BoundData.ts'
import { arrange, sameBytes, type Tensors } from '../host/Tensors.ts'
import { endProblems } from './EndProblems.ts'

// model

/** Does a parameter start where data say? */
export const startsByData = ({ initial: { _tag } }: Parameter): boolean =>
  _tag === 'End' || _tag === 'Gap' || _tag === 'Bound'

const endsOf = ({ parameters }: Variational): ReadonlyArray<LatentEnd> =>
  parameters.flatMap(({ initial }) => (initial._tag === 'End' ? [initial.end] : []))

/** Parameters that are ends which data set: they are not trained, and no other fit has them. */
export const endNames = (program: Variational): ReadonlyArray<string> =>
  endsOf(program).map(({ name }) => name)

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

// combinators

interface Found {
  readonly byName: ReadonlyMap<string, FoundEnd>
  /** The value of an expression in data and ends. */
  readonly at: (axes: ReadonlyArray<string>) => OnData
}

const findEnds = (
  ends: ReadonlyArray<LatentEnd>,
  { data, sizes }: Pick<Bound, 'data' | 'sizes'>
): E.Either<Problems, Found> => {
  const found = new Map(ends.map((end) => [end.name, latentEnd(end, data, sizes)]))
  const values = new Map([...found].map(([name, f]) => [name, f.end] as const))
  const run = onData(new Map([...data, ...values]), sizes)
  const at = (axes: ReadonlyArray<string>): OnData => {
    const spread = arrange(
      axes,
      axes.map((a) => sizes.get(a) ?? 1)
    )
    return (e) => spread(run(e))
  }
  const wrong = ends.flatMap((end) => {
    const other = end.other === undefined ? undefined : at(end.axes)(end.other).values
    return endProblems({ data, ends, found }, end, other)
  })
  return isNonEmpty(wrong) ? E.left(wrong) : E.right({ byName: found, at })
}

const startOf =
  ({ byName, at }: Found) =>
  ({ initial, axes }: Parameter): NamedTensor | undefined => {
    switch (initial._tag) {
      case 'End':
        return byName.get(initial.end.name)?.end
      case 'Gap': {
        const gaps = byName.get(initial.end)?.gaps
        return gaps === undefined ? undefined : { ...gaps, values: gaps.values.map(Math.log) }
      }
      case 'Bound':
        return at(axes)(initial.value)
      default:
        return undefined
    }
  }

// destructors

/**
 * The ends that data set to latents, by their names: what a density's `ends` are in its expressions.
 */
export const latentEnds = (
  { ends }: Pick<Density, 'ends'>,
  bound: Pick<Bound, 'data' | 'sizes'>
): E.Either<Problems, Tensors> =>
  pipe(
    findEnds(ends, bound),
    E.map(({ byName }) => new Map([...byName].map(([name, f]) => [name, f.end])))
  )

/** By the name of the parameter; empty where no start is one of data. */
export const dataStarts = (program: Variational, bound: Bound): E.Either<Problems, Tensors> => {
  const byData = program.parameters.filter(startsByData)
  if (byData.length === 0) return E.right(new Map())
  return pipe(
    findEnds(endsOf(program), bound),
    E.chain((found) => {
      const starts = byData.flatMap((p) => {
        const t = startOf(found)(p)
        return t === undefined ? [] : [[p, t] as const]
      })
      const misplaced = starts.flatMap(([p, t]) => startProblem(p, t))
      return isNonEmpty(misplaced)
        ? E.left(misplaced)
        : E.right(new Map(starts.map(([p, t]) => [p.name, t])))
    })
  )
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
        `the fit has ${start.parameters.get(differing)?.values[0]}, ` +
          `these data set ${starts.right.get(differing)?.values[0]}`,
        'an end that data set is one of the data that the fit began with',
        'go on with the same data, or train again'
      )
}
