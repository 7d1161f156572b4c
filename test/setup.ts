/**
 * Properties run on one seed, so that a pass is a pass anywhere; FC_SEED=n explores another, and
 * fast-check prints the path of a failure.
 */
import fc from 'fast-check'
import { profiledInto } from './support/Profiled.ts'

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) })

const profiles = process.env['PROFILES']
if (profiles !== undefined) profiledInto(profiles)
