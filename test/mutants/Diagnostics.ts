/** Mistakes in what draws and guides are judged by. */
import type { Mutant } from './Mutant.ts'

export const diagnostics: ReadonlyArray<Mutant> = [
  {
    name: 'halves-with-the-middle',
    file: 'inference/diagnostics/Chains.ts',
    text: 'const half = Math.floor(draws / 2)',
    replacement: 'const half = Math.ceil(draws / 2)',
    mistake: 'the middle draw of an odd chain is in both halves'
  },
  {
    name: 'scores-without-offset',
    file: 'inference/diagnostics/NormalScores.ts',
    text: 'ndtri((twice / 2 - 3 / 8) / (size + 1 / 4))',
    replacement: 'ndtri(twice / 2 / (size + 1))',
    mistake: 'van der Waerden’s scores in the place of Blom’s'
  },
  {
    name: 'size-not-monotone',
    file: 'inference/diagnostics/EffectiveSize.ts',
    text: 'least = Math.min(least, pair)',
    replacement: 'least = pair',
    mistake: 'Geyer’s positive sequence, not his monotone one'
  },
  {
    name: 'size-without-cap',
    file: 'inference/diagnostics/EffectiveSize.ts',
    text: 'return Math.max(time, 1 / Math.log10(chains * n))',
    replacement: 'return time',
    mistake: 'draws that compensate each other have an effective size without bound, or below zero'
  },
  {
    name: 'size-of-chains-apart',
    file: 'inference/diagnostics/EffectiveSize.ts',
    text: 'chains > 1 ? varianceOf(eachChain(c).map(meanOf)) : 0',
    replacement: 'chains > 1 ? 0 : 0',
    mistake: 'chains that disagree count as if they agreed'
  },
  {
    name: 'sd-error-of-the-variance',
    file: 'inference/diagnostics/MonteCarloError.ts',
    text: 'Math.sqrt(spread / size / mean)) / 2',
    replacement: 'Math.sqrt(spread / size / mean))',
    mistake: 'the error of a deviation twice too large'
  },
  {
    name: 'pareto-without-prior',
    file: 'inference/diagnostics/ParetoFit.ts',
    text: 'k: (n * k + priorCount * priorK) / (n + priorCount)',
    replacement: 'k',
    mistake: 'k̂ not drawn towards ½'
  },
  {
    name: 'smoothed-without-cutoff',
    file: 'inference/diagnostics/ParetoSmoothing.ts',
    text: 'Math.log(cutoff + paretoQuantile(fitted, (i + 0.5) / tail))',
    replacement: 'Math.log(paretoQuantile(fitted, (i + 0.5) / tail))',
    mistake: 'smoothed weights are exceedances'
  },
  {
    name: 'left-out-by-likelihood',
    file: 'inference/diagnostics/LeaveOneOut.ts',
    text: '(raw?.[i] ?? 0) - l)',
    replacement: '(raw?.[i] ?? 0) + l)',
    mistake: 'an observation is counted twice, not left out'
  },
  {
    name: 'weights-without-guide',
    file: 'compile/passes/DeriveLogWeight.ts',
    text: 'sub(ref(logDensityName(s.name), s.axes))',
    replacement: 'sub(0)',
    mistake: 'draws of the guide are weighed by p, not p/q'
  },
  {
    name: 'proposal-without-its-density',
    file: 'inference/checking/GuideCheck.ts',
    text: '(l, i) => l + (normal[i] ?? NaN) - (proposed.logDensity[i] ?? NaN)',
    replacement: '(l) => l',
    mistake: 'draws of another proposal are weighed as if they were of the guide'
  },
  {
    name: 'trust-what-follows',
    file: 'inference/checking/GuideCheck.ts',
    text: 'k <= mostFollowingK && size >= leastFollowing * draws',
    replacement: 'k <= mostK',
    mistake:
      'a proposal that was made from weights is believed like the guide: eight schools, centred'
  },
  {
    name: 'replicated-by-the-mean',
    file: 'inference/predictive/Replicate.ts',
    text: 'const key = drawKey(seed, d)',
    replacement: 'const key = drawKey(seed, 0)',
    mistake: 'every replication has the noise of the first'
  },
  {
    name: 'signs-of-ranks-lost',
    file: 'inference/checking/RankTests.ts',
    text: 'Math.sign(x) * (ranks[i] ?? 0)',
    replacement: 'Math.sign(x)',
    mistake: 'a sign test for the signed ranks: how far out a value lies no longer counts'
  },
  {
    name: 'worlds-of-any-model',
    file: 'library/checking/KeptWorlds.ts',
    text: 'kept.of === of',
    replacement: "kept.of !== ''",
    mistake: 'worlds are added to those of another model'
  },
  {
    name: 'kept-before-it-counts',
    file: 'library/checking/RankedWorlds.ts',
    text: 'let world = resume?.worlds ?? 0',
    replacement: 'let world = resume?.ranks[0]?.ranks.length ?? 0',
    mistake: 'worlds without a posterior are asked again where a calibration goes on'
  },
  {
    name: 'narrow-for-wide',
    file: 'inference/checking/CalibrationVerdict.ts',
    text: '!(narrowness >= leastNarrow && narrowness <= mostNarrow)',
    replacement: 'narrowness > mostNarrow',
    mistake: 'posteriors that are too wide are never told'
  },
  {
    name: 'ties-lie-above',
    file: 'library/checking/RankedWorlds.ts',
    text: 'else if (draw === x) equal += 1',
    replacement: 'else equal += 0',
    mistake: 'draws that are equal to a count lie above it, and its ranks are too low'
  },
  {
    name: 'ranks-in-other-axes',
    file: 'library/checking/RankedWorlds.ts',
    text: 'found.values[d * n + (at[i] ?? 0)]',
    replacement: 'found.values[d * n]',
    mistake: 'every element is ranked among the draws of the first'
  },
  {
    name: 'chains-ranked-one-by-one',
    file: 'library/checking/PosteriorInWorld.ts',
    text: 'Math.floor(((d + 1) * all) / count) - 1',
    replacement: 'd',
    mistake: 'the first draws of a chain, which hang together, in the place of draws that lie apart'
  }
]
