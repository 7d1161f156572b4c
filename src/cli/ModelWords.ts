/**
 * The words that models are written in: a model file that imports no others is given these, so that what
 * it does not need (exporters, studies, pictures) is not loaded for it.
 *
 * @since 0.2.0
 */
export * from '../dsl/index.ts'
export * from '../layers/index.ts'
export * from '../priors/index.ts'
