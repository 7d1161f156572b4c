/** Mistakes in files, data, commands, reports and in the laws themselves. */
import type { Mutant } from './Mutant.ts'

export const files: ReadonlyArray<Mutant> = [
  {
    name: 'bits-of-nats-turned',
    file: 'report/EpochText.ts',
    text: '(nats / Math.LN2)',
    replacement: '(nats * Math.LN2)',
    mistake: 'bits are nats times ln 2'
  },
  {
    name: 'header-offset',
    file: 'storage/tensors/Safetensors.ts',
    text: 'return E.right(LENGTH_BYTES + Number(length))',
    replacement: 'return E.right(LENGTH_BYTES + Number(length) + 1)',
    mistake: 'tensors begin one byte behind their header'
  },
  {
    name: 'checksum-of-the-rest',
    file: 'storage/tensors/Safetensors.ts',
    text: 'crc32(digits, crc32(bytes.subarray(0, at)))',
    replacement: 'crc32(digits)',
    mistake: 'the checksum does not cover the header'
  },
  {
    name: 'gaps-off-by-one',
    file: 'storage/net/NetFileIndices.ts',
    text: '(last += r.natural() + 1)',
    replacement: '(last += r.natural())',
    mistake: 'kept indices read without the step to the next'
  },
  {
    name: 'matrix-on-its-side',
    file: 'storage/net/NetFileTensors.ts',
    text: 'result[j * rows + i] = values[i * columns + j] ?? 0',
    replacement: 'result[j * rows + i] = values[i * rows + j] ?? 0',
    mistake: 'a matrix turned by the wrong width'
  },
  {
    name: 'fortran-order',
    file: 'data/tables/Npy.ts',
    text: 'shape.slice(0, axis).reduce((a, b) => a * b, 1)',
    replacement: 'shape.slice(axis + 1).reduce((a, b) => a * b, 1)',
    mistake: 'axes of a Fortran array transposed'
  },
  {
    name: 'row-in-both-parts',
    file: 'data/binding/HoldOut.ts',
    text: 'part((n) => [0, n - count])',
    replacement: 'part((n) => [0, n - count + 1])',
    mistake: 'a row that is held out is trained on'
  },
  {
    name: 'sizes-in-little-endian',
    file: 'data/Idx.ts',
    text: 'const shape = shapeIn(bytes, false)',
    replacement: 'const shape = shapeIn(bytes, true)',
    mistake: 'the sizes of an IDX file the other way round'
  },
  {
    name: 'savings-of-the-living',
    file: 'library/Savings.ts',
    text: '(a === 1 ? sum : sum + (perIndex[i] ?? 0))',
    replacement: '(a === 1 ? sum + (perIndex[i] ?? 0) : sum)',
    mistake: 'what a mask leaves for what it saves'
  },
  {
    name: 'savings-summed',
    file: 'library/Savings.ts',
    text: '(before?.[i] ?? 0) + v / draws',
    replacement: '(before?.[i] ?? 0) + v',
    mistake: 'the sum over draws for their mean'
  },
  {
    name: 'share-for-percent',
    file: 'report/Numbers.ts',
    text: '(100 * share).toFixed(digits)',
    replacement: 'share.toFixed(digits)',
    mistake: 'a share printed as per cent'
  },
  {
    name: 'seconds-in-hours',
    file: 'report/Numbers.ts',
    text: 'Math.floor(whole / 60) % 60',
    replacement: 'Math.floor(whole / 60)',
    mistake: 'minutes that go beyond the hour'
  },
  {
    name: 'law-without-density',
    file: 'laws/SymmetryLaw.ts',
    text: '      isNear(there.nats, nats, Math.max(1, Math.abs(nats))) &&\n',
    replacement: '',
    mistake: 'a prior is symmetric although its reflection has another density'
  },
  {
    name: 'law-without-tolerance',
    file: 'laws/ModelLaws.ts',
    text: 'Math.abs(found - want) <= tolerance * Math.max(1, Math.abs(found), Math.abs(want))',
    replacement: '!(Math.abs(found - want) > Infinity)',
    mistake: 'laws of models hold whatever is found'
  },
  {
    name: 'gates-by-axes-alone',
    file: 'laws/PriorLaws.ts',
    text: 'showGate({ target, axes: [...axes].sort() })',
    replacement: '[...axes].sort().join()',
    mistake: 'gates are compared without their target'
  },
  {
    name: 'settings-not-stored',
    file: 'cli/RunPlan.ts',
    text: "const notStored = ['out', ",
    replacement: "const notStored = ['out', 'seed', ",
    mistake: 'a run does not record its seed'
  },
  {
    name: 'threshold-by-the-first-equals',
    file: 'cli/options/PressOptions.ts',
    text: "w.slice(w.lastIndexOf('=') + 1)",
    replacement: "w.slice(w.lastIndexOf('='))",
    mistake: 'a threshold is read with its equals sign'
  },
  {
    name: 'cell-of-another-model',
    file: 'study/Cell.ts',
    text: 'digestOf([new TextEncoder().encode(JSON.stringify(sorted(cell)))])',
    replacement:
      'digestOf([new TextEncoder().encode(JSON.stringify(sorted({ ...cell, file: null })))])',
    mistake: 'a cell keeps its name when its model file changes'
  },
  {
    name: 'late-end-heard',
    file: 'study/queue/MemoryQueue.ts',
    text: 'if (entry.by !== me || entry.ended !== undefined) return',
    replacement: 'if (entry.ended !== undefined) return',
    mistake: 'a job is given back by one who has lost it to another'
  },
  {
    name: 'lost-job-forgotten',
    file: 'study/queue/JobQueue.ts',
    text: 'const added = await queue.add(lost)()',
    replacement: 'const added = await queue.add([])()',
    mistake: 'what a queue has lost is not added again, so that a study waits for ever'
  },
  {
    name: 'end-kept-again',
    file: 'study/queue/JobQueue.ts',
    text: '        open.delete(id)\n',
    replacement: '',
    mistake: 'a job whose end was kept is run and kept again'
  },
  {
    name: 'round-from-the-start',
    file: 'cli/study/CellRun.ts',
    text: 'initFrom: round === 0 ? undefined : roundFolder(folder, round - 1)',
    replacement: 'initFrom: undefined',
    mistake: 'a second round does not begin where the first ended'
  },
  {
    name: 'outcome-in-the-first-row',
    file: 'inference/host/BoundData.ts',
    text: 'correct row ${rowOf(found, at)} of the data, or number the outcomes',
    replacement: 'correct row ${rowOf(found, 0)} of the data, or number the outcomes',
    mistake: 'an outcome that there is not is said to stand in the first row'
  },
  {
    name: 'infinite-data-are-bound',
    file: 'inference/host/BoundData.ts',
    text: 'Number.isFinite(v) || isGap(v)',
    replacement: '!Number.isNaN(v) || isGap(v)',
    mistake: 'data that are infinite are taken for numbers'
  }
]
