/** Mistakes in the compiler: noise, moments, costs, starts. */
import type { Mutant } from './Mutant.ts'

export const compiler: ReadonlyArray<Mutant> = [
  {
    name: 'gate-of-what-ends-above-zero',
    file: 'compile/parts/GateCandidates.ts',
    text: 'factsOf(support._tag).values) && !endsAboveZero(support)',
    replacement: 'factsOf(support._tag).values)',
    mistake: 'a scale that cannot be 0 gates'
  },
  {
    name: 'switch-open-when-dropped',
    file: 'distributions/discrete/Bernoulli.ts',
    text: 'steps: (u) => where(pipe(u, less(sigmoid(d.logits)))',
    replacement: 'steps: (u) => where(pipe(u, less(sigmoid(neg(d.logits))))',
    mistake: 'a switch that is held at its prior is 1 with the probability of being 0'
  },
  {
    name: 'rate-by-its-root',
    file: 'guides/AboutOneGuide.ts',
    text: 'variance = exp(logVariance)',
    replacement: 'variance = deviation',
    mistake: 'the variance of noise about 1 is its deviation'
  },
  {
    name: 'bound-of-the-rate',
    file: 'priors/noise/VariationalDropout.ts',
    text: 'maxVariance: maxRate / (1 - maxRate)',
    replacement: 'maxVariance: maxRate',
    mistake: 'the probability of being dropped bounds the variance of the noise'
  },
  {
    name: 'switch-without-its-odds',
    file: 'guides/kl/LogitNormalKls.ts',
    text: 'pipe(u, mul(temperature), sub(logits))',
    replacement: 'pipe(u, sub(logits), mul(temperature))',
    mistake: 'the odds of a relaxed switch are multiplied by its temperature'
  },
  {
    name: 'relaxed-switch-draws-cold',
    file: 'distributions/interval/RelaxedBernoulli.ts',
    text: 'sigmoid(pipe(s, add(d.logits), div(d.temperature)))',
    replacement: 'sigmoid(pipe(s, div(d.temperature), add(d.logits)))',
    mistake: 'the odds of a relaxed switch are not divided by its temperature'
  },
  {
    name: 'noise-of-outputs-on-inputs',
    file: 'compile/passes/LocalReparameterise.ts',
    text: 'const inner = y.scales.filter(isInner)\n',
    replacement: 'const inner = y.scales\n',
    mistake: 'noise in front of the results of a layer multiplies what goes into it'
  },
  {
    name: 'noise-of-weights-twice',
    file: 'compile/passes/LocalReparameterise.ts',
    text: 'const g = absorbing(given, onBoth)',
    replacement: 'const g = { ...absorbing(given, onBoth), variance: given.variance }',
    mistake: 'the variance of noise in front of single weights without their squares'
  },
  {
    name: 'weights-under-noise-start-at-zero',
    file: 'compile/passes/DeriveGuide.ts',
    text: '? [...factorsOf(e.x), ...factorsOf(e.y)]',
    replacement: '? []',
    mistake: 'weights times noise all start at 0, where hidden units are equal for ever'
  },
  {
    name: 'gate-open-at-the-wrong-end',
    file: 'guides/HardConcreteGuide.ts',
    text: 'sub(beta * Math.log(-from / to))',
    replacement: 'sub(beta * Math.log(to / -from))',
    mistake: 'the probability that a gate is 1 for that of being open'
  },
  {
    name: 'truncated-draw-one-tail',
    file: 'guides/TruncatedNormalGuide.ts',
    text: 'neg(from(high,',
    replacement: 'neg(from(low,',
    mistake: 'the upper end of a truncated normal lies where the lower one does'
  },
  {
    name: 'truncated-mass-forgotten',
    file: 'guides/kl/TruncatedNormalKls.ts',
    text: '      sub(log(mass)),\n',
    replacement: '',
    mistake: 'the divergence of a truncated normal without the mass between its ends'
  },
  {
    name: 'signed-weights-start-as-scales',
    file: 'compile/passes/DeriveGuide.ts',
    text: 'n === undefined || n === 0 || isPositive(family(s.dist).support)',
    replacement: 'n === undefined || n === 0 || family(s.dist).support._tag !== "Real"',
    mistake: 'weights under a log-uniform prior all start at 1, as scales do'
  },
  {
    name: 'local-noise-linear-in-inputs',
    file: 'compile/passes/LocalReparameterise.ts',
    text: 'contract(node.over)(square(scaled), g.variance)',
    replacement: 'contract(node.over)(scaled, g.variance)',
    mistake: 'Σ x σ² for Σ x² σ² in the variance of a result'
  },
  {
    name: 'local-noise-variance-for-deviation',
    file: 'compile/passes/LocalReparameterise.ts',
    text: 'deviation: sqrt(variance),',
    replacement: 'deviation: variance,',
    mistake: 'the variance of a result for its deviation'
  },
  {
    name: 'rows-share-a-gathered-draw',
    file: 'compile/passes/LocalReparameterise.ts',
    text: "      case 'Split':\n      case 'Gather':\n",
    replacement: "      case 'Split':\n",
    mistake: 'a gathered tensor is drawn in full for each row, although rows share its elements'
  },
  {
    name: 'product-variance-term',
    file: 'compile/passes/DeriveMoments.ts',
    text: '    pipe(a.variance, mul(b.variance)),\n',
    replacement: '',
    mistake: 'Var(xy) without Var x Var y'
  },
  {
    name: 'shared-factor-forgotten',
    file: 'compile/passes/DeriveMoments.ts',
    text: 'for (const t of before.slice(n)) for (const name of namesOf(t)) forget(name, n)\n',
    replacement: '\n',
    mistake: 'a factor of the polynomial before, which this one has not, counts as shared'
  },
  {
    name: 'shared-factor-variances-add',
    file: 'compile/passes/DeriveMoments.ts',
    text: 'return clear === p.length',
    replacement: 'return p.length > 0',
    mistake: 'variances of terms with a common factor add'
  },
  {
    name: 'observations-unscaled',
    file: 'compile/passes/DeriveObjective.ts',
    text: 'nats: scaled(s.axes)(neg(meanOverDraws(draws)(sumSpread(s.axes)(drawn.expr))))',
    replacement: 'nats: neg(meanOverDraws(draws)(sumSpread(s.axes)(drawn.expr)))',
    mistake: 'the error cost of a batch for that of the data'
  },
  {
    name: 'draws-summed',
    file: 'compile/passes/DeriveObjective.ts',
    text: 'pipe(sumSpread(draws)(e), div(count(draws)))',
    replacement: 'sumSpread(draws)(e)',
    mistake: 'the sum over the draws of a step for their mean'
  },
  {
    name: 'warm-up-ignored',
    file: 'compile/passes/DeriveObjective.ts',
    text: 'add(pipe(total(complexity.map((c) => c.nats)), mul(weight)))',
    replacement: 'add(total(complexity.map((c) => c.nats)))',
    mistake: 'the weight of the complexity costs is ignored'
  },
  {
    name: 'fan-in-summed',
    file: 'compile/passes/DeriveGuide.ts',
    text: 'over.reduce((n, a) => n * (sizes.get(a) ?? 1), 1)',
    replacement: 'over.reduce((n, a) => n + (sizes.get(a) ?? 1), 0)',
    mistake: 'the fan-in of two contracted axes is their sum'
  },
  {
    name: 'batch-over-total',
    file: 'compile/passes/PlanKl.ts',
    text: 'mul(pipe(ref(totalOf(plate), []), div(count([plate]))))',
    replacement: 'mul(pipe(count([plate]), div(ref(totalOf(plate), []))))',
    mistake: 'B/N for N/B'
  },
  {
    name: 'density-of-a-draw-sign',
    file: 'compile/parts/SiteCost.ts',
    text: 'pipe(ref(logDensityName(s.name), s.axes), sub(logPrior))',
    replacement: 'pipe(logPrior, sub(ref(logDensityName(s.name), s.axes)))',
    mistake: 'ln p − ln q for a Monte Carlo cost'
  },
  {
    name: 'balance-of-starts',
    file: 'compile/parts/Starts.ts',
    text: 'const whole = Math.sqrt(',
    replacement: 'const whole = (',
    mistake: 'a scale counts as degenerate by its square'
  },
  {
    name: 'second-reader-alone',
    file: 'compile/enumerate/SumOut.ts',
    text: 'weights = pipe(weights, add(sumSpread(without(own)(jointly))(ln(x))))',
    replacement: 'void [weights, add, sumSpread, own, ln, x]',
    mistake: 'the second reader of a discrete site is a mixture as if the first said nothing'
  },
  {
    name: 'shared-site-summed-apart',
    file: 'compile/enumerate/SumOut.ts',
    text: 'const jointly = without(z.axes)(t.axes)',
    replacement: 'const jointly: Axes = []',
    mistake: 'elements that share a discrete site are mixtures each of its own'
  },
  {
    name: 'mean-of-a-child-not-averaged',
    file: 'compile/enumerate/SumOut.ts',
    text: 'refs([value]).has(z.name) ? contract([k])(chances, each(value)) : value',
    replacement: 'refs([value]).has(z.name) ? each(value) : value',
    mistake:
      'the probabilities of a discrete site under another are those at each value of the other'
  },
  {
    name: 'conditional-before-its-readers',
    file: 'compile/enumerate/SumOut.ts',
    text: 'conditionals: [{ site: z.name, along: k, logits: weights }, ...s.conditionals]',
    replacement:
      'conditionals: [{ site: z.name, along: k, logits: picked(logDensity(iota(k))) }, ...s.conditionals]',
    mistake: 'a discrete site is drawn from its own distribution, whatever was observed'
  },
  {
    name: 'conditionals-in-order-of-summing',
    file: 'compile/enumerate/SumOut.ts',
    text: 'conditionals: [{ site: z.name, along: k, logits: weights }, ...s.conditionals]',
    replacement: 'conditionals: [...s.conditionals, { site: z.name, along: k, logits: weights }]',
    mistake: 'what was summed out first is drawn first, before what it depends on'
  },
  {
    name: 'recovered-from-the-first-draw',
    file: 'inference/predictive/ConditionalDraws.ts',
    text: 'for (const [name, { values }] of now) opened.get(name)?.kept.values.set(values)',
    replacement:
      'for (const [name, { values }] of latents) opened.get(name)?.kept.values.set(values)',
    mistake: 'discrete sites are drawn given the first draw of the others, in every draw'
  },
  {
    name: 'value-read-before-its-model',
    file: 'export/typescript/ModelTree.ts',
    text: 'ready.find((i) => names[i]?.defined.size === 0) ?? ready[0]',
    replacement: 'ready[0]',
    mistake: 'source reads the value of a model above the line that includes it'
  },
  {
    name: 'site-by-the-name-of-its-model',
    file: 'export/typescript/ModelSource.ts',
    text: "givesSite(line) ? `const ${given.join('')}` : bound(line.path)",
    replacement: 'bound(line.path)',
    mistake: 'source reads a site that its model gives by a name that it has not there'
  },
  {
    name: 'value-seen-by-its-model-alone',
    file: 'export/typescript/SourceNames.ts',
    text: '(isOwn || isInside(scope, parentOf(path)))',
    replacement: 'isInside(scope, parentOf(path))',
    mistake: 'source reads the sites of a model whose value is all that it gives'
  },
  {
    name: 'value-given-by-its-own-model',
    file: 'export/typescript/SharedParts.ts',
    text: 'need(path, parentOf(path))',
    replacement: 'need(path, path)',
    mistake: 'a model is to give its value by name, beside its value'
  },
  {
    name: 'value-of-the-innermost',
    file: 'export/typescript/SourceNames.ts',
    text: '        .toReversed()\n',
    replacement: '',
    mistake:
      'of models in models that give the same, source asks the outer one for the value of the inner one'
  }
]
