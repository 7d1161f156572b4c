/**
 * Gives the guides of named sites correlated noise: they are then jointly normal in their coordinates,
 * and each keeps the law that it has by itself.
 *
 * Errors: a site that the model does not have, that is named twice, observed, discrete or over a plate;
 * a guide without density; a rank that is no less than the number of elements; full rank over too many.
 *
 * @since 0.2.0
 */
import { elementsOf } from '../../guides/index.ts'
import type { JointSites } from '../parts/CompileOptions.ts'
import { jointsOf, type MadeJoint } from './JointOf.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'
import type { Guided } from '../passes/DeriveGuide.ts'

const described = ({ rank, members }: MadeJoint): string =>
  `${rank === undefined ? 'full rank' : `a diagonal and rank ${rank}`} over ` +
  `${members.reduce((n, m) => n + elementsOf(m), 0)} numbers`

export const correlateGuides = (joint: ReadonlyArray<JointSites>): Pass<Guided, Guided> =>
  pass('correlateGuides', (state) => {
    const { working: w, guides } = state
    const { problems, joints } = jointsOf(w, guides, joint)
    return unless(problems)(() => {
      const shared = new Map(joints.flatMap((j) => [...j.noise.of]))
      const decisions = joints.flatMap((j) =>
        j.guides.map(({ site }) => ({
          pass: 'correlateGuides',
          site: site.declared,
          what: `${site.name} is jointly normal in ${j.name}: ${described(j)}`,
          why: 'the user asked for it'
        }))
      )
      return {
        working: { ...w, decisions: [...w.decisions, ...decisions] },
        guides: new Map(
          [...guides].map(([name, g]) => [
            name,
            { ...g, parameters: [...g.parameters, ...(shared.get(name)?.loadings ?? [])] }
          ])
        ),
        joints
      }
    })
  })
