/** Pages of the reference that are made from the code; `npm run docs:reference` renews them. */
import { expect, test } from 'vitest'
import { root } from './Blocks.ts'
import { distributionPage, distributionPageNow } from './DistributionPage.ts'

test('the page of distributions says what their files say', async () => {
  await expect(distributionPageNow()).toMatchFileSnapshot(root + distributionPage)
})
