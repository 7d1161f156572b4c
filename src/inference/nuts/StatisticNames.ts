/**
 * What is kept of an iteration besides its place, in this order.
 *
 * @since 0.2.0
 */
export const statisticNames = [
  'acceptance',
  'step size',
  'tree depth',
  'leapfrogs',
  'divergent',
  'energy',
  'log density'
] as const

export type StatisticName = (typeof statisticNames)[number]
