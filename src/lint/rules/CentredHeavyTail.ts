/**
 * A latent that stays centred (drawn around its location at its own scale) under a scale with a
 * heavy tail: a funnel, in which no independent guide and no sampler of one step size fits.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import { refs } from '../../expr/index.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { problem } from '../../ir/Problem.ts'
import { isLatent } from '../Literals.ts'
import { tailIndex } from '../Tails.ts'
import type { LintRule } from '../Warning.ts'

/** The latents without variance. */
const heavy = (g: Graph): ReadonlySet<string> =>
  new Set(
    g.sites
      .filter(isLatent)
      .filter((s) => (tailIndex(s.dist) ?? Infinity) < 2.000001)
      .map((s) => s.name)
  )

const heavyScales = (s: Site, among: ReadonlySet<string>): ReadonlyArray<string> =>
  family(s.dist)
    .arguments.filter((a) => a.name === 'scale')
    .flatMap((a) => [...refs([a.value]).keys()])
    .filter((name) => among.has(name))

export const centredHeavyTail: LintRule = {
  says: 'a latent that stays centred although its scale has no variance',
  find: ({ graph, program }) => {
    const among = heavy(graph)
    // data that set an end hold a site where it is: there is no choice
    const held = new Set(program.decisions.filter((d) => d.pass === 'narrow').map((d) => d.site))
    const own = new Set(program.sites.map((w) => w.name))
    return graph.sites
      .filter((s) => isLatent(s) && own.has(s.name) && !held.has(s.name))
      .flatMap((s) => {
        const scales = heavyScales(s, among)
        return scales.length === 0
          ? []
          : [
              problem(
                s.name,
                `it stays centred, and its scale ${scales.join(' · ')} has a heavy tail`,
                'its width changes by orders of magnitude with its scale: a funnel, which a guide ' +
                  'of independent sites misses',
                'let it be non-centred (no guide of its own, no --centred), or take a scale with a ' +
                  'light tail, a half-normal'
              )
            ]
      })
  }
}
