/** Mistakes in the words that models are written in, their priors and layers, and the types between rooms. */
import type { Mutant } from './Mutant.ts'

export const language: ReadonlyArray<Mutant> = [
  {
    name: 'missing-values-count',
    file: 'compile/parts/ObservedSlots.ts',
    text: 'where(ref(seenOf(name), axes), nats, constant(0))',
    replacement: 'where(constant(1), nats, ref(seenOf(name), axes))',
    mistake: 'what stands in the place of a missing value is taken for an observation'
  },
  {
    name: 'missing-values-scored',
    file: 'inference/evaluate/PredictionScore.ts',
    text: 'if (seen?.includes(0) === true)',
    replacement: 'if (seen?.includes(2) === true)',
    mistake: 'scores are of missing values too'
  },
  {
    name: 'missing-values-left-out-one-by-one',
    file: 'library/checking/LeaveOneOutOf.ts',
    text: 'nats.flatMap((_, at) => (isSeen(at) ? [{ site, axes, sizes, at }] : []))',
    replacement: 'nats.flatMap((_, at) => [{ site, axes, sizes, at }])',
    mistake: 'leave-one-out has places for missing values'
  },
  {
    name: 'gaps-read-as-filled',
    file: 'compile/gaps/GapsAsLatents.ts',
    text: 'gather(gapAxis(name), ref(gapOf(name), axes))(ref(missingOf(name), [gapAxis(name)]))',
    replacement: 'ref(name, axes)',
    mistake: 'what reads a missing value reads the number that fills its place, and not its latent'
  },
  {
    name: 'gaps-in-other-places',
    file: 'inference/host/MissingValues.ts',
    text: 'sizes.slice(k + 1).reduce((n, size) => n * size, 1)',
    replacement: 'sizes.slice(k).reduce((n, size) => n * size, 1)',
    mistake: 'the place of a missing value along an axis is counted in the wrong units'
  },
  {
    name: 'gaps-forgotten-by-sums',
    file: 'compile/passes/DeriveAncestral.ts',
    text: 'summedBy(by, gapsAsLatents(g))',
    replacement: 'summedBy(by, g)',
    mistake: 'what was summed out is drawn given the numbers that fill gaps'
  },
  {
    name: 'gaps-emitted-as-data',
    file: 'export/stan/StanTarget.ts',
    text: 'mayBeMissing ? isThere : lines',
    replacement: 'mayBeMissing ? lines : isThere',
    mistake: 'in a program of Stan what fills a gap has a term in the likelihood'
  },
  {
    name: 'gaps-of-other-data',
    file: 'inference/host/MissingValues.ts',
    text: 'own?.includes(0) === true && isSame === false',
    replacement: 'own?.includes(0) === true && isSame === undefined',
    mistake: 'scores of new data read latents of gaps that the training had'
  },
  {
    name: 'leaks-to-the-innermost',
    file: 'export/typescript/Leaking.ts',
    text: '(a.length <= b.length ? a : b)',
    replacement: '(a.length >= b.length ? a : b)',
    mistake:
      'a site that leaves two included models is printed as a variable that the outer one cannot see'
  },
  {
    name: 'shares-of-all',
    file: 'dsl/algebra/Softmax.ts',
    text: "reduce('logSumExp', names)",
    replacement: "reduce('logSumExp', t.expr.axes)",
    mistake: 'shares are of all elements, not of those along the axes that were said'
  },
  {
    name: 'determinant-of-the-factor',
    file: 'dsl/algebra/LinearAlgebra.ts',
    text: 'sumOver([s.rows]), mul(2)',
    replacement: 'sumOver([s.rows]), mul(1)',
    mistake: 'the determinant of a matrix is that of its factor'
  },
  {
    name: 'solved-untransposed',
    file: 'expr/Matrices.ts',
    text: 'transpose(s)(inverseOfLower(s)(l))',
    replacement: 'inverseOfLower(s)(l)',
    mistake: 'what solves by a factor solves by its transpose'
  },
  {
    name: 'source-solves-the-other-way',
    file: 'export/typescript/MatrixWords.ts',
    text: "by === rows ? 'solveLower'",
    replacement: "by === columns ? 'solveLower'",
    mistake: 'source has the equations of the transposed factor'
  },
  {
    name: 'outermost-place-wins',
    file: 'priors/combinators/SharedScales.ts',
    text: '({ axes }) => scale({ each: each(axes), axes })',
    replacement:
      '({ each: there, axes }) => scale({ each: there.length === 1 ? each(axes) : there, axes })',
    mistake: 'a scale for each element lies where a later word says'
  },
  {
    name: 'variance-cut-at-scales',
    file: 'priors/VarianceMixture.ts',
    text: '{ high: high ** 2 }',
    replacement: '{ high }',
    mistake: 'the law of a variance is cut at the end of its scale'
  },
  {
    name: 'product-of-the-last',
    file: 'priors/combinators/Factors.ts',
    text: 'returns(() => pipe(u, mul(t)))',
    replacement: 'returns(() => u)',
    mistake: 'a product of scales is its last factor'
  },
  {
    name: 'slab-uncut',
    file: 'priors/Regularise.ts',
    text: '(ends) => regularise(slab)(truncated(ends))',
    replacement: '(ends) => truncated(ends)',
    mistake: 'the law of a scale is cut, and its slab is lost'
  },
  {
    name: 'shared-zero-wanders',
    file: 'priors/networks/SoftWeightSharing.ts',
    text: 'pipe(shift, mul(isShared), add(',
    replacement: 'pipe(shift, add(',
    mistake: 'the component at 0 of soft weight sharing is learned away from it'
  },
  {
    name: 'shared-precision-squared',
    file: 'priors/networks/SoftWeightSharing.ts',
    text: 'pipe(precision, pow(-0.5), mul(positive(sd)))',
    replacement: 'pipe(precision, pow(0.5), mul(positive(sd)))',
    mistake: 'a precision for a deviation'
  },
  {
    name: 'dirichlet-laplace-root-of-both',
    file: 'priors/shares/DirichletLaplace.ts',
    text: 'pipe(z, mul(sqrt(v)))',
    replacement: 'sqrt(pipe(z, mul(v)))',
    mistake: 'the Laplace scale counts as a variance'
  },
  {
    name: 'r2d2-twice-the-variance',
    file: 'priors/shares/R2d2.ts',
    text: '(exponential(1))',
    replacement: '(exponential(0.5))',
    mistake: 'a Laplace of this scale for one of this variance'
  },
  {
    name: 'stack-of-one-without-its-axis',
    file: 'dsl/Layout.ts',
    text: 'spread([k.name])',
    replacement: 'spread([])',
    mistake: 'one value laid along an axis of one index does not lie along it'
  },
  {
    name: 'lost-lines',
    file: 'dsl/Generator.ts',
    text: 'note(lost)(declared)',
    replacement: 'declared',
    mistake: 'a line without yield* is dropped without a word'
  },
  {
    name: 'weights-without-an-axis',
    file: 'dsl/CheckedPrior.ts',
    text: 'return lacking.length > 0',
    replacement: 'return lacking.length > 1',
    mistake: 'a prior that ignores one of its axes passes'
  },
  {
    name: 'sum-for-mean',
    file: 'dsl/Reductions.ts',
    text: "pipe(reduce('sum', axes)(e), div(count(axes)))",
    replacement: "reduce('sum', axes)(e)",
    mistake: 'meanOver sums'
  },
  {
    name: 'rate-for-scale-in-words',
    file: 'dsl/distributions/PositiveDistributions.ts',
    text: "dist('gamma', { shape: given.shape, rate: given.rate }, D.gamma)",
    replacement: "dist('gamma', { shape: given.shape, scale: given.rate }, D.gamma)",
    mistake: 'gamma takes the rate for the scale'
  },
  {
    name: 'mask-in-words',
    file: 'ir/Gate.ts',
    text: "g.axes.join('×')",
    replacement: "[...g.axes].reverse().join('×')",
    mistake: 'a gate over two axes is shown with the axes the other way round'
  },
  {
    name: 'steering-shown',
    file: 'ir/Visible.ts',
    text: '\\p{Bidi_Control}',
    replacement: '',
    mistake: 'characters that turn the order of letters reach the terminal'
  },
  {
    name: 'slab-for-its-square',
    file: 'priors/Regularise.ts',
    text: 'positive(slab ** 2)',
    replacement: 'positive(slab)',
    mistake: 'c for c² in the regularised scale'
  },
  {
    name: 'double-scaling',
    file: 'priors/GroupHorseshoe.ts',
    text: 'local: halfCauchy(1)',
    replacement: 'local: halfCauchy(tau0)',
    mistake: 'tau0 scales the local scales too'
  },
  {
    name: 'group-of-the-output',
    file: 'layers/Dense.ts',
    text: 'prior)({ group: i, axes: [i, o] })',
    replacement: 'prior)({ group: o, axes: [i, o] })',
    mistake: 'the groups of a dense layer are its outputs'
  },
  {
    name: 'bias-over-the-input',
    file: 'layers/Dense.ts',
    text: 'returns(({ w, b }) => pipe(x, contract(i)(w), add(b)))',
    replacement: 'returns(({ w, b }) => pipe(x, contract(i)(w), add(b), add(b)))',
    mistake: 'a dense layer adds its bias twice'
  },
  {
    name: 'message-without-its-site',
    file: 'dsl/Tensor.ts',
    text: 'string extends N\n',
    replacement: 'N extends string\n',
    mistake: 'a forgotten plate is not said of the site that lacks it'
  },
  {
    name: 'axes-the-wrong-way-round',
    file: 'dsl/Tensor.ts',
    text: '[K] extends [A]\n',
    replacement: '[A] extends [K]\n',
    mistake: 'the type checker asks for no axes beside those that are summed over'
  }
]
