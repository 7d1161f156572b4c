/**
 * Properties run on one seed, so that a pass is a pass anywhere; FC_SEED=n explores another, and
 * fast-check prints the path of a failure.
 */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) })
