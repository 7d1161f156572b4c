/**
 * What docs/reference/priors.md says that the code says: the words, then a section for each prior that
 * states its mixing law, from the comment of its file.
 *
 * @since 0.2.0
 */
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { commentOf, section } from './FileComment.ts'
import { wordTables } from './WordTable.ts'
import { root, wordsOfDoor } from './WordsOfDoor.ts'

const folder = 'src/priors'

/** A file is called as its word, with a capital. */
const wordOf = (file: string): string => file.slice(0, 1).toLowerCase() + file.slice(1)

/** The sections of the page. */
export const priorSections = (): string => {
  const stated = readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, word: wordOf(basename(path, '.ts')) }))
    .toSorted((a, b) => (a.word < b.word ? -1 : 1))
    .map(({ path, word }) => ({ word, comment: commentOf(`${folder}/${path}`) }))
    .filter(({ comment }) => comment.points.some(([name]) => name === 'mixing'))
  return [
    wordTables(wordsOfDoor(`${folder}/index.ts`)),
    '## Each prior',
    'Of one weight, by itself. κ = 1/(1 + variance) is the share of an estimate that is shrunk away where ' +
      'an observation has variance 1: near 1 the weight is taken for noise, near 0 it is let be.',
    '![Of each prior the density of a weight, and how much it is shrunk](../images/priors.svg)',
    'The picture has each at the arguments under which `test/priors/` holds its density to figures from ' +
      'mpmath, at |w| = 1e-8 … 1e8 to 1e-6, and its shrinkage to the formula below; groups at a global ' +
      'scale of 1. Those without a total mass are held to their closed forms, and are drawn up to a factor; ' +
      'soft weight sharing with its components where they begin.',
    'A scale that is half-Cauchy, half-normal, gamma, inverse gamma, exponential, log-normal, Weibull or ' +
      'Fréchet has a closed divergence from its log-normal guide; of other scales the cost is drawn, which ' +
      'is as right and noisier. `farrier explain` says of each site which it has.',
    ...stated.map(({ word, comment }) => section(`\`${word}\``, [], comment))
  ].join('\n\n')
}
