/**
 * Layers: models of one input, from the words of the language.
 *
 * @since 0.2.0
 */

// of features
export type { BiasOptions } from './Bias.ts'
export { dense } from './Dense.ts'

// of windows
export { conv1d, conv2d, groupedConv2d } from './Convolution.ts'
export type { ConvolutionOptions } from './Convolution.ts'
