/**
 * Scale mixtures of normals: w | z ~ N(0, z²), z random. Mass at z = 0 is what prunes.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  andThen,
  type Axis,
  type Dist,
  mul,
  type NameOf,
  normal,
  over,
  type Prior,
  program,
  type Program,
  returns,
  sample,
  type Scale,
  type Tensor,
  truncated,
  yields
} from '../dsl/index.ts'
import type { UntypedDist } from '../dsl/Dist.ts'
import { requireGroup } from '../dsl/CheckedPrior.ts'
import { misuse } from '../dsl/Misuse.ts'

// model

/** The axes of the weights, and those of them whose indices have a scale each. */
export interface Place<X extends ReadonlyArray<Axis<string>>> {
  readonly each: ReadonlyArray<Axis<NameOf<X>>>
  readonly axes: X
}

/** Between which the law of a scale is cut: one end, or both. */
export interface ScaleEnds {
  readonly low?: number
  readonly high?: number
}

/** A model of scales over axes among these. */
export type Scales<X extends ReadonlyArray<Axis<string>>> = Program<
  unknown,
  object,
  Tensor<NameOf<X>, Scale>
>

/** A prior whose scale is a model of its own, which can be asked for without the weights. */
export interface ScaleMixture extends Prior {
  /** One scale for each index of `each`, unless a combinator has said of which. */
  readonly scale: <const X extends ReadonlyArray<Axis<string>>>(at: Place<X>) => Scales<X>
  /** The same with the law of its scale cut: what `truncateScale` asks. */
  readonly truncated: (ends: ScaleEnds) => ScaleMixture
}

/** The scale of a mixture as it is written by hand: one for each index of the axes given. */
export type ScaleOver = <const X extends ReadonlyArray<Axis<string>>>(...axes: X) => Scales<X>

// constructors

const uncut = (): never =>
  misuse(
    '',
    'truncateScale: this scale has no law of its own to cut',
    'it is computed: of several draws, or of one that its author transformed',
    'cut the law inside it: scaleMixture({ local: pipe(halfNormal(1), truncate({ high: 2 })) }), or a factor'
  )

/** w ~ N(0, scale²), of a scale that sees the whole place. */
export const scaledBy = (
  scale: ScaleMixture['scale'],
  truncatedTo: ScaleMixture['truncated'] = uncut
): ScaleMixture => {
  const prior: Prior = ({ group, axes }) => {
    requireGroup('prior', { group, axes })
    return pipe(
      scale({ each: [group], axes }),
      andThen((z) => pipe(program, yields(over(...axes)(normal(0, z)))))
    )
  }
  return Object.assign(prior, { scale, truncated: truncatedTo })
}

/**
 * w ~ N(0, scale²), with one scale per index of the group.
 *
 * @example
 * const scale: ScaleOver = (...axes) =>
 *   pipe(program, sample('z', over(...axes)(halfNormal(1))), returns(({ z }) => z))
 * dense(features, hidden, fromScale(scale))(x)
 */
export const fromScale = (
  scale: ScaleOver,
  truncatedTo?: ScaleMixture['truncated']
): ScaleMixture => scaledBy(({ each }) => scale(...each), truncatedTo)

/** A scale's law between two ends: where a low one is below 0, the normal law refuses the scale. */
const cut = <S extends Scale>(of: Dist<never, S>, ends: ScaleEnds): Dist<never, Scale> => {
  const law: UntypedDist = truncated({ ...ends, of })
  return law
}

/**
 * Sites: `z ~ local` per index of the group; with a global scale also `s ~ global`, one for the
 * tensor; the scale is z·s.
 *
 * @example
 * const prior = scaleMixture({ global: halfCauchy(1e-3), local: halfCauchy(1) })
 * dense(features, hidden, prior)(x)
 */
export const scaleMixture = <S extends Scale, T extends Scale>({
  local,
  global
}: {
  readonly local: Dist<never, S>
  readonly global?: Dist<never, T>
}): ScaleMixture =>
  fromScale(
    (...axes) =>
      global === undefined
        ? pipe(
            program,
            sample('z', over(...axes)(local)),
            returns(({ z }) => z)
          )
        : pipe(
            program,
            sample('s', global),
            sample('z', over(...axes)(local)),
            returns(({ s, z }) => pipe(z, mul(s)))
          ),
    (ends) =>
      scaleMixture({
        local: cut(local, ends),
        ...(global === undefined ? {} : { global })
      })
  )
