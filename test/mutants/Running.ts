/** Mistakes in lowering, executors and fits: steps, products, noise, batches, scores. */
import type { Mutant } from './Mutant.ts'

export const running: ReadonlyArray<Mutant> = [
  {
    name: 'adam-bias-correction-stale',
    file: 'lower/steps/Adam.ts',
    text: 'learningRate * ((1 - beta1) / (1 - beta1 ** step))',
    replacement: 'learningRate * ((1 - beta1) / (1 - beta1 ** Math.min(step, 2)))',
    mistake: 'the bias correction of Adam stops at the second step'
  },
  {
    name: 'adam-climbs',
    file: 'lower/steps/Adam.ts',
    text: 'sub(pipe(m, div(denominator), mul(rate)))',
    replacement: 'add(pipe(m, div(denominator), mul(rate)))',
    mistake: 'the sign of the learning rate'
  },
  {
    name: 'adam-epsilon-unscaled',
    file: 'lower/steps/Adam.ts',
    text: "[['epsilon', epsilon * secondCorrection(beta2, step)]]",
    replacement: "[['epsilon', epsilon]]",
    mistake: 'ε in another scale than √V'
  },
  {
    name: 'bound-from-below',
    file: 'lower/steps/TrainStep.ts',
    text: 'pipe(updated.parameter, min(p.upper))',
    replacement: 'updated.parameter',
    mistake: 'the upper bound of a parameter is not kept'
  },
  {
    name: 'held-weights-move',
    file: 'lower/steps/TrainStep.ts',
    text: 'mask === undefined ? bounded : where(mask, bounded, before)',
    replacement: 'bounded',
    mistake: 'what is held at 0 moves by what the optimiser remembers'
  },
  {
    name: 'held-weights-noisy',
    file: 'lower/steps/Masking.ts',
    text: 'where(mask, own, constant(noVariance))',
    replacement: 'own',
    mistake: 'a weight that was cut keeps its noise'
  },
  {
    name: 'surgery-forgets-the-middle',
    file: 'lower/steps/Masking.ts',
    text: '), before, constant(1))',
    replacement: '), constant(0), constant(1))',
    mistake: 'between the two thresholds weights are cut'
  },
  {
    name: 'surgery-ends-uncut',
    file: 'inference/variational/Fit.ts',
    text: '? settledCut(session.request.program, await hostState(done, 0))',
    replacement: '? await hostState(done, 0)',
    mistake: 'what a surgery has cut in the end is not 0'
  },
  {
    name: 'product-transposed',
    file: 'lower/Contraction.ts',
    text: 'rightAxes = [...batch, ...k, ...columns],',
    replacement: 'rightAxes = [...batch, ...columns, ...k],',
    mistake: 'the right factor of a matrix product transposed'
  },
  {
    name: 'rows-off-by-one',
    file: 'lower/Slices.ts',
    text: 'const start = from + (indices[i] ?? 0) * inner',
    replacement: 'const start = from + Math.max(0, (indices[i] ?? 0) - 1) * inner',
    mistake: 'the row before each kept one, where rows are long'
  },
  {
    name: 'short-rows-off-by-one',
    file: 'lower/Slices.ts',
    text: '(indices[Math.floor(k / inner)] ?? 0) * inner + (k % inner)',
    replacement: '(indices[Math.ceil(k / inner)] ?? 0) * inner + (k % inner)',
    mistake: 'elements of the next kept row, where rows are short'
  },
  {
    name: 'slice-zeroed-in-part',
    file: 'lower/Slices.ts',
    text: 't.axes.filter((a) => !axes.includes(a))',
    replacement: 't.axes.filter((a) => !axes.includes(a)).slice(0, 1)',
    mistake: 'of a slice along two axes only the elements along the first are made zero'
  },
  {
    name: 'permutation-without-fixed-points',
    file: 'runtime/Noise.ts',
    text: '* 2 ** -32 * (i + 1))',
    replacement: '* 2 ** -32 * i)',
    mistake: 'an order in which no row keeps its place'
  },
  {
    name: 'uniforms-reach-one',
    file: 'runtime/Noise.ts',
    text: '((integerAt(stream, i) >>> 8) + 0.5) * 2 ** -24',
    replacement: '((integerAt(stream, i) >>> 8) + 1) * 2 ** -24',
    mistake: 'uniforms off by half a cell'
  },
  {
    name: 'maximum-from-zero',
    file: 'runtime/reference/ReferenceExecutor.ts',
    text: 'max: { start: -Infinity,',
    replacement: 'max: { start: 0,',
    mistake: 'the maximum of negative numbers is 0'
  },
  {
    name: 'windows-without-padding',
    file: 'runtime/reference/Places.ts',
    text: 'const p = (along[i] ?? 0) - padding',
    replacement: 'const p = along[i] ?? 0',
    mistake: 'windows begin behind the padding'
  },
  {
    name: 'batches-of-the-first-epoch',
    file: 'inference/host/Batches.ts',
    text: 'permutation({ seed, step: epoch }',
    replacement: 'permutation({ seed, step: 0 }',
    mistake: 'every epoch has the shuffle of the first'
  },
  {
    name: 'tail-of-an-epoch',
    file: 'inference/host/Batches.ts',
    text: 'Math.floor(total / batchSize)',
    replacement: 'Math.ceil(total / batchSize)',
    mistake: 'a last batch of rows that are not there'
  },
  {
    name: 'calibration-bins',
    file: 'inference/evaluate/Calibration.ts',
    text: 'Math.ceil(c * bins) - 1',
    replacement: 'Math.floor(c * bins)',
    mistake: 'bins that hold their lower ends'
  },
  {
    name: 'bits-for-nats',
    file: 'inference/evaluate/PredictionScore.ts',
    text: 'const perDraw = Math.log(draws)',
    replacement: 'const perDraw = Math.log2(draws)',
    mistake: 'log base 2 for e in the mean over draws'
  },
  {
    name: 'score-summed',
    file: 'inference/evaluate/PredictionScore.ts',
    text: 'nllNats: nats / count,',
    replacement: 'nllNats: nats,',
    mistake: 'the sum over rows for their mean'
  },
  {
    name: 'decay-too-early',
    file: 'inference/variational/Schedule.ts',
    text: '(1 - progress) / (1 - decayFrom)',
    replacement: '1 - progress',
    mistake: 'rates fall from the first step on, whatever they should fall from'
  },
  {
    name: 'deviation-of-a-sample',
    file: 'inference/predictive/Quantile.ts',
    text: 'Math.sqrt(squares / Math.max(1, n - 1))',
    replacement: 'Math.sqrt(squares / n)',
    mistake: 'the divisor n for n − 1'
  },
  {
    name: 'kept-indices-ignored',
    file: 'lower/Slices.ts',
    text: '(index, i) => (index ?? i) * stride',
    replacement: '(_index, i) => i * stride',
    mistake: 'what is put back lands at the front'
  },
  {
    name: 'leaves-early-at-any-cost',
    file: 'inference/variational/EndEpoch.ts',
    mistake: 'while the complexity costs grow, what leaves may raise the errors',
    text: 'const asked = isInFull ? rule : { ...rule, toleranceNats: 0 }',
    replacement: 'const asked = isInFull ? rule : { ...rule }'
  },
  {
    name: 'thrift-above-one-leaves-more',
    file: 'inference/variational/Thrift.ts',
    mistake: 'a thrift above 1 multiplies the tolerance of shrinking',
    text: 'Math.min(1, thrift) * shrink.toleranceNats',
    replacement: 'thrift * shrink.toleranceNats'
  },
  {
    name: 'threads-spill-into-one-place',
    file: 'runtime/engine/product/ProductPanels.ts',
    text: '[team?.index() ?? e.i32(0), spillBytes]',
    replacement: '[e.i32(0), spillBytes]',
    mistake: 'what threads write of a last panel on its way is in the same place'
  },
  {
    name: 'odd-columns-not-copied',
    file: 'runtime/engine/product/ProductTile.ts',
    text: '...(count % 2 === 0',
    replacement: '...(count % 2 === 0 || count > 4',
    mistake: 'the last of five or seven columns is left as it was'
  },
  {
    name: 'door-of-the-other-form',
    file: 'cli/OwnFiles.ts',
    text: "import.meta.url.endsWith('.ts') ? '../' : './'",
    replacement: "'../'",
    mistake: 'a model of an installed copy sees the form for pages, which is another copy'
  },
  {
    name: 'thread-of-chains-misnamed',
    file: 'inference/nuts/threads/ChainThreads.ts',
    text: "codeBeside(import.meta.url, 'ChainWorker')",
    replacement: "codeBeside(import.meta.url, 'ChainThread')",
    mistake: 'no thread for chains starts, and the first thread does all, without a word'
  },
  {
    name: 'thread-for-every-reading',
    file: 'cli/ModelGuard.ts',
    text: 'files.includes(path) ? () => undefined : sayWhenLong(path, asJson)',
    replacement: 'sayWhenLong(path, asJson)',
    mistake: 'a command that reads its model twice starts two threads that wait beside it'
  }
]
