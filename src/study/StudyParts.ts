/**
 * What a study is made of, each a value.
 *
 * @since 0.2.0
 */

/**
 * Options of a command by their long names in camel case: `{ epochs: 60, warmUp: 0.5 }` is
 * `--epochs 60 --warm-up 0.5`.
 */
export type StudyOptions = Readonly<
  Record<string, string | number | boolean | ReadonlyArray<string>>
>

/** Options that a model file declares, as `--set` takes them. */
export type ModelOptions = Readonly<Record<string, string | number | boolean>>

/**
 * What is trained: a model file and its data, both as seen from the study's own folder, with options
 * of `farrier train` that all methods share. `weights` it has, where published sizes are given as
 * rates.
 */
export interface StudyNetwork {
  readonly path: string
  readonly data: ReadonlyArray<string>
  readonly model?: ModelOptions | undefined
  readonly train?: StudyOptions | undefined
  readonly weights?: number | undefined
}

/**
 * A way to a small network, as data: options of the model (its prior), rounds of training, each of
 * which begins where the one before ended, and a recipe of the press. Without `press` it is a network
 * to compare with, and is not pressed. `networks` and `seeds` limit it to some of the study's.
 */
export interface StudyMethod {
  readonly model?: ModelOptions | undefined
  readonly rounds: ReadonlyArray<StudyOptions>
  readonly press?: StudyOptions | undefined
  readonly networks?: ReadonlyArray<string> | undefined
  readonly seeds?: ReadonlyArray<number> | undefined
}

/** A method that has a row and does not run, and why. */
export interface NotRun {
  readonly notRun: string
}

/** Options that come on top of those of the method. */
export interface StudySetting {
  readonly model?: ModelOptions | undefined
  readonly train?: StudyOptions | undefined
  readonly press?: StudyOptions | undefined
}

/**
 * A row of the literature. Errors are in per cent, two numbers are a range; a rate that its source
 * calls a guess is in `guesses`.
 */
export interface PublishedPoint {
  readonly network: string
  readonly method: string
  readonly source: string
  readonly errorPercent: number | readonly [low: number, high: number]
  readonly nonZeroPercent?: number | undefined
  readonly pruning?: number | undefined
  readonly fastPrediction?: number | undefined
  readonly maximumCompression?: number | undefined
  readonly bytes?: number | undefined
  readonly architecture?: string | undefined
  readonly bits?: string | undefined
  readonly guesses?: ReadonlyArray<string> | undefined
}

/** Methods × networks × seeds × settings, and what others have published. */
export interface Study {
  readonly name: string
  readonly networks: Readonly<Record<string, StudyNetwork>>
  readonly methods: Readonly<Record<string, StudyMethod | NotRun>>
  readonly seeds: ReadonlyArray<number>
  readonly settings?: Readonly<Record<string, StudySetting>> | undefined
  readonly published?: ReadonlyArray<PublishedPoint> | undefined
}

export const isNotRun = (method: StudyMethod | NotRun): method is NotRun => 'notRun' in method
