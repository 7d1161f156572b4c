/**
 * Shares: whom 150 people would vote for, four parties, 0 to 3. A Dirichlet prior says that no party has
 * nothing; the answer is the Dirichlet of concentrations 2 and the counts. Made with shares of 0.4, 0.3,
 * 0.2 and 0.1. Shows `dirichlet`, whose values lie together: they sum to 1.
 */
import { axis, categorical, dirichlet, draw, log, model, observe, over, plate } from 'farrier'

const voters = plate('voters')
const parties = axis('parties', 4)

export default model(function* () {
  const shares = yield* draw('shares', dirichlet({ concentration: 2, along: parties }))
  yield* observe('vote', over(voters)(categorical({ logits: log(shares), along: parties })))
})
