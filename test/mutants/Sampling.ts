/** Mistakes of a sampler: draws of another density than the one that is asked for. */
import type { Mutant } from './Mutant.ts'

export const sampling: ReadonlyArray<Mutant> = [
  {
    name: 'halves-drawn-evenly',
    file: 'inference/nuts/Trajectory.ts',
    text: 'path.noise.uniform() < Math.exp(right.logWeight - into.logWeight)',
    replacement: 'path.noise.uniform() < 0.5',
    mistake: 'states of a path are drawn without their weights'
  },
  {
    name: 'always-on-to-the-new-half',
    file: 'inference/nuts/Trajectory.ts',
    text: 'if (noise.uniform() < Math.exp(added.logWeight - whole.logWeight))',
    replacement: 'if (noise.uniform() < 2)',
    mistake: 'the next state is always of the half that was added last'
  },
  {
    name: 'turned-halves-entered',
    file: 'inference/nuts/Trajectory.ts',
    text: '  return straight\n}',
    replacement: '  return straight || true\n}',
    mistake:
      'a half is entered inside which the path has turned: it is not grown from each of its states'
  },
  {
    name: 'kick-of-a-whole-step',
    file: 'inference/nuts/Leapfrog.ts',
    text: 'const half = 0.5 * step',
    replacement: 'const half = step',
    mistake: 'momenta take two steps where places take one'
  },
  {
    name: 'last-step-size-kept',
    file: 'inference/nuts/DualAveraging.ts',
    text: 'logAverage: (1 - eta) * logAverage + eta * x',
    replacement: 'logAverage: x',
    mistake: 'the step size that is kept is the last that was tried'
  }
]
