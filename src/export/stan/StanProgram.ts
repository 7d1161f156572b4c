/**
 * The blocks of a Stan program, and the words that are taken in it.
 *
 * @since 0.2.0
 */
import { type Reserved, wordsOf } from '../source/Identifiers.ts'
import { functionNames, functionsIn } from './StanOperations.ts'

/** Words of Stan, functions that are called, and what C++ keeps for itself. */
export const stanReserved: Reserved = {
  words: new Set([
    ...wordsOf(
      'for in while repeat until if then else true false target int real complex vector simplex ' +
        'unit_vector ordered positive_ordered row_vector matrix array tuple cholesky_factor_corr ' +
        'cholesky_factor_cov corr_matrix cov_matrix functions model data parameters quantities ' +
        'transformed generated profile return break continue void print reject fatal_error lower upper ' +
        'offset multiplier sum_to_zero_vector auto bool char class const default delete do double enum ' +
        'explicit export extern float friend goto inline long mutable namespace new operator private ' +
        'protected public register short signed sizeof static struct switch template this throw try ' +
        'typedef typeid typename union unsigned using virtual volatile lp__ ' +
        'abs exp expm1 log log1p sqrt square inv floor round sin cos tanh inv_logit log1p_exp fmax fmin ' +
        'erf inv_Phi lgamma digamma trigamma sum max min log_sum_exp dot_product pow pi log2 to_vector ' +
        'to_array_1d negative_infinity positive_infinity not_a_number beta gamma normal cauchy uniform ' +
        'exponential logistic lognormal categorical bernoulli poisson binomial mean sd variance rep_vector rep_array ' +
        'rep_matrix size rows cols head tail rank e'
    ),
    ...functionNames
  ]),
  own: /^(t\d+|.*__|.*_(lpdf|lpmf|lcdf|lccdf|lupdf|lupmf|rng|lp|log))$/
}

/** Lines of each block, without indentation. */
export interface StanBlocks {
  readonly data: ReadonlyArray<string>
  readonly parameters: ReadonlyArray<string>
  readonly model: ReadonlyArray<string>
}

const block = (name: string, lines: ReadonlyArray<string>): string =>
  lines.length === 0 ? '' : `${name} {\n${lines.map((l) => `  ${l}\n`).join('')}}\n`

export const programText = (name: string, { data, parameters, model }: StanBlocks): string => {
  const helpers = functionsIn(model.join('\n'))
  return [
    `// ${name} for Stan, written by farrier. Its data are those of data.json.\n`,
    helpers.length === 0 ? '' : `functions {\n${helpers.join('\n')}\n}\n`,
    block('data', data),
    block('parameters', parameters),
    block('model', model)
  ].join('')
}
