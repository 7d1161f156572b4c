/**
 * How the outputs of a density's plan are named.
 *
 * @since 0.2.0
 */

/** The output with ln p, in nats. */
export const logJointName = 'logJointNats'

/** The output with the derivative of ln p by a coordinate. */
export const slopeOf = (coordinate: string): string => `slope:${coordinate}`
