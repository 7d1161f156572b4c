import { beforeAll, describe, expect, test } from 'vitest'
import { constant, map, type MapOp, reduce, ref, zip, type ZipOp } from '../../src/expr/Expr.ts'
import { emptyEnvironment, evaluate, evaluateScalar } from '../../src/expr/numbers/Reference.ts'
import { scalarMap, scalarZip } from '../../src/expr/numbers/Scalar.ts'
import { simplify } from '../../src/expr/rules/Simplify.ts'
import {
  agrees,
  derived,
  differences,
  environment,
  list,
  type PlanWitness,
  planWitnesses
} from '../support/Witness.ts'

/**
 * `at`: where values are compared; `slopesAt`: where derivatives are; `relative`: what executors
 * may be off by, 1e-6 unless told; `losesNaN`: backends whose kernel may make a number of NaN.
 */
interface MapRow {
  readonly at: ReadonlyArray<number>
  readonly slopesAt: ReadonlyArray<number>
  readonly relative?: number
  readonly losesNaN?: string
  readonly stopped?: true
}
type Pair = readonly [x: number, y: number]
interface ZipRow {
  readonly at: ReadonlyArray<Pair>
  readonly slopesAt: ReadonlyArray<Pair>
  readonly relative?: number
  readonly losesNaN?: string
}

// ---------------------------------------------------------------------------
// points
// ---------------------------------------------------------------------------

const signed = (xs: ReadonlyArray<number>): ReadonlyArray<number> => xs.flatMap((x) => [x, -x])
const positive = [1e-3, 0.03, 0.3, 0.9, 1.1, 2.2, 7.3, 40]
const real = signed(positive)
const edges = [...signed([0, 0.5, 1, 1.5, 2, 1e-3, 3.7, 87, 1e3, 1e-30, 1e30, Infinity]), NaN]
const everywhere: MapRow = { at: edges, slopesAt: real }
/** Compared up to 1e3 in size: ten thousand is where executors stop counting turns. */
const periodic: MapRow = {
  at: edges.filter((x) => !(Math.abs(x) > 1e3) || x === Infinity),
  slopesAt: signed([1e-3, 0.03, 0.3, 0.9, 1.1, 2.2, 7.3])
}
const positiveOnly: MapRow = { at: edges, slopesAt: [...positive, 1e3] }
const gammas: MapRow = {
  at: [...edges, 1e-10, 0.25, 1.25, 1.75, 3, 7.9, 8.1, 100],
  slopesAt: [1e-3, 0.03, 0.3, 0.9, 1.1, 2.2, 7.3, 40, 1e3]
}
const steps = signed([1e-3, 0.03, 0.3, 0.9, 1.1, 2.2, 7.3, 100.25])

// ---------------------------------------------------------------------------
// the alphabet
// ---------------------------------------------------------------------------

const mapRows: { readonly [O in MapOp]: MapRow } = {
  neg: everywhere,
  abs: everywhere,
  square: everywhere,
  tanh: everywhere,
  sigmoid: everywhere,
  softplus: everywhere,
  relu: everywhere,
  erf: { at: edges, slopesAt: signed([1e-3, 0.03, 0.3, 0.9, 1.1, 2.2]) },
  sign: { at: edges, slopesAt: steps },
  floor: { at: edges, slopesAt: steps },
  round: { at: [...edges, 2.5, -2.5, 3.5], slopesAt: steps },
  exp: everywhere,
  expm1: everywhere,
  log: positiveOnly,
  sqrt: positiveOnly,
  log1p: { at: edges, slopesAt: [...positive, -1e-3, -0.3, -0.9] },
  reciprocal: everywhere,
  sin: periodic,
  cos: periodic,
  logNdtr: { at: [...edges, -10, 5, 10], slopesAt: signed([1e-3, 0.03, 0.3, 0.9, 1.1, 2.2]) },
  ndtri: {
    at: [...edges, 1e-10, 0.2, 0.3, 0.8, 0.975],
    slopesAt: [1e-3, 0.03, 0.3, 0.499, 0.7, 0.9]
  },
  lgamma: gammas,
  digamma: gammas,
  trigamma: gammas,
  stirling: gammas,
  excess: { at: [...edges, -0.9, 0.9, 30, -30], slopesAt: real },
  dawson: everywhere,
  expint1: { at: edges, slopesAt: positive },
  scaledExpint1: { at: edges, slopesAt: [...positive, 1e3] },
  jeffreysKl: { at: [...edges, -10, 10, 80], slopesAt: signed(positive) },
  stopGradient: { at: edges, slopesAt: real, stopped: true }
}

const few = [0, 1, -1, 0.5, -2, 3, 1e-3, 1e30, 1e-30, -1e-30, Infinity, -Infinity, NaN]
const grid: ReadonlyArray<Pair> = few.flatMap((x) => few.map((y): Pair => [x, y]))
const generic: ReadonlyArray<Pair> = [
  [0.3, 2.2],
  [-0.3, 2.2],
  [1.7, -0.4],
  [-7, -9],
  [0.01, 30]
]
const arithmetic: ZipRow = { at: grid, slopesAt: generic }

const sizes = [1e-30, 1e-3, 0.5, 0.9, 1, 1.1, 2, 3, 40, 1e30]
const ratios: ReadonlyArray<Pair> = sizes.flatMap((x) => sizes.map((y): Pair => [x, y]))
const apart: ReadonlyArray<Pair> = [
  [0.3, 2.2],
  [2.2, 0.3],
  [7, 6],
  [1e4, 0.01],
  [0.01, 1e4]
]

const zipRows: { readonly [O in ZipOp]: ZipRow } = {
  add: arithmetic,
  sub: arithmetic,
  mul: arithmetic,
  div: arithmetic,
  max: { ...arithmetic, losesNaN: 'tfjs/wasm' },
  min: { ...arithmetic, losesNaN: 'tfjs/wasm' },
  equal: arithmetic,
  less: arithmetic,
  lessEqual: arithmetic,
  // pow(1, NaN), pow(±1, ±∞): NaN or 1, as the executor likes.
  pow: {
    at: grid.filter(([x, y]) => !(Math.abs(x) === 1 && !Number.isFinite(y))),
    slopesAt: [
      [0.3, 2.2],
      [1.7, -0.4],
      [7, 3],
      [0.01, 0.5]
    ]
  },
  polygamma: {
    at: [0, 1, 2, 3, 5].flatMap((n) =>
      [0.5, 1, 3.7, 100, 0, Infinity, NaN].map((x): Pair => [n, x])
    ),
    slopesAt: [
      [0, 0.3],
      [1, 2.2],
      [2, 0.3],
      [3, 7.3]
    ]
  },
  // Compared where they are not near 0: there they are good to 1e-6 absolutely.
  logProduct: { at: ratios.filter(([x, y]) => Math.abs(x * y - 1) > 0.5), slopesAt: apart },
  logRatio: { at: ratios.filter(([x, y]) => Math.abs(x / y - 1) > 0.5), slopesAt: apart },
  deviance: { at: [...ratios, [0, 2], [2, 0], [Infinity, 2], [-1, 2], [NaN, 1]], slopesAt: apart },
  logCauchy: {
    at: [
      ...ratios.filter(([x, y]) => Math.abs(x * x + y * y - y) > 0.3 * y),
      [0, 2],
      [2, 0],
      [Infinity, 2],
      [1, -1],
      [NaN, 1]
    ],
    slopesAt: apart
  }
}

// ---------------------------------------------------------------------------
// witnesses
// ---------------------------------------------------------------------------

let executors: ReadonlyArray<PlanWitness> = []
beforeAll(async () => {
  executors = await planWitnesses()
})

const x = ref('x', ['i']),
  y = ref('y', ['i'])
const isMap = (op: string): op is MapOp => op in mapRows
const isZip = (op: string): op is ZipOp => op in zipRows
const maps = Object.entries(mapRows).flatMap(([op, row]) => (isMap(op) ? [{ op, row }] : []))
const zips = Object.entries(zipRows).flatMap(([op, row]) => (isZip(op) ? [{ op, row }] : []))
/** Folding may make a number of what is NaN, never the other way round. */
const folded = (found: number, wanted: number): boolean =>
  Number.isNaN(wanted) || Object.is(found, wanted) || found === wanted

const disagreements = (
  name: string,
  args: ReadonlyArray<string>,
  found: ReadonlyArray<number>,
  wanted: ReadonlyArray<number>,
  same: (f: number, w: number) => boolean
): string =>
  args
    .flatMap((arg, i) => {
      const f = found[i] ?? NaN,
        w = wanted[i] ?? NaN
      return same(f, w) ? [] : [`${name}: at ${arg} found ${f}, wanted ${w}`]
    })
    .join('\n')
/** An executor by decisions.md 19. */
const within =
  (relative: number, mayBeNumber: boolean) =>
  (f: number, w: number): boolean =>
    agrees(f, w, relative) || (mayBeNumber && Number.isNaN(w))
const near = (f: number, w: number): boolean => Math.abs(f - w) <= 1e-7 * Math.abs(w) + 1e-10

describe.each(maps)('$op', ({ op, row: { at, slopesAt, relative = 1e-6, losesNaN, stopped } }) => {
  const points = at.map(Math.fround),
    args = points.map(String),
    env = environment({ x: list('i', points) })
  const wanted = points.map(scalarMap[op])
  test('the interpreter', () =>
    expect(
      disagreements('reference', args, [...evaluate(env)(map(op)(x)).values], wanted, Object.is)
    ).toBe(''))
  test('constant folding', () =>
    expect(
      disagreements(
        'folding',
        args,
        points.map((p) => evaluateScalar(emptyEnvironment)(simplify(map(op)(constant(p))))),
        wanted,
        folded
      )
    ).toBe(''))
  test('executors', async () => {
    for (const e of executors)
      expect(
        disagreements(
          e.name,
          args,
          await e.run(map(op)(x), env),
          wanted,
          within(relative, e.name === losesNaN)
        )
      ).toBe('')
  })
  test('derivative', () => {
    const here = environment({ x: list('i', slopesAt) }),
      loss = reduce('sum', ['i'])(map(op)(x))
    const numeric = slopesAt.flatMap((p) =>
      differences(
        map(op)(ref('x', [])),
        'x',
        environment({ x: { axes: [], sizes: [], values: [p] } })
      )
    )
    expect(
      disagreements(
        'derivative',
        slopesAt.map(String),
        derived(loss, 'x', here),
        stopped ? numeric.map(() => 0) : numeric,
        near
      )
    ).toBe('')
  })
})

describe.each(zips)('$op', ({ op, row: { at, slopesAt, relative = 1e-6, losesNaN } }) => {
  // The order of polygamma is a constant: one expression per order.
  const groups = op === 'polygamma' ? [...new Set(at.map(([n]) => n))] : [undefined]
  const cases = groups.map((n) => {
    const points = at
      .filter(([a]) => n === undefined || a === n)
      .map(([a, b]): Pair => [Math.fround(a), Math.fround(b)])
    return {
      e: zip(op)(n === undefined ? x : constant(n), y),
      points,
      args: points.map(String),
      wanted: points.map(([a, b]) => scalarZip[op](a, b)),
      env: environment({
        x: list(
          'i',
          points.map(([a]) => a)
        ),
        y: list(
          'i',
          points.map(([, b]) => b)
        )
      })
    }
  })
  test('the interpreter', () => {
    for (const c of cases)
      expect(
        disagreements('reference', c.args, [...evaluate(c.env)(c.e).values], c.wanted, Object.is)
      ).toBe('')
  })
  test('constant folding', () => {
    for (const c of cases)
      expect(
        disagreements(
          'folding',
          c.args,
          c.points.map(([a, b]) =>
            evaluateScalar(emptyEnvironment)(simplify(zip(op)(constant(a), constant(b))))
          ),
          c.wanted,
          folded
        )
      ).toBe('')
  })
  test('executors', async () => {
    for (const c of cases)
      for (const w of executors)
        expect(
          disagreements(
            w.name,
            c.args,
            await w.run(c.e, c.env),
            c.wanted,
            within(relative, w.name === losesNaN)
          )
        ).toBe('')
  })
  test.each(slopesAt)('derivatives at (%d, %d)', (a, b) => {
    const here = environment({
      x: { axes: [], sizes: [], values: [a] },
      y: { axes: [], sizes: [], values: [b] }
    })
    const e = zip(op)(op === 'polygamma' ? constant(a) : ref('x', []), ref('y', []))
    for (const name of op === 'polygamma' ? ['y'] : ['x', 'y']) {
      expect(
        disagreements(
          `∂/∂${name}`,
          [`(${a}, ${b})`],
          derived(e, name, here),
          differences(e, name, here),
          near
        )
      ).toBe('')
    }
  })
})
