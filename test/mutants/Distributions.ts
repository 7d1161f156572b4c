/** Mistakes in distributions and guides: densities, moments, draws, divergences. */
import type { Mutant } from './Mutant.ts'

export const distributions: ReadonlyArray<Mutant> = [
  {
    name: 'places-that-are-no-numbers',
    file: 'distributions/between/Standard.ts',
    text: 'tinyPlace = 1e-20',
    replacement: 'tinyPlace = 0',
    mistake:
      'a law that is cut where its places are too near to 0 for a number has an infinite density'
  },
  {
    name: 'what-is-left-of-nearly-nothing',
    file: 'distributions/between/ExponentialBetween.ts',
    text: 'where(pipe(gap, less(1)), log1p(left),',
    replacement: 'where(pipe(gap, less(0)), log1p(left),',
    mistake:
      'the quantile of a Gumbel law that is cut 30 scales above its mode has half of its digits, at 40 it is infinite'
  },
  {
    name: 'weibull-divergence-without-shape',
    file: 'guides/kl/WeibullKls.ts',
    text: 'pipe(deviation, mul(shape))',
    replacement: 'deviation',
    mistake: 'v for k²v in the divergence from a Weibull law'
  },
  {
    name: 'normal-without-half',
    file: 'distributions/real/Normal.ts',
    text: '      square(pipe(x, sub(d.location), div(d.scale))),\n      mul(-0.5),',
    replacement: '      square(pipe(x, sub(d.location), div(d.scale))),\n      mul(-1),',
    mistake: 'a missing ½ in the normal density'
  },
  {
    name: 'angle-without-half',
    file: 'distributions/interval/VonMises.ts',
    text: 'square(sin(pipe(x, sub(d.location), mul(0.5))))',
    replacement: 'square(sin(pipe(x, sub(d.location))))',
    mistake: 'a von Mises density that has two peaks'
  },
  {
    name: 'envelope-of-angles',
    file: 'distributions/interval/VonMises.ts',
    text: 'Math.log(c / uniform()) + 1 - c >= 0',
    replacement: 'Math.log(c / uniform()) + 1 >= c * 2',
    mistake: 'angles are drawn from another law than their density'
  },
  {
    name: 'normal-fourth-moment',
    file: 'distributions/real/Normal.ts',
    text: 'mul(6))), add(pipe(square(v), mul(3)))',
    replacement: 'mul(6))), add(square(v))',
    mistake: 'E x⁴ with σ⁴ for 3σ⁴'
  },
  {
    name: 'rate-for-scale-in-draws',
    file: 'distributions/positive/Exponential.ts',
    text: '-Math.log(uniform()) / rate',
    replacement: '-Math.log(uniform()) * rate',
    mistake: 'a draw takes the rate for the scale'
  },
  {
    name: 'mean-for-median',
    file: 'distributions/positive/Exponential.ts',
    text: 'pipe(constant(Math.LN2), div(d.rate))',
    replacement: 'pipe(constant(1), div(d.rate))',
    mistake: 'the mean of an exponential for its median'
  },
  {
    name: 'squared-scale-for-variance',
    file: 'distributions/real/StudentT.ts',
    text: 'mul(df.value / (df.value - 2))',
    replacement: 'mul(1)',
    mistake: 'the squared scale of Student’s t for its variance'
  },
  {
    name: 'log-normal-moment',
    file: 'distributions/positive/LogNormal.ts',
    text: 'mul(0.5 * k * k)',
    replacement: 'mul(0.5 * k)',
    mistake: 'E xᵏ with ½kσ² for ½k²σ²'
  },
  {
    name: 'deviance-of-the-shape',
    file: 'distributions/SaddlePoint.ts',
    text: 'deviance(y)',
    replacement: 'deviance(pipe(y, sub(1)))',
    mistake: 'a gamma with its mode for its mean'
  },
  {
    name: 'factorial-without-stirling',
    file: 'distributions/SaddlePoint.ts',
    text: ', add(halfLogTwoPi), add(stirling(some))',
    replacement: ', add(halfLogTwoPi)',
    mistake: 'Stirling’s formula for the factorial of a count'
  },
  {
    name: 'failure-for-success',
    file: 'distributions/Chance.ts',
    text: 'log: log1p(neg(value)) }',
    replacement: 'log: log(value) }',
    mistake: 'a success for a failure'
  },
  {
    name: 'second-stirling-number',
    file: 'distributions/FactorialMoments.ts',
    text: '[1, 3, 1]',
    replacement: '[1, 2, 1]',
    mistake: 'a wrong coefficient in E x³ of counts'
  },
  {
    name: 'divergence-without-stirling',
    file: 'guides/kl/GammaKls.ts',
    text: '    add(stirling(shape))\n',
    replacement: '',
    mistake: 'a divergence from a gamma without the error of Stirling’s formula'
  },
  {
    name: 'square-beyond-float32',
    file: 'lower/special/DevianceFunctions.ts',
    text: 'log(pipe(sqrt(sqrt(y)), div(sqrt(larger)))),\n    mul(4)',
    replacement: 'log(pipe(y, div(square(larger)))),\n    mul(1)',
    mistake: 'a square in the half-Cauchy that leaves float32'
  },
  {
    name: 'uniform-moment',
    file: 'distributions/interval/Uniform.ts',
    text: 'div(k + 1)',
    replacement: 'div(k + 2)',
    mistake: 'one power off in E xᵏ of a uniform'
  },
  {
    name: 'jacobian-sign-of-a-draw',
    file: 'guides/NormalCoordinate.ts',
    text: 'sub(map.logJacobian(draw(noise)))',
    replacement: 'add(map.logJacobian(draw(noise)))',
    mistake: 'the sign of the log-Jacobian in ln q'
  },
  {
    name: 'variance-for-deviation',
    file: 'guides/NormalCoordinate.ts',
    text: 'const deviation = exp(pipe(logVariance, mul(0.5)))',
    replacement: 'const deviation = exp(logVariance)',
    mistake: 'draws with the variance for the deviation'
  },
  {
    name: 'scale-learns-as-location',
    file: 'guides/NormalCoordinate.ts',
    text: "isOpen ? 'scale' : 'location'",
    replacement: "isOpen ? 'location' : 'scale'",
    mistake: 'scales learn at the rate of locations'
  },
  {
    name: 'normal-square-variance',
    file: 'guides/NormalGuide.ts',
    text: 'add(pipe(square(location), mul(variance), mul(4)))',
    replacement: 'add(pipe(square(location), mul(variance), mul(2)))',
    mistake: 'Var x² with 2μ²σ² for 4μ²σ²'
  },
  {
    name: 'quadrature-not-normalised',
    file: 'guides/Expectation.ts',
    text: 'densities.map((d) => d / mass)',
    replacement: 'densities.map((d) => d / Math.sqrt(2 * Math.PI))',
    mistake: 'the weights of an expectation do not add up to 1'
  },
  {
    name: 'divergence-sign',
    file: 'guides/kl/NormalKls.ts',
    text: '    sub(1),\n    sub(d),',
    replacement: '    sub(1),\n    add(d),',
    mistake: 'the sign of ln σ²/s² in KL(q ‖ p)'
  },
  {
    name: 'divergence-order',
    file: 'guides/kl/NormalKls.ts',
    text: 'closedForm(nats(q, p, log(abs(p.scale))), ',
    replacement: 'closedForm(nats(p, q, log(abs(q.scale))), ',
    mistake: 'KL(p ‖ q) for KL(q ‖ p)'
  },
  {
    name: 'divergence-without-half',
    file: 'guides/kl/NormalKls.ts',
    text: 'div(p.scale)))),\n    mul(0.5)',
    replacement: 'div(p.scale)))),\n    mul(1)',
    mistake: 'a missing ½ in KL between normals'
  },
  {
    name: 'unfolded-half-t',
    file: 'distributions/positive/HalfStudentT.ts',
    text: 'pipe(studentTFamily(whole).logDensity(x), add(Math.LN2))',
    replacement: 'studentTFamily(whole).logDensity(x)',
    mistake: 'a half-t with the density of the whole one'
  },
  {
    name: 'entropy-of-the-mirror',
    file: 'distributions/positive/Frechet.ts',
    text: 'add(pipe(d.scale, logRatio(d.shape)))',
    replacement: 'sub(pipe(d.scale, logRatio(d.shape)))',
    mistake: 'an entropy that falls as the scale grows'
  },
  {
    name: 'distribution-function-of-the-tail',
    file: 'distributions/positive/Pareto.ts',
    text: 'neg(expm1(neg(pipe(x, logRatio(d.minimum), mul(d.shape)))))',
    replacement: 'exp(neg(pipe(x, logRatio(d.minimum), mul(d.shape))))',
    mistake: 'P(x > t) for P(x ≤ t)'
  },
  {
    name: 'beta-prime-by-the-other-shape',
    file: 'distributions/positive/BetaPrime.ts',
    text: 'sub(pipe(scale, div(whole), mul(n), deviance(b)))',
    replacement: 'sub(pipe(scale, div(whole), mul(n), deviance(a)))',
    mistake: 'alpha where beta stands'
  },
  {
    name: 'mixture-of-logits',
    file: 'distributions/combined/Mixture.ts',
    text: 'pipe(logits, sub(logSumExp([along])(logits)))',
    replacement: 'logits',
    mistake: 'the weights of a mixture do not sum to 1'
  },
  {
    name: 'structural-zero-alone',
    file: 'distributions/combined/ZeroInflated.ts',
    text: 'logAddExp(none.log, rest(part.logDensity(constant(0))))',
    replacement: 'none.log',
    mistake: 'the zeros that the law itself has are left out'
  },
  {
    name: 'hurdle-not-cut',
    file: 'distributions/combined/Hurdle.ts',
    text: 'pipe(part.logDensity(x), sub(others), add(some.log))',
    replacement: 'pipe(part.logDensity(x), add(some.log))',
    mistake: 'a hurdle whose law still has mass at 0'
  },
  {
    name: 'component-of-another',
    file: 'distributions/combined/Mixture.ts',
    text: 'values[k * logits.length + c]',
    replacement: 'values[k * logits.length]',
    mistake: 'a draw of a mixture takes the arguments of its first component'
  },
  {
    name: 'cutpoint-of-the-next',
    file: 'distributions/discrete/OrderedLogistic.ts',
    text: 'pipe(cutpoints, gather(cuts, pipe(k, sub(1))))',
    replacement: 'pipe(cutpoints, gather(cuts, pipe(k, sub(2))))',
    mistake: 'a category that begins below the one before'
  },
  {
    name: 'sum-from-the-end',
    file: 'dsl/Reductions.ts',
    text: 'pipe(iota(upTo.name), lessEqual(iota(k.name)))',
    replacement: 'pipe(iota(k.name), lessEqual(iota(upTo.name)))',
    mistake: 'a cumulative sum of what comes after'
  },
  {
    name: 'narrow-span-by-its-end',
    file: 'distributions/between/NormalBetween.ts',
    text: 'pipe(start, mul(2), add(t))), add(inside))',
    replacement: 'pipe(start, mul(2), add(t))))',
    mistake: 'a narrow span about 0 is weighed as if it began there'
  },
  {
    name: 'infinitely-far-out',
    file: 'distributions/between/NormalBetween.ts',
    text: 'pipe(t, max(farOut), min(mostDeviations))',
    replacement: 'pipe(t, max(farOut))',
    mistake: 'NaN for the density of a normal whose ends lie infinitely many deviations away'
  },
  {
    name: 'falling-law-from-below',
    file: 'distributions/between/Standard.ts',
    text: 's.rises ? { low: from, high: to } : { low: to, high: from }',
    replacement: '{ low: from, high: to }',
    mistake: 'ends of a law that falls with its place, not exchanged'
  },
  {
    name: 'truncated-host-any',
    file: 'distributions/combined/Truncated.ts',
    text: 'if (x > low && x < high) return x',
    replacement: 'if (x > low) return x',
    mistake: 'draws on the host beyond the upper end'
  },
  {
    name: 'walk-from-the-next',
    file: 'distributions/vectors/Autoregressive.ts',
    text: 'sub(by)',
    replacement: 'add(by)',
    mistake: 'a walk that looks at what comes after'
  },
  {
    name: 'walk-power-stays',
    file: 'distributions/vectors/Autoregressive.ts',
    text: 'power = square(power)',
    replacement: 'power = pipe(power, mul(1))',
    mistake: 'further steps that keep as much as one'
  },
  {
    name: 'volume-of-the-precision',
    file: 'distributions/vectors/MultivariateNormal.ts',
    text: "d.by === 'precision' ? -1 : 1",
    replacement: "d.by === 'precision' ? 1 : 1",
    mistake: 'the volume of a precision counted as that of a covariance'
  },
  {
    name: 'blocks-beside',
    file: 'expr/Matrices.ts',
    text: 'for (let length = 1; length < size; length *= 2)',
    replacement: 'for (let length = 1; 2 * length < size; length *= 2)',
    mistake: 'an inverse whose last block is left out'
  },
  {
    name: 'matrix-above-read',
    file: 'expr/Matrices.ts',
    text: 'where(pipe(iota(columns), lessEqual(iota(rows))), a, zero)',
    replacement: 'where(pipe(iota(columns), lessEqual(iota(columns))), a, zero)',
    mistake: 'what lies above the diagonal of a factor is read'
  },
  {
    name: 'vector-of-one-stream',
    file: 'inference/predictive/HostSite.ts',
    text: 'take(given, i / n)',
    replacement: 'take(given, 0)',
    mistake: 'every vector drawn with the arguments of the first'
  },
  {
    name: 'arctan-by-one-step',
    file: 'expr/Arctan.ts',
    text: 'const steps = 2',
    replacement: 'const steps = 1',
    mistake: 'an angle to eight digits'
  },
  {
    name: 'cauchy-turned-the-other-way',
    file: 'distributions/between/CauchyBetween.ts',
    text: 'beside(h.u, pipe(constant(1), sub(p), mul(whole)), -1)',
    replacement: 'beside(h.u, pipe(constant(1), sub(p), mul(whole)), 1)',
    mistake: 'from the higher end the angle turns on and not back'
  },
  {
    name: 'laplace-of-one-side',
    file: 'distributions/between/LaplaceBetween.ts',
    text: 'about: log(pipe(leftOf(low), add(rightOf(high))))',
    replacement: 'about: log(pipe(leftOf(low), add(leftOf(low))))',
    mistake: 'a span about 0 as if both of its sides were the left one'
  },
  {
    name: 'orders-not-counted',
    file: 'distributions/combined/Ordered.ts',
    text: 'sumSpread([along]), add(orders)',
    replacement: 'sumSpread([along]), add(0)',
    mistake: 'draws in order without the number of orders'
  },
  {
    name: 'lkj-constant-of-the-columns-before',
    file: 'distributions/vectors/LkjCholesky.ts',
    text: 'const b = pipe(constant(0.5 * (n - 2))',
    replacement: 'const b = pipe(constant(0.5 * (n - 1))',
    mistake: 'partial correlations of a matrix that is larger by one'
  },
  {
    name: 'shares-by-large-differences',
    file: 'distributions/vectors/Dirichlet.ts',
    text: 'lessDeviance(a, partOf(all, share))',
    replacement: 'add(pipe(log(all), add(share.log), sub(log(a)), mul(a)))',
    mistake: 'the same in exact numbers: logarithms that cancel, times what is large'
  },
  {
    name: 'shares-by-their-own-count',
    file: 'distributions/vectors/Dirichlet.ts',
    text: 'pipe(stirling(all), sub(pipe(log(all), mul(0.5))), add(halfLog2Pi))',
    replacement: 'pipe(stirling(all), sub(pipe(log(all), mul(0.5))))',
    mistake: 'the constant of a Dirichlet without that of its sum'
  },
  {
    name: 'lkj-density-of-the-matrix',
    file: 'distributions/vectors/LkjCholesky.ts',
    text: 'const power = pipe(constant(n - 3), sub(i), ',
    replacement: 'const power = pipe(constant(-2), ',
    mistake: 'the density of the correlations for that of their factor'
  },
  {
    name: 'coordinates-without-volume',
    file: 'distributions/combined/VectorCoordinates.ts',
    text: 'add(map.logJacobian(u))',
    replacement: 'add(0)',
    mistake: 'coordinates of a vector without the volume of their map'
  },
  {
    name: 'cutpoints-may-be-equal',
    file: 'dsl/distributions/OrderedDistributions.ts',
    text: '!(x < (next ?? NaN))',
    replacement: '(next ?? NaN) < x - 2',
    mistake: 'cutpoints that fall are taken'
  }
]
