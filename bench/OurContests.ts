/**
 * The contests of `npm run bench`: training steps and inference, on every executor that needs no
 * installation.
 */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Contest, Entrant } from './Contest.ts'
import { forwardBatch } from './peers/OurForward.ts'

const script = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const all = availableParallelism()

/** The executors: `tfjs-wasm` has one thread under Node, and as many processors as it likes. */
const executors = [
  { name: 'wasm, 1 thread', words: ['--executor', 'wasm', '--threads', '1'], threads: 1 },
  ...(all === 1
    ? []
    : [
        {
          name: `wasm, ${all} threads`,
          words: ['--executor', 'wasm', '--threads', String(all)],
          threads: all
        }
      ]),
  { name: 'tfjs-wasm', words: ['--executor', 'tfjs-wasm'], threads: all }
] as const

type On = (typeof executors)[number]

/** A workload of `peers/Ours.ts` on an executor. */
const ours = (
  workload: string,
  way: string,
  on: On,
  title: string,
  against: Entrant['against']
): Entrant => ({
  way: title,
  words: [script('peers/Ours.ts'), workload, '--way', way, ...on.words],
  threads: on.threads,
  against
})

const eager: Entrant = {
  way: 'tfjs, eager',
  words: [script('Eager.ts')],
  threads: all,
  against: []
}

const named = (prior: string, on: On): string => (prior === '' ? on.name : `${prior}, ${on.name}`)

/** The bar is tfjs against tfjs; the generated module comes on top. */
const againstEager = (on: On): Entrant['against'] => [
  { way: eager.way, ...(on.name === 'tfjs-wasm' ? { bar: 0.25 } : {}) }
]

/**
 * Each size on each executor: against the original on the same executor, and against tfjs-wasm with
 * the same network.
 */
const inference = (
  workload: string,
  original: string,
  pruned: ReadonlyArray<readonly [way: string, title: string]>
): ReadonlyArray<Entrant> =>
  [['one', original] as const, ...pruned].flatMap(([way, title]) =>
    executors.map((on) =>
      ours(workload, way, on, named(title, on), [
        ...(title === original ? [] : [{ way: named(original, on) }]),
        ...(on.name === 'tfjs-wasm'
          ? []
          : [{ way: named(title, executors[executors.length - 1] ?? on) }])
      ])
    )
  )

export const contests: Readonly<
  Record<
    'steps' | 'convolutions' | 'inference' | 'inference5',
    (rounds: number, turnMs: number) => Contest
  >
> = {
  steps: (rounds, turnMs) => ({
    work: 'LeNet-300-100, training step, batch 128',
    rounds: { rounds, turnMs },
    entrants: [
      eager,
      ...executors.map((on) =>
        ours('lenet-300-100', 'one', on, named('group normal-Jeffreys', on), againstEager(on))
      ),
      ...executors.map((on) =>
        ours('lenet-300-100', 'horseshoe', on, named('group horseshoe', on), againstEager(on))
      )
    ]
  }),
  convolutions: (rounds, turnMs) => ({
    work: 'LeNet-5-Caffe, group normal-Jeffreys, training step, batch 128',
    rounds: { rounds: Math.ceil(rounds / 2), turnMs },
    entrants: executors.map((on) =>
      ours('lenet-5', 'one', on, on.name, on.name === 'tfjs-wasm' ? [] : [{ way: 'tfjs-wasm' }])
    )
  }),
  inference: (rounds, turnMs) => ({
    work: 'LeNet-300-100, inference, batch 8192',
    images: forwardBatch,
    rounds: { rounds: Math.ceil(rounds / 2), turnMs },
    entrants: inference('forward-300-100', '784-300-100', [
      ['published', '278-98-13'],
      ['ours', '346-79-17']
    ])
  }),
  // a run of tfjs takes seconds
  inference5: (rounds, turnMs) => ({
    work: 'LeNet-5-Caffe, inference, batch 8192',
    images: forwardBatch,
    rounds: { rounds: Math.ceil(rounds / 3), turnMs, fewest: 1, discarded: 0 },
    entrants: inference('forward-5', '20-50-800-500', [['published', '8-13-88-13']])
  })
}
