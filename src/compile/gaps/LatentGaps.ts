/**
 * Values that an observation lacks become latents, where it says `missing: 'latent'`.
 *
 * @since 0.2.0
 */
import type { Graph } from '../../ir/Graph.ts'
import { gapsAsLatents } from './GapsAsLatents.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'
import { begin, type Working } from '../parts/Working.ts'

/** Has the model an observation of which this pass makes latents? */
export const hasLatentGaps = ({ sites }: Graph): boolean =>
  sites.some((s) => s.options.missing === 'latent')

export const latentGaps: Pass<Working, Working> = pass('latentGaps', (w) =>
  unless([])(() => {
    const graph = gapsAsLatents(w.graph)
    const before = new Map(w.sites.map((s) => [s.name, s]))
    return {
      ...w,
      graph,
      sites: begin(graph).sites.map((s) => {
        const { narrowed } = before.get(s.name) ?? {}
        return narrowed === undefined ? s : { ...s, narrowed }
      })
    }
  })
)
