/**
 * A program of 200 sites keeps its types: 5 × 5 blocks of 8. It is part of every type check, which
 * it must not slow down.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  build,
  halfCauchy,
  include,
  normal,
  over,
  type PosteriorOf,
  program,
  sample
} from 'farrier'

const units = axis('units', 10)

const block = pipe(
  program,
  sample('s', halfCauchy(1)),
  sample('z', ({ s }) => over(units)(halfCauchy(s))),
  sample('a', ({ z }) => normal(0, z)),
  sample('b', ({ z, a }) => normal(a, z)),
  sample('c', ({ z, b }) => normal(b, z)),
  sample('d', ({ s, c }) => normal(c, s)),
  sample('e', ({ s, d }) => normal(d, s)),
  sample('f', ({ e, s }) => normal(e, s))
)

const blocks = pipe(
  program,
  include('b1', block),
  include('b2', block),
  include('b3', block),
  include('b4', block),
  include('b5', block)
)

export const large = pipe(
  program,
  include('p1', blocks),
  include('p2', blocks),
  include('p3', blocks),
  include('p4', blocks),
  include('p5', blocks)
)

type Sites = PosteriorOf<typeof large>
type Equal<X, Y> =
  (<T>() => T extends X ? 1 : 2) extends <T>() => T extends Y ? 1 : 2 ? true : false
const holds = <T extends true>(): T | undefined => undefined

holds<
  Equal<
    keyof Sites,
    `p${1 | 2 | 3 | 4 | 5}/b${1 | 2 | 3 | 4 | 5}/${'s' | 'z' | 'a' | 'b' | 'c' | 'd' | 'e' | 'f'}`
  >
>()
holds<Equal<Sites['p5/b5/f']['axes'], ReadonlyArray<'units'>>>()
holds<Equal<Sites['p3/b2/s']['axes'], ReadonlyArray<never>>>()

export const graph = build(large)
