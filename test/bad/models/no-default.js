// The model is exported under a name.
import { pipe } from 'fp-ts/lib/function.js'
import { normal, program, sample } from 'farrier'

export const network = pipe(program, sample('w', normal(0, 1)))
