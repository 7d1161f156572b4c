/**
 * A model as NumPyro source: a module with one function `model(data)`. One line a shared node of an
 * expression, one `numpyro.sample` a site, in order of declaration. Arrays have their own axes only
 * (`Layout.ts`), in the order that `orderOf` gives; `words.py` and `laws.py` have what NumPyro and JAX lack.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { family, factsOf } from '../../src/distributions/index.ts'
import type { Axes, Expr } from '../../src/expr/index.ts'
import { atNode, postorder } from '../../src/expr/Fold.ts'
import { inferSizes } from '../../src/expr/Sizes.ts'
import type { Graph, Site } from '../../src/ir/Graph.ts'
import { type Problem, refuse } from '../../src/ir/Problem.ts'
import { distributionText } from './DistributionText.ts'
import { nodeText } from './Expressions.ts'
import { argumentsIn, orderOf, type Laid, laid, tuple } from './Layout.ts'
import { lackedBy } from './Operations.ts'

type Sizes = ReadonlyMap<string, number>

/** Names that a module has already, and words of Python that a site may be called. */
const taken =
  'data dist fold gather int jax jnp laws model numpyro special unfold LogUniform and as assert async await ' +
  'break class continue def del elif else except False finally for from global if import in is ' +
  'lambda None nonlocal not or pass raise return True try while with yield'

/** An identifier of its own for each name. */
const identifiers = (names: ReadonlyArray<string>): ReadonlyMap<string, string> => {
  const used = new Set(taken.split(' '))
  return new Map(
    names.map((name) => {
      let own = name.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_')
      // a temporary is t and a number
      while (used.has(own) || /^t\d+$/.test(own)) own += '_'
      used.add(own)
      return [name, own] as const
    })
  )
}

const header = `import jax
import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist
from jax.scipy import special
import laws
from words import LogUniform, fold, gather, unfold


def model(data):
`

const remark = (axes: Axes): string => (axes.length === 0 ? '' : `  # ${axes.join(', ')}`)

/** Leaves stand where they are used. */
const isLeaf = (e: Expr): boolean => e._tag === 'Constant' || e._tag === 'Ref' || e._tag === 'Size'

const written = (g: Graph, sizes: Sizes): string => {
  const inOrder = orderOf(g),
    sizeOf = (axis: string): number => sizes.get(axis) ?? NaN
  const observed = g.sites.filter((s) => s.role === 'observed')
  const own = identifiers([...g.data, ...g.sites].map((x) => x.name))
  const identifier = (name: string): string => own.get(name) ?? ''
  const lines: Array<string> = []
  const known = new Map<Expr, Laid>(),
    done = new Set<Expr>()
  const get = (e: Expr): Laid => known.get(e) ?? { text: '', axes: [] }
  const node = atNode(nodeText({ inOrder, sizeOf, identifier }))
  let count = 0

  const valueOf = (root: Expr): Laid => {
    for (const e of postorder([root], done)) {
      const value = node(e, get)
      if (isLeaf(e)) known.set(e, value)
      else {
        count += 1
        lines.push(`t${count} = ${value.text}${remark(value.axes)}`)
        known.set(e, { text: `t${count}`, axes: value.axes })
      }
    }
    return get(root)
  }
  const sample = ({ name, role, dist, axes }: Site): void => {
    const f = family(dist),
      over = inOrder(axes)
    const args = f.arguments.map(({ value, support }) => {
      const text = laid(valueOf(value), [...over, ...f.consumes])
      // only the square of a signed scale counts
      const isPlain = support !== 'Signed' || (value._tag === 'Constant' && value.value > 0)
      return isPlain ? text : `jnp.abs(${text})`
    })
    const expanded = over.length === 0 ? '' : `.expand(${tuple(over.map(sizeOf))})`
    const isIndex = !factsOf(f.support._tag).isNumeric
    const obs = role === 'latent' ? '' : `, obs=${identifier(name)}${isIndex ? '.astype(int)' : ''}`
    const call = `numpyro.sample(${JSON.stringify(name)}, ${distributionText(dist, args)}${expanded}${obs})`
    lines.push(`${role === 'latent' ? `${identifier(name)} = ` : ''}${call}${remark(over)}`)
  }

  for (const { name, axes } of [...g.data, ...observed])
    lines.push(`${identifier(name)} = data[${JSON.stringify(name)}]${remark(inOrder(axes))}`)
  for (const s of g.sites) sample(s)
  return `${header}${lines.map((l) => `    ${l}\n`).join('')}`
}

/** The first site that cannot be written. */
const unwritable = (g: Graph): E.Either<Problem, Graph> => {
  for (const s of g.sites) {
    const f = family(s.dist)
    const lacked = postorder(f.arguments.map((a) => a.value)).flatMap((e) => lackedBy(e) ?? [])
    if (lacked[0] !== undefined)
      return refuse(s.name, `uses ${lacked[0]}`, 'JAX has no such function', 'write it otherwise')
    if (f.jointly.length > 0)
      return refuse(
        s.name,
        `${f.tag} has one density along ${f.jointly.join(', ')}`,
        'elements are written one by one',
        'leave this model out'
      )
  }
  return E.right(g)
}

/** - `sizes` of plates; those of other axes are the graph's. */
export const emit =
  (sizes: Sizes) =>
  (graph: Graph): E.Either<Problem, string> =>
    pipe(
      unwritable(graph),
      E.chain((g) =>
        inferSizes({
          sizes: new Map([
            ...g.axes.flatMap((a) => (a.size === 'data' ? [] : [[a.name, a.size] as const])),
            ...sizes
          ]),
          values: new Map()
        })(argumentsIn(g))
      ),
      E.map((known) => written(graph, known))
    )
