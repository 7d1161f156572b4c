/**
 * What docs/reference/distributions.md says that the code says: a section for each distribution and
 * each support, from the comments of their files and from their facts.
 *
 * @since 0.2.0
 */
import * as fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { isSome, type Option } from 'fp-ts/lib/Option.js'
import { keys } from 'fp-ts/lib/ReadonlyRecord.js'
import { readdirSync } from 'node:fs'
import {
  type Distribution,
  type DistributionTag,
  factsOf,
  family,
  type SupportTag,
  type VectorTag,
  supportTags
} from '../../src/distributions/index.ts'
import { type ElementTag, type Row, rows } from '../../test/distributions/Rows.ts'
import { vectorRows } from '../../test/distributions/VectorRows.ts'
import { commentOf, section } from './FileComment.ts'
import { root } from './WordsOfDoor.ts'

const filesUnder = (folder: string): ReadonlyArray<string> =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map((p) => `${folder}/${p}`)

/** The one file of this name. */
const fileNamed = (folder: string, name: string): string => {
  const found = filesUnder(folder).filter((path) => path.endsWith(`/${name}.ts`))
  const [path] = found
  if (path === undefined || found.length > 1) throw new Error(`${found.length} files ${name}.ts`)
  return path
}

const has = (name: string, answer: Option<unknown>): ReadonlyArray<string> =>
  isSome(answer) ? [name] : []

/** What is answered for the distribution at generated arguments, and what is not. */
const answers = (d: Distribution): string => {
  const f = family(d)
  return [
    ...has('a form with location and scale', f.locationScale),
    ...(isSome(f.expansion)
      ? [`an expansion into ${f.expansion.value.parts.map((p) => family(p.dist).tag).join(' · ')}`]
      : []),
    ...(f.whitened === undefined ? [] : ['a form with independent elements']),
    ...(isSome(f.pathwise) ? [`a smooth draw from ${f.pathwise.value.noise} noise`] : []),
    ...(isRight(f.sample) || f.sampleVector !== undefined ? ['draws on the host'] : []),
    ...has('a median', f.median),
    ...has('a distribution function', f.cdf),
    ...has('quantiles', f.quantile),
    ...has('an entropy', f.entropy),
    ...(f.isProper ? [] : ['improper: no draws, no evidence'])
  ].join(', ')
}

const distributionSection = (
  tag: DistributionTag,
  row: Pick<Row<Distribution>, 'generated'>
): string => {
  const [d] = fc.sample(row.generated, { numRuns: 1, seed: 1 })
  if (d === undefined) throw new Error(`no sample of ${tag}`)
  const { arguments: args, consumes, jointly, show, support } = family(d)
  const asked = args.map(
    (a) => `${a.name} ${factsOf(a.support).proof?.argument ?? factsOf(a.support).one}`
  )
  return section(
    `\`${show(args.map((a) => a.name)).replace(/(\w+): \1\b/g, '$1')}\``,
    [
      `**support** ${factsOf(support._tag).many}`,
      ...(asked.length === 0 ? [] : [`**asked** ${asked.join('; ')}`]),
      ...(jointly.length === 0 ? [] : ['**one density** along its axis']),
      ...(consumes.length === 0 || jointly.length > 0 ? [] : ['**consumes** the axis it is along']),
      `**answers** ${answers(d)}`
    ],
    commentOf(fileNamed('src/distributions', tag))
  )
}

const supportSection = (tag: SupportTag): string => {
  const { proof, many } = factsOf(tag)
  return section(
    tag,
    [
      `**said** ${many}`,
      ...(proof === undefined ? [] : [`**asked of an argument** ${proof.argument}`])
    ],
    commentOf(fileNamed('src/distributions/supports', `${tag}Support`))
  )
}

const elements: ReadonlyArray<ElementTag> = keys(rows)
const vectors: ReadonlyArray<VectorTag> = keys(vectorRows)

/** The sections of the page. */
export const distributionSections = (): string =>
  [
    '## Each distribution',
    ...elements.map((tag) => distributionSection(tag, rows[tag])),
    '## Vectors',
    ...vectors.map((tag) => distributionSection(tag, vectorRows[tag])),
    '## Supports',
    ...supportTags.map(supportSection)
  ].join('\n\n')
