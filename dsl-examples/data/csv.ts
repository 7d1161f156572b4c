/** What the made-up tables are written with. */
export const times = <A>(count: number, f: (i: number) => A): ReadonlyArray<A> =>
  Array.from({ length: count }, (_, i) => f(i))

export const dot = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)

export const named = (name: string, count: number): ReadonlyArray<string> =>
  times(count, (i) => `${name}${i + 1}`)

export const csv = (
  header: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<number | string>>
): string =>
  [header, ...rows]
    .map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell)).join())
    .join('\n') + '\n'
