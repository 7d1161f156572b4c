/**
 * What the laws need of each support, by tag: a support without a row does not compile.
 */
import * as fc from 'fast-check'
import {
  above,
  below,
  binary,
  categories,
  correlation,
  counts,
  countsTo,
  interval,
  positive,
  positiveAbove,
  positiveInterval,
  real,
  rising,
  signed,
  simplex,
  type Support,
  type SupportTag,
  unit,
  unitInterval
} from '../../src/distributions/index.ts'
import { constant } from '../../src/expr/index.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'

interface SupportRow {
  /** One of the kind, with numbers for its ends. */
  readonly generated: fc.Arbitrary<Support>
  /** Its number in files, which never changes. */
  readonly code: number
  /** Some of its values, and some numbers that are none. */
  readonly values: ReadonlyArray<number>
  readonly others: ReadonlyArray<number>
}

export const supportRows: { readonly [S in SupportTag]: SupportRow } = {
  Binary: { generated: fc.constant(binary), code: 4, values: [0, 1], others: [-1, 0.5, 2] },
  Categories: {
    generated: fc.constant(categories('classes')),
    code: 5,
    values: [0, 1, 9],
    others: [-1, 0.5]
  },
  Correlation: {
    generated: fc.integer({ min: 2, max: 9 }).map((n) => correlation('along', 'across', n)),
    code: 14,
    values: [-1, 0, 0.5, 1],
    others: [-1.5, 2]
  },
  Counts: { generated: fc.constant(counts), code: 6, values: [0, 7, 1e9], others: [-1, 0.5] },
  CountsTo: {
    generated: fc.integer({ min: 0, max: 9 }).map((n) => countsTo(constant(n))),
    code: 9,
    values: [0, 7],
    others: [-1, 0.5]
  },
  HalfLine: {
    generated: fc
      .tuple(between(-5, 5), fc.constantFrom(above, below))
      .map(([end, side]) => side(constant(end))),
    code: 7,
    values: [-1, 0.5],
    others: []
  },
  Interval: {
    generated: fc
      .tuple(between(-5, 5), logSpread(1, 100))
      .map(([low, width]) => interval(constant(low), constant(low + width))),
    code: 3,
    values: [-1, 0.5],
    others: []
  },
  Ordered: {
    generated: fc.integer({ min: 1, max: 9 }).map((n) => rising('along', n)),
    code: 13,
    values: [-1e300, 0],
    others: []
  },
  Positive: { generated: fc.constant(positive), code: 1, values: [1e-300, 2], others: [0, -1] },
  PositiveHalfLine: {
    generated: logSpread(0.1, 5).map((end) => positiveAbove(constant(end))),
    code: 11,
    values: [1e-300, 0.5],
    others: [0, -1]
  },
  PositiveInterval: {
    generated: fc
      .tuple(logSpread(0.1, 5), logSpread(1, 100))
      .map(([low, width]) => positiveInterval(constant(low), constant(low + width))),
    code: 10,
    values: [1e-300, 0.5],
    others: [0, -1]
  },
  Real: { generated: fc.constant(real), code: 0, values: [-1e300, 0, 0.5], others: [] },
  Simplex: {
    generated: fc.integer({ min: 2, max: 9 }).map((n) => simplex('along', n)),
    code: 12,
    values: [1e-300, 0.5],
    others: [-1, 0, 1, 2]
  },
  Signed: { generated: fc.constant(signed), code: 2, values: [-1, 1e-300], others: [0] },
  Unit: {
    generated: fc.constant(unit),
    code: 8,
    values: [1e-300, 0.5, 1 - 2 ** -53],
    others: [-1, 0, 1, 2]
  },
  UnitInterval: {
    generated: fc
      .tuple(between(0, 0.4), between(0.1, 0.6))
      .map(([low, width]) => unitInterval(constant(low), constant(low + width))),
    code: 15,
    values: [1e-300, 0.5, 1 - 2 ** -53],
    others: [-1, 0, 1, 2]
  }
}
