/** Mistakes of guides with correlations: noise, costs, what knows that sites hang together. */
import type { Mutant } from './Mutant.ts'

export const jointGuides: ReadonlyArray<Mutant> = [
  {
    name: 'determinant-of-the-rank',
    file: 'guides/joint/LowRankNoise.ts',
    text: 'sub(sumSpread([along])(log(diagonal(matrix)(factor))))',
    replacement: 'sub(pipe(sumSpread([along])(log(diagonal(matrix)(factor))), mul(0.5)))',
    mistake: 'half of ln|K| for ½ ln|K Kᵀ|'
  },
  {
    name: 'rotations-of-shared-noise',
    file: 'guides/joint/LowRankNoise.ts',
    text: 'p.from < rank - 1 ?',
    replacement: 'p.from < 0 ?',
    mistake: 'loadings turn into each other, and a solver never arrives'
  },
  {
    name: 'rows-of-the-triangle',
    file: 'guides/joint/FullRankNoise.ts',
    text: 'mul(pipe(p.at, sub(1))), mul(0.5), sub(triangle(p.from))',
    replacement: 'mul(pipe(p.at, sub(1))), mul(0.5), sub(p.from)',
    mistake: 'the rows of a second site begin at the wrong loading'
  },
  {
    name: 'noise-that-is-not-shared',
    file: 'compile/parts/Draw.ts',
    text: 'if (d.joint !== undefined) return d.joint(extra)',
    replacement: 'void d.joint',
    mistake: 'draws are independent, and the cost is that of a joint guide'
  },
  {
    name: 'rows-that-draw-apart',
    file: 'compile/passes/LocalReparameterise.ts',
    text: '!(d.joint !== undefined && used.has(name))',
    replacement: '!(d.joint !== undefined && used.size < 0)',
    mistake: 'local noise for each site of a joint guide, which loses its correlations'
  },
  {
    name: 'entropy-twice',
    file: 'compile/parts/SiteCost.ts',
    text: 'nats: pipe(put(closed.nats), sub(pipe(logInflation, mul(0.5))))',
    replacement: 'nats: put(closed.nats)',
    mistake: 'what a site shares is taken off its entropy, and counted as total correlation as well'
  },
  {
    name: 'margin-of-what-hangs-together',
    file: 'compile/passes/PlanKl.ts',
    text: 'hangsTogether ? shared.get(s.name)?.given(draws) : undefined',
    replacement: 'hangsTogether && draws.length < 0 ? shared.get(s.name)?.given(draws) : undefined',
    mistake: 'the closed form of a margin, with arguments that are drawn together with it'
  },
  {
    name: 'variances-of-what-hangs-together',
    file: 'compile/passes/DeriveMoments.ts',
    text: 'disjointness((site) => together(site)[0] ?? site)',
    replacement: "disjointness((site) => (together(site).length < 0 ? '' : site))",
    mistake: 'variances of correlated terms are added'
  },
  {
    name: 'merged-scales-of-a-joint-guide',
    file: 'compile/pipelines/VariationalPipeline.ts',
    text: 'mergeScalesBut(joined)',
    replacement: 'mergeScalesBut([...joined].slice(joined.length))',
    mistake: 'two scales become one with noise of its own, and lose their correlations'
  },
  {
    name: 'loadings-as-locations',
    file: 'inference/solving/Coordinates.ts',
    text: "kind === 'location' || kind === 'scale'",
    replacement: "kind !== 'logVariance'",
    mistake: 'loadings are measured in deviations of their site'
  },
  {
    name: 'flat-is-downhill',
    file: 'inference/solving/Newton.ts',
    text: 'return { factor: level, isExact: true }',
    replacement: 'return { factor: level, isExact: false }',
    mistake: 'a direction without curvature is taken for one downhill, and a solver never arrives'
  },
  {
    name: 'loadings-that-run-on',
    file: 'inference/solving/SolverRound.ts',
    text: 'hasArrived: areEnough && !runsOn(c, away, rule)',
    replacement: 'hasArrived: areEnough || runsOn(c, away, rule)',
    mistake: 'a loading without end is left on its way'
  },
  {
    name: 'sizes-of-another-form',
    file: 'library/forms/ChosenForm.ts',
    text: 'boundFor(program)(bound)',
    replacement: 'bound',
    mistake: 'a form is tried with the loadings of another'
  },
  {
    name: 'rates-of-their-own',
    file: 'guides/AboutOneTogetherGuide.ts',
    text: 'aboutOneOver(() => [])',
    replacement: 'aboutOneOver(({ axes }) => axes)',
    mistake: 'noise of a layer has a rate for each unit where one is asked for'
  },
  {
    name: 'one-rate-for-each',
    file: 'priors/noise/VariationalDropout.ts',
    text: "rates === 'shared' ? 'aboutOneTogether' : 'aboutOne'",
    replacement: "'aboutOne'",
    mistake: 'shared rates are asked for and not learnt'
  }
]
