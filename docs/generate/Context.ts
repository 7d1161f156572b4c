/**
 * What stands around the short examples of the language: an example is what comes after these
 * lines, inside the model. The page of the language shows them.
 *
 * @since 0.2.0
 */
export const axes = `const people = plate('people'), schools = axis('schools', 8)
const features = axis('features', 3), hidden = axis('hidden', 4)`

export const symbols = `const x = yield* data('x', [people, features])
const member = yield* data('member', [people], indicesOf(schools))
const mu = yield* draw('mu', normal(0, 5))
const tau = yield* draw('tau', halfCauchy(5))
const theta = yield* draw('theta', over(schools)(normal(mu, tau)))
const w = yield* draw('w', over(features)(normal(0, 1)))
const v = yield* draw('v', over(features, hidden)(normal(0, 1)))`
