// One axis twice, in one `over` and in the axes of data.
import { pipe } from 'fp-ts/lib/function.js'
import { axis, categorical, data, normal, over, program, sample } from 'farrier'

const h = axis('h', 10)

export default pipe(
  program,
  data('x', [h, h]),
  sample('covariance', over(h, h)(normal(0, 1))),
  sample('logits', over(h)(normal(0, 1))),
  sample('class', ({ logits }) => over(h)(categorical({ logits, along: h })))
)
