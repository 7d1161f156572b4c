/**
 * The options of the compiler on the command line.
 *
 * @since 0.1.0
 */
import type { CompileOptions } from '../../compile/index.ts'
import { choice, positiveInteger } from '../../dsl/index.ts'
import { jointFrom } from './JointOption.ts'
import { type Chosen, textAs, textOr, value } from './OptionTable.ts'

export const compileTable = {
  samples: value('<K>', positiveInteger(1, 'draws from the guide per step, averaged')),
  halfCauchy: value(
    '<form>',
    choice(
      ['decomposed', 'collapsed'],
      'decomposed',
      'half-Cauchy scales as a gamma × inverse-gamma pair, or as one log-normal with a quadrature KL'
    )
  ),
  centred: textOr(
    '<site,…>',
    '',
    'sites that stay as they are declared, though their location or scale is random; models that ' +
      'are solved choose these and --half-cauchy by ELBO, unless one of them is given'
  ),
  joint: textAs(
    '<site,…[:rank]>',
    jointFrom,
    'sites with commas, perhaps a rank behind a colon, + between sets',
    'sites whose guides are correlated, set by set: w,b in full rank, w,b:3 a diagonal and rank 3; ' +
      'all others are independent'
  ),
  jeffreys: value(
    '<form>',
    choice(['exact', 'fitted'], 'exact', 'the KL to the log-uniform: exact, or the published fit')
  ),
  strict: value(
    '<what>',
    choice(['no', 'analytic'], 'no', 'analytic: a KL that would need Monte Carlo is refused')
  )
}

export const compileOptionsOf = ({
  samples,
  halfCauchy,
  centred,
  joint,
  jeffreys,
  strict
}: Chosen<typeof compileTable>): Partial<CompileOptions> => ({
  samples,
  halfCauchy,
  centred: centred.split(',').filter((site) => site !== ''),
  joint: jointFrom(joint) ?? [],
  jeffreys,
  strict
})
