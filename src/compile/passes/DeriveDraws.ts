/**
 * One joint draw of the declared latents from their guides.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Expr } from '../../expr/index.ts'
import type { Noise } from '../../ir/Variational.ts'
import { drawAll, drawables } from '../parts/Draw.ts'
import { shownBy } from '../parts/GuideOf.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import { valueOf } from '../parts/Working.ts'
import type { WithMoments } from './DeriveMoments.ts'

/** All that is derived but gradients; expressions as they were written. */
export interface Whole extends WithMoments {
  /** Declared latents by name. */
  readonly draws: ReadonlyMap<string, Expr>
  readonly drawNoise: ReadonlyArray<Noise>
}

export const deriveDraws: Pass<WithMoments, Whole> = pass('deriveDraws', (state) => {
  const { working: w, guides, joints } = state
  const shown = shownBy(guides)
  const values = w.graph.sites
    .filter((s) => s.role === 'latent')
    .map((s) => [s.name, shown(s.name)(w.drawn.get(s.name) ?? valueOf(w)(s.name, s.axes))] as const)
  const { exprs, noise } = drawAll(drawables(w, guides, joints), [])(values.map(([, v]) => v))
  return E.right({
    ...state,
    draws: new Map(values.map(([n, v], i) => [n, exprs[i] ?? v])),
    drawNoise: noise
  })
})
