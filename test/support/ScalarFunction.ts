/**
 * A scalar expression as a function of numbers, fast enough to be integrated: closures over the float64 meaning of each operation.
 *
 * It takes a smaller road than the reference interpreter: no arrays, every axis-carrying operation but a contraction or a sum of
 * constant arrays refused.
 */
import { constants, type Expr } from '../../src/expr/Expr.ts'
import { fold } from '../../src/expr/Fold.ts'
import { mapMeaning, zipMeaning } from '../../src/expr/Scalar.ts'
