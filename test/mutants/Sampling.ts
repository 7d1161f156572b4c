/** Mistakes of a sampler: draws of another density than the one that is asked for. */
import type { Mutant } from './Mutant.ts'

export const sampling: ReadonlyArray<Mutant> = [
  {
    name: 'halves-drawn-evenly',
    file: 'inference/nuts/paths/Trajectory.ts',
    text: 'path.noise.uniform() * into.weight < into.weightOfRight',
    replacement: 'path.noise.uniform() < 0.5',
    mistake: 'states of a path are drawn without their weights'
  },
  {
    name: 'always-on-to-the-new-half',
    file: 'inference/nuts/paths/Trajectory.ts',
    text: 'noise.uniform() * before < whole.weightOfRight',
    replacement: 'noise.uniform() < 2',
    mistake: 'the next state is always of the half that was added last'
  },
  {
    name: 'turned-halves-entered',
    file: 'inference/nuts/paths/Trajectory.ts',
    text: 'if (!isStraight(paths, left, right)) return false',
    replacement: 'isStraight(paths, left, right)',
    mistake:
      'a half is entered inside which the path has turned: it is not grown from each of its states'
  },
  {
    name: 'kick-of-a-whole-step',
    file: 'inference/nuts/paths/Leapfrog.ts',
    text: 'const half = 0.5 * step',
    replacement: 'const half = step',
    mistake: 'momenta take two steps where places take one'
  },
  {
    name: 'state-freed-while-it-is-an-end',
    file: 'inference/nuts/paths/Subtree.ts',
    text: 'if (inner !== near && inner !== proposal) free.give(inner)',
    replacement: 'if (inner !== proposal) free.give(inner)',
    mistake: 'a path goes on over the state that it ends with'
  },
  {
    name: 'module-kicks-once',
    file: 'inference/nuts/paths/PathCode.ts',
    text: 'p.set(kicked(a, a.load(at(to, v)), slope.get))',
    replacement: 'p.set(a.load(at(to, v)))',
    mistake: 'the second half of the kick is left out of a step in a module'
  },
  {
    name: 'last-of-an-odd-number-unsummed',
    file: 'inference/nuts/paths/VectorCode.ts',
    text: 'count % 2 === 1 ? last.get : even',
    replacement: 'even',
    mistake: 'the momentum of the last coordinate has no energy'
  },
  {
    name: 'module-frees-an-end',
    file: 'inference/nuts/paths/TreeCode.ts',
    text: 'giveIf(inner.get, [near.get, proposal.get])',
    replacement: 'giveIf(inner.get, [proposal.get])',
    mistake: 'a path in a module goes on over the state that it ends with'
  },
  {
    name: 'module-looks-at-the-whole-alone',
    file: 'inference/nuts/paths/TreeCode.ts',
    text: '[velocity(a, at, next), before.get]',
    replacement: '[first.get, before.get]',
    mistake: 'the path from the first half to the next state is asked at one of its ends'
  },
  {
    name: 'module-forgets-whose-turn-it-is',
    file: 'inference/nuts/paths/ModuleTransitions.ts',
    text: 'if (last?.of !== of || last.point !== point) enter(of, point)',
    replacement: 'if (last === undefined) enter(of, point)',
    mistake: 'a chain goes on where another one stands'
  },
  {
    name: 'module-solves-by-columns',
    file: 'inference/nuts/paths/TransitionCode.ts',
    text: 'whole.and(shiftLeft(i.get, integer(3)), integer(-16))',
    replacement: 'shiftLeft(i.get, integer(3))',
    mistake: 'momenta under a dense mass matrix take in one row too many'
  },
  {
    name: 'module-tosses-by-the-other-key',
    file: 'inference/nuts/paths/NoiseCode.ts',
    text: "own('mix', counter.get, cellAt('k1'), cellAt('k0'))",
    replacement: "own('mix', counter.get, cellAt('k0'), cellAt('k1'))",
    mistake: 'coins and choices of a transition are the integers of its momenta'
  },
  {
    name: 'exponential-without-its-low-part',
    file: 'runtime/float64/module/PairedFunctions.ts',
    text: 'two.truncate(add(mul(c(perLn2), x), signed2(c(0.5), x)))',
    replacement: 'two.nearest(mul(c(perLn2), x))',
    mistake: 'exponentials two at a time are reduced by another multiple where two are as near'
  },
  {
    name: 'powers-beyond-the-exponent',
    file: 'runtime/float64/module/PairedFunctions.ts',
    text: 'const largest = 708',
    replacement: 'const largest = 745',
    mistake: 'exponentials below the normal numbers have an exponent that wraps around'
  },
  {
    name: 'pair-across-parts-at-the-first',
    file: 'inference/nuts/paths/VectorCode.ts',
    text: 'addressOf(left.name) + 8 * (left.to - left.from - 1)',
    replacement: 'addressOf(left.name)',
    mistake: 'a pair that lies in two sites is read at the first element of the left one'
  },
  {
    name: 'pairs-fall-as-single-scales',
    file: 'inference/nuts/ImproperTail.ts',
    text: 'near - far < 0.99 / k, exponentsTogether',
    replacement: 'near - far < -0.99 / k, exponentsTogether',
    mistake: 'two scales that only their product holds are sampled, and run off for ever'
  },
  {
    name: 'last-step-size-kept',
    file: 'inference/nuts/DualAveraging.ts',
    text: 'logAverage: (1 - eta) * logAverage + eta * x',
    replacement: 'logAverage: x',
    mistake: 'the step size that is kept is the last that was tried'
  },
  {
    name: 'mass-without-its-root',
    file: 'inference/nuts/RunningCovariance.ts',
    text: 'Math.sqrt(s / (slopes.squares[i] ?? NaN))',
    replacement: 's / (slopes.squares[i] ?? NaN)',
    mistake: 'the variance that fits the slopes is taken squared'
  },
  {
    name: 'slopes-of-windows-before',
    file: 'inference/nuts/Chain.ts',
    text: '    forget(slopes)\n',
    replacement: '',
    mistake: 'places of one window are held against the slopes of all'
  },
  {
    name: 'priors-read-elements-as-they-lie',
    file: 'inference/predictive/PriorDraws.ts',
    text: 'values[places[at * one.length + k] ?? -1] ?? NaN',
    replacement: 'values[(at * one.length + k) % values.length] ?? NaN',
    mistake:
      'a draw of a prior takes the arguments of another element where axes lie in another order'
  },
  {
    name: 'priors-hand-on-the-first-draw',
    file: 'inference/predictive/PriorDraws.ts',
    text: 'from.kept.values[d * from.count + (at[i] ?? 0)]',
    replacement: 'from.kept.values[at[i] ?? 0]',
    mistake: 'sites are drawn given the first draw of those before, not given their own'
  },
  {
    name: 'chains-go-on-under-other-data',
    file: 'library/sampling/KeptChains.ts',
    text: '  kept === now\n',
    replacement: "  kept === now || what !== 'another model'\n",
    mistake: 'chains go on with data, or sites centred, that they were not begun with'
  },
  {
    name: 'end-of-a-path-always-taken',
    file: 'inference/hmc/StaticPath.ts',
    text: 'noise.uniform() < acceptance',
    replacement: 'noise.uniform() < 1',
    mistake: 'HMC takes the end of a path whatever its energy'
  },
  {
    name: 'diagonal-without-its-share',
    file: 'inference/approximate/PathCurvature.ts',
    text: '- (a * si * si) / (c * d * d)',
    replacement: '- (si * si) / (c * d * d)',
    mistake: 'the diagonal of a path forgets how far it was off'
  },
  {
    name: 'compact-form-turned',
    file: 'inference/approximate/PathCurvature.ts',
    text: ': -(inverse[i]?.[j - m] ?? 0)',
    replacement: ': -(inverse[j - m]?.[i] ?? 0)',
    mistake: 'R⁻ᵀ for R⁻¹ in the inner matrix of an inverse Hessian'
  },
  {
    name: 'volume-of-the-diagonal-alone',
    file: 'inference/approximate/Gaussian.ts',
    text: '    factor.reduce((sum, row, i) => sum + Math.log(row[i] ?? NaN), 0)\n  if',
    replacement: '    0\n  if',
    mistake: 'the volume of a guess forgets its columns'
  },
  {
    name: 'guesses-weighed-by-the-density-alone',
    file: 'inference/approximate/WeighedGuesses.ts',
    text: '? logP - logQ : -Infinity',
    replacement: '? logP : -Infinity',
    mistake: 'weights p for p/q'
  },
  {
    name: 'curvature-in-scaled-coordinates',
    file: 'inference/approximate/LaplaceAtMode.ts',
    text: 'row.map((v) => v / (scales[i] ?? NaN))',
    replacement: 'row.map((v) => v)',
    mistake: 'the precision of Laplace is that of scaled coordinates'
  },
  {
    name: 'scales-of-the-first-dimension',
    file: 'data/draws/NetcdfDraws.ts',
    text: 'get_attached_scales?.(d)[0]',
    replacement: 'get_attached_scales?.(0)[0]',
    mistake: 'every dimension of a variable in a NetCDF file is its first'
  },
  {
    name: 'data-of-the-first-world',
    file: 'inference/nuts/OpenTarget.ts',
    text: 'found.fill(target.given)',
    replacement: 'found.given = found.given',
    mistake: 'a target that shares its plan with another is asked on the data of the other'
  },
  {
    name: 'plans-of-other-sizes',
    file: 'lower/BySizes.ts',
    text: 'b.get(axis) === n',
    replacement: 'b.has(axis) && n > 0',
    mistake: 'what was made for some sizes is given for all'
  }
]
