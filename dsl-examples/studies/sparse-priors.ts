/**
 * Eight priors on one sparse regression, each fitted on 30 rows and tested on the other ten:
 *
 * farrier study dsl-examples/studies/sparse-priors.ts --out runs/sparse-priors
 */
import { study, type StudyMethod } from 'farrier'

const priors = [
  'laplace',
  'student-t',
  'horseshoe',
  'horseshoe-plus',
  'regularised-horseshoe',
  'normal-beta-prime',
  'dirichlet-laplace',
  'r2d2'
]

const under = (prior: string): StudyMethod => ({
  model: { prior },
  rounds: [{ holdOut: 10, method: 'solve' }]
})

export default study({
  name: 'eight priors on one regression',
  networks: { regression: { path: '../sparse-priors.ts', data: ['../data/sparse-priors.csv'] } },
  methods: Object.fromEntries(priors.map((prior) => [prior, under(prior)])),
  seeds: [1]
})
