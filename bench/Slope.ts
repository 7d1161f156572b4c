/** The line through points that has the least squares: by how much y grows when x grows by 1. */
export const slope = (points: ReadonlyArray<readonly [x: number, y: number]>): number => {
  const mean = (values: ReadonlyArray<number>): number =>
    values.reduce((a, b) => a + b, 0) / values.length
  const centreX = mean(points.map(([x]) => x)),
    centreY = mean(points.map(([, y]) => y))
  const sum = (f: (dx: number, dy: number) => number): number =>
    points.reduce((total, [x, y]) => total + f(x - centreX, y - centreY), 0)
  return sum((dx, dy) => dx * dy) / sum((dx) => dx * dx)
}
