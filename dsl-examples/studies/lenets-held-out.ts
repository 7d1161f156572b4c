/**
 * The same on the last 10,000 training images, which nothing is trained on: what recipes are settled
 * on. No test image is read.
 *
 * farrier study dsl-examples/studies/lenets-held-out.ts --out runs/held-out
 */
import { study } from 'farrier'
import lenets from './lenets.ts'

export default study({
  ...lenets,
  name: `${lenets.name}, on held-out images`,
  networks: Object.fromEntries(
    Object.entries(lenets.networks).map(([name, network]) => [
      name,
      { ...network, train: { ...network.train, holdOut: 10_000 } }
    ])
  )
})
