/**
 * Studies: methods by networks by seeds by settings, as cells, and the queue that parts them among
 * workers.
 *
 * @since 0.2.0
 */

// what is compared
export type {
  ModelOptions,
  NotRun,
  PublishedPoint,
  Study,
  StudyMethod,
  StudyNetwork,
  StudyOptions,
  StudySetting
} from './StudyParts.ts'
export { isNotRun } from './StudyParts.ts'
export { readStudy, study } from './Study.ts'

// its cells, and what they come to
export type { Cell } from './Cell.ts'
export { cellFolder, cellId, cellsOf, readCell, showCell } from './Cell.ts'
export type { CellRecord, Outcome, Tested } from './Outcome.ts'
export { loadCell, readCellRecord, readOutcome, saveCell, writeCell } from './Outcome.ts'

// who does them
export type { Ended, GoesOn, Job, JobQueue, JobState, Ran, Taken } from './queue/JobQueue.ts'
export { gather, serve } from './queue/JobQueue.ts'
export { memoryQueue } from './queue/MemoryQueue.ts'
