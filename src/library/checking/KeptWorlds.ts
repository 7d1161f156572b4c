/**
 * Worlds as bytes that can be kept: what a calibration that was cut off goes on with. JSON: the numbers of
 * `Ranked`, and `of`, a digest of all that decides what a world leaves: model, data, sizes, how posteriors are found.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { type Problem, problem, refuse } from '../../ir/Problem.ts'
import { standardBudget } from '../../storage/Budget.ts'
import { digestOf } from '../../storage/Checksum.ts'
import { count } from '../../storage/Codecs.ts'
import { firstError, readJson } from '../../storage/ReadJson.ts'
import { graphHash } from '../GraphHash.ts'
import { boundDigests } from '../run/RunDigests.ts'
import type { CalibrateOptions } from './CalibrateOptions.ts'
import type { CalibrationTask, Ranked } from './RankedWorlds.ts'

// model

const UnansweredC = t.type({
  world: count,
  problem: t.type({ where: t.string, what: t.string, why: t.string, try: t.string })
})

const RankedSiteC = t.type({
  site: t.string,
  axes: t.readonlyArray(t.string),
  sizes: t.readonlyArray(count),
  ranks: t.readonlyArray(count)
})

const KeptC = t.readonly(
  t.type({
    of: t.string,
    method: t.keyof({ fit: null, nuts: null, hmc: null, pathfinder: null, laplace: null }),
    seed: t.number,
    draws: count,
    worlds: count,
    unconverged: count,
    unanswered: t.readonlyArray(UnansweredC),
    ranks: t.readonlyArray(RankedSiteC)
  })
)

/** What worlds have left, and of what they are worlds. */
export type KeptWorlds = t.TypeOf<typeof KeptC>

// constructors

const utf8 = new TextEncoder()

/** A name for what is calibrated: two that have it make the same of a world, the seed and the draws apart. */
export const calibrationId = (
  { graph, data, drawn }: CalibrationTask,
  { centred = [], settings = {}, sampler = {}, backend = 'wasm' }: CalibrateOptions
): string =>
  digestOf([
    utf8.encode(
      JSON.stringify([
        graphHash(graph),
        boundDigests({ data }),
        [...drawn.sites].map(([site, { sizes }]) => [site, sizes.slice(2)]),
        [...centred].sort(),
        settings,
        sampler,
        backend
      ])
    )
  ])

/** A line; equal worlds make equal ones. */
export const writeWorlds = ({
  of,
  method,
  seed,
  draws,
  worlds,
  unconverged,
  unanswered,
  ranks
}: KeptWorlds): Uint8Array =>
  utf8.encode(
    `${JSON.stringify({ of, method, seed, draws, worlds, unconverged, unanswered, ranks })}\n`
  )

// destructors

/** Ranks are as many as worlds and elements, so that the file of a large model is long. */
const ofRanks = { ...standardBudget, textBytes: 2 ** 28, values: 2 ** 26 }

/** Does every world that was answered have a rank for each element, and every other a reason? */
const isWhole = ({ worlds, draws, unanswered, ranks }: Ranked): boolean => {
  const answered = worlds - unanswered.length
  return (
    unanswered.every(
      ({ world }, i) => world < worlds && world > (unanswered[i - 1]?.world ?? -1)
    ) &&
    ranks.every(
      ({ sizes, ranks: own }) =>
        own.length === answered * sizes.reduce((a, b) => a * b, 1) && own.every((r) => r <= draws)
    )
  )
}

const damaged =
  (where: string) =>
  (why: string): Problem =>
    problem(
      where,
      'expected the worlds of a calibration',
      why,
      'another name, or remove the file: its worlds are then answered again'
    )

/** Errors: what `writeWorlds` did not make. */
export const readWorlds =
  (where: string, budget = ofRanks) =>
  (bytes: Uint8Array): E.Either<Problem, KeptWorlds> =>
    pipe(
      readJson(budget)(bytes),
      E.chain((json) => pipe(KeptC.decode(json), E.mapLeft(firstError))),
      E.filterOrElse(isWhole, () => 'its ranks are not those of its worlds'),
      E.mapLeft(damaged(where))
    )

/** Errors: worlds of something else. */
export const worldsOf =
  (of: string) =>
  (where: string, kept: KeptWorlds): E.Either<Problem, Ranked> =>
    kept.of === of
      ? E.right(kept)
      : refuse(
          where,
          'its worlds are of another model, of other data, or were found otherwise',
          'ranks of different posteriors say nothing together',
          'the model, data and options that it began with, or another name'
        )
