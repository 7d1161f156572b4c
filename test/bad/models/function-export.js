// A function that would give a model.
import { pipe } from 'fp-ts/lib/function.js'
import { halfCauchy, program, sample } from 'farrier'

export default (tau0) => pipe(program, sample('s', halfCauchy(tau0)))
