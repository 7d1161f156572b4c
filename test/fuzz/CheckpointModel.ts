/** The model whose states are read: three pixels, four classes, a gate along the pixels. */
import { classifier } from '../inference/Programs.ts'

export const checkpointModel = {
  program: classifier(3, 4),
  sizes: new Map([
    ['rows', 9],
    ['pixels', 3],
    ['classes', 4]
  ])
}
