/**
 * Sites whose guides are jointly normal, as text: `w,b` in full rank, `w,b:3` in rank 3, and `+` between
 * two sets.
 *
 * @since 0.2.0
 */
import type { JointSites } from '../../compile/index.ts'

const isRank = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text)

/** Undefined where the text is no such thing; of an empty one no set. */
export const jointFrom = (text: string): ReadonlyArray<JointSites> | undefined => {
  const sets = text.trim() === '' ? [] : text.split('+')
  const found = sets.flatMap((set): ReadonlyArray<JointSites> => {
    const [names = '', rank, ...more] = set.split(':').map((part) => part.trim())
    const sites = names.split(',').map((site) => site.trim())
    return more.length > 0 || sites.includes('') || (rank !== undefined && !isRank(rank))
      ? []
      : [rank === undefined ? { sites } : { sites, rank: Number(rank) }]
  })
  return found.length === sets.length ? found : undefined
}
