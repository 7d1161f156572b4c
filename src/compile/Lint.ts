/**
 * What cannot mean what its author wanted, refused before anything is derived; all of it at once.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { bijector, family, isWithin, type SupportTag } from '../dist/index.ts'
import { bounds, type Expr, type Interval, isSubset, positive, real, nonzero, refs } from '../expr/index.ts'
import type { Graph, Site } from '../ir/Graph.ts'
import { problem, type Problem } from '../ir/Problem.ts'
import { pass, type Pass, unless } from './Pass.ts'
