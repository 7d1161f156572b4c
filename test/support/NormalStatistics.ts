/**
 * A statistic of draws in units of its standard error: standard normal, nearly, if they are
 * independent standard normals.
 */
export interface Statistic {
  readonly name: string
  readonly errors: number
}

/** Cells of 1/64 from −5 to 5; beyond it one at each side. */
const cellsPerUnit = 64,
  reach = 5,
  middleCells = 2 * reach * cellsPerUnit,
  cells = middleCells + 2

const density = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
/** Simpson's rule on a cell: exact to 1e-13. */
const probability = (from: number, to: number): number =>
  ((to - from) / 6) * (density(from) + 4 * density((from + to) / 2) + density(to))
/** P(|z| > 5)/2. */
const beyond = 2.866515718791939e-7
const probabilities = Float64Array.from({ length: cells }, (_, c) =>
  c === 0 || c === cells - 1
    ? beyond
    : probability(-reach + (c - 1) / cellsPerUnit, -reach + c / cellsPerUnit)
)

const cellOf = (z: number): number =>
  Math.min(cells - 1, Math.max(0, Math.floor((z + reach) * cellsPerUnit) + 1))

/** Classes of cells, each about as probable as the others, for tables of neighbours. */
const classCount = 8
const classes = (() => {
  const ofCell = new Uint8Array(cells),
    expected = new Float64Array(classCount)
  let sum = 0
  for (let c = 0; c < cells; c++) {
    const k = Math.min(
      classCount - 1,
      Math.floor((sum + 0.5 * (probabilities[c] ?? 0)) * classCount)
    )
    ofCell[c] = k
    expected[k] = (expected[k] ?? 0) + (probabilities[c] ?? 0)
    sum += probabilities[c] ?? 0
  }
  return { ofCell, expected }
})()

/** (χ² − its degrees)/√(2·degrees), over the cells in which at least ten are expected. */
const chiSquare = (counts: Float64Array, expected: (cell: number) => number): number => {
  let sum = 0,
    used = 0
  counts.forEach((count, c) => {
    if (expected(c) < 10) return
    sum += (count - expected(c)) ** 2 / expected(c)
    used++
  })
  return (sum - used + 1) / Math.sqrt(2 * (used - 1))
}

/** E z^k. */
const moment = (k: number): number =>
  k % 2 === 1 ? 0 : Array.from({ length: k / 2 }, (_, i) => 2 * i + 1).reduce((a, b) => a * b, 1)

const moments = (z: Float32Array): ReadonlyArray<Statistic> => {
  const sums = new Float64Array(7)
  for (const x of z) {
    let power = 1
    for (let k = 1; k <= 6; k++) {
      power *= x
      sums[k] = (sums[k] ?? 0) + power
    }
  }
  return [1, 2, 3, 4, 5, 6].map((k) => ({
    name: `moment ${k}`,
    errors:
      ((sums[k] ?? 0) / z.length - moment(k)) /
      Math.sqrt((moment(2 * k) - moment(k) ** 2) / z.length)
  }))
}

const distribution = (z: Float32Array): ReadonlyArray<Statistic> => {
  const counts = new Float64Array(cells)
  for (const x of z) counts[cellOf(x)] = (counts[cellOf(x)] ?? 0) + 1
  const tail = (bound: number, side: 1 | -1): Statistic => {
    const inTail = (c: number): boolean => (side === 1 ? c >= cellOf(bound) : c < cellOf(-bound))
    const p = probabilities.reduce((sum, q, c) => sum + (inTail(c) ? q : 0), 0)
    return {
      name: `tail beyond ${side * bound}`,
      errors:
        (counts.reduce((sum, n, c) => sum + (inTail(c) ? n : 0), 0) - z.length * p) /
        Math.sqrt(z.length * p * (1 - p))
    }
  }
  const tails = [2, 3, 4].flatMap((bound) => [tail(bound, 1), tail(bound, -1)])
  return [
    {
      name: `χ² of cells of 1/${cellsPerUnit}`,
      errors: chiSquare(counts, (c) => z.length * (probabilities[c] ?? 0))
    },
    ...tails
  ]
}

/** The means of x·y, (x² − 1)(y² − 1) and (x² − 1)·y. */
export const correlation = (
  name: string,
  x: Float32Array,
  y: Float32Array
): ReadonlyArray<Statistic> => {
  const n = Math.min(x.length, y.length)
  let product = 0,
    squares = 0,
    mixed = 0
  for (let i = 0; i < n; i++) {
    const a = x[i] ?? 0,
      b = y[i] ?? 0
    product += a * b
    squares += (a * a - 1) * (b * b - 1)
    mixed += (a * a - 1) * b
  }
  return [
    { name: `correlation with ${name}`, errors: product / Math.sqrt(n) },
    { name: `correlation of squares with ${name}`, errors: squares / 2 / Math.sqrt(n) },
    {
      name: `correlation of squares with values ${name}`,
      errors: mixed / Math.SQRT2 / Math.sqrt(n)
    }
  ]
}

/** χ² of triples that do not overlap, in 8³ cells: the joint distribution of neighbours. */
const triples = (z: Float32Array): Statistic => {
  const counts = new Float64Array(classCount ** 3),
    n = Math.floor(z.length / 3)
  const classOf = (i: number): number => classes.ofCell[cellOf(z[i] ?? 0)] ?? 0
  for (let i = 0; i < 3 * n; i += 3) {
    const at = (classOf(i) * classCount + classOf(i + 1)) * classCount + classOf(i + 2)
    counts[at] = (counts[at] ?? 0) + 1
  }
  const p = (k: number): number => classes.expected[k] ?? 0
  return {
    name: 'χ² of triples',
    errors: chiSquare(
      counts,
      (c) =>
        n *
        p(Math.floor(c / classCount ** 2)) *
        p(Math.floor(c / classCount) % classCount) *
        p(c % classCount)
    )
  }
}

/** Moments, distribution, tails, serial correlation and joint distribution of neighbours. */
export const normalStatistics = (z: Float32Array): ReadonlyArray<Statistic> => [
  ...moments(z),
  ...distribution(z),
  ...[1, 2, 3, 4, 8, 100, 4096, 65_536].flatMap((lag) =>
    correlation(`${lag} on`, z, z.subarray(lag))
  ),
  triples(z)
]
