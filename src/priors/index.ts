/**
 * Priors as values.
 *
 * @since 0.1.0
 */

// independent weights
export { logUniformPrior } from './LogUniformPrior.ts'
export { normalPrior } from './NormalPrior.ts'

// scale mixtures, and what they are made of
export { groupHorseshoe } from './GroupHorseshoe.ts'
export { groupJeffreys } from './GroupJeffreys.ts'
export { horseshoe } from './Horseshoe.ts'
export { fromScale, scaleMixture } from './ScaleMixture.ts'
export type { Place, ScaleEnds, ScaleMixture, ScaleOver, Scales } from './ScaleMixture.ts'
export { varianceMixture } from './VarianceMixture.ts'

// weights times noise
export { multipliedBy, type NoiseOver, type NoisePer } from './noise/MultipliedBy.ts'
export { binaryDropout } from './noise/BinaryDropout.ts'
export { gaussianDropout } from './noise/GaussianDropout.ts'
export { variationalDropout } from './noise/VariationalDropout.ts'

// combinators of scale mixtures
export { elementwise, perUnit, shared } from './combinators/SharedScales.ts'
export { product, truncateScale } from './combinators/Factors.ts'
export { nested, nestedHorseshoe } from './NestedHorseshoe.ts'
export { regularise } from './Regularise.ts'
export type { Slab } from './Regularise.ts'

// mixtures with a name
export { ard } from './Ard.ts'
export { dirichletLaplace } from './shares/DirichletLaplace.ts'
export { halfTScales } from './HalfTScales.ts'
export { horseshoePlus } from './HorseshoePlus.ts'
export { l0Gates } from './networks/L0Gates.ts'
export { laplacePrior } from './LaplacePrior.ts'
export { logCauchyScales } from './LogCauchyScales.ts'
export { normalBetaPrime } from './NormalBetaPrime.ts'
export { normalExponentialGamma } from './NormalExponentialGamma.ts'
export { normalGamma } from './NormalGamma.ts'
export { softWeightSharing } from './networks/SoftWeightSharing.ts'
export { r2d2 } from './shares/R2d2.ts'
export { regularisedHorseshoe, tau0Expecting } from './RegularisedHorseshoe.ts'
export { spikeAndSlab } from './SpikeAndSlab.ts'
export { strawdermanBerger } from './StrawdermanBerger.ts'
export { studentTPrior } from './StudentTPrior.ts'
export { structuredPruning } from './networks/StructuredPruning.ts'
export { truncatedJeffreys } from './TruncatedJeffreys.ts'

// restrictions of the guide
export { boundVariance } from './BoundVariance.ts'
export { pointEstimates } from './networks/PointEstimates.ts'
