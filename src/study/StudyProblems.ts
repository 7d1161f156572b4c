/**
 * What is wrong with a study that has the shape of one: nothing to run, names that it has not, options
 * that its cells decide.
 *
 * @since 0.2.0
 */
import { type Problem, problem } from '../ir/Problem.ts'
import { isNotRun, type Study, type StudyOptions } from './StudyParts.ts'

/** What a cell decides itself. */
const ofCells: { readonly [W in 'train' | 'press']: ReadonlyArray<string> } = {
  train: [
    'data',
    'set',
    'seed',
    'initFrom',
    'out',
    'resume',
    'force',
    'json',
    'profile',
    'runs',
    'targetBytes',
    'targetError'
  ],
  press: ['out', 'json']
}

const taken = (
  where: string,
  command: 'train' | 'press',
  given: StudyOptions = {}
): ReadonlyArray<Problem> =>
  Object.keys(given)
    .filter((name) => ofCells[command].includes(name))
    .map((name) =>
      problem(
        `${where}: ${name}`,
        `this option of farrier ${command} is not for a study to give`,
        'each cell has its own folder, seed and data',
        'leave it out; options of the model are in `model`'
      )
    )

const unknownNames = (
  where: string,
  what: string,
  given: ReadonlyArray<string | number> = [],
  known: ReadonlyArray<string | number>
): ReadonlyArray<Problem> =>
  given
    .filter((name) => !known.includes(name))
    .map((name) =>
      problem(
        where,
        `the study has no ${what} ${name}`,
        'a method is limited to some of those that the study has',
        `one of ${known.join(', ')}`
      )
    )

export const problemsOf = (s: Study): ReadonlyArray<Problem> => [
  ...(Object.keys(s.networks).length === 0 || Object.keys(s.methods).length === 0
    ? [
        problem(
          s.name,
          'a study without networks or without methods',
          'it has no cells, so that nothing would run',
          'name at least one of each'
        )
      ]
    : []),
  ...(s.seeds.length === 0 || !s.seeds.every(Number.isSafeInteger)
    ? [
        problem(
          `${s.name}: seeds`,
          `expected whole numbers, at least one, found [${s.seeds.join(', ')}]`,
          'a cell has the random numbers of its seed',
          'seeds: [1, 2, 3]'
        )
      ]
    : []),
  ...Object.entries(s.networks).flatMap(([name, n]) => taken(name, 'train', n.train)),
  ...Object.entries(s.settings ?? {}).flatMap(([name, o]) => [
    ...taken(name, 'train', o.train),
    ...taken(name, 'press', o.press)
  ]),
  ...Object.entries(s.methods).flatMap(([name, m]) =>
    isNotRun(m)
      ? []
      : [
          ...m.rounds.flatMap((round, i) => taken(`${name}: round ${i + 1}`, 'train', round)),
          ...taken(name, 'press', m.press),
          ...unknownNames(name, 'network', m.networks, Object.keys(s.networks)),
          ...unknownNames(name, 'seed', m.seeds, s.seeds),
          ...(m.rounds.length === 0
            ? [
                problem(
                  `${name}: rounds`,
                  'expected at least one round of training, found none',
                  'there would be nothing to press',
                  'rounds: [{ epochs: 10 }]'
                )
              ]
            : [])
        ]
  ),
  ...(s.published ?? []).flatMap(({ method, network }) =>
    unknownNames(method, 'network', [network], Object.keys(s.networks))
  )
]
