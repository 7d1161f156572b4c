/**
 * What the compiler says of the mistakes that do not compile: the first line, and the last, which
 * names what is missing. Frozen.
 */
import { expect, it } from 'vitest'
import { checkTypes } from '../support/TypeChecker.ts'

const file = 'test/types/written.ts'

const preamble = `
import { pipe } from 'fp-ts/lib/function.js'
import { axis, bernoulli, contract, data, dense, exp, gather, groupHorseshoe, halfCauchy, include } from 'farrier'
import { indicesOf, model, draw, maxPool, meanOver, normal, observe, slide, sumOver } from 'farrier'
import { type Category, cholesky, choleskySolve, oneHot, softmax } from 'farrier'
import { over, plate, poisson, type PosteriorOf, program, returns, sample, shared, type Tensor } from 'farrier'
declare const x: Tensor<'images' | 'pixels'>, w: Tensor<'h1' | 'h2'>
const images = plate('images'), pixels = axis('pixels', 784)
const h1 = axis('h1', 300), h2 = axis('h2', 100), horseshoe = groupHorseshoe(1)
const small = pipe(program, data('x', [images, pixels]), include('fc1', ({ x }) => dense(pixels, h1, horseshoe)(x)))
declare const kind: Tensor<'images', Category<'h2'>>
declare const posterior: PosteriorOf<typeof small>
`
const mistakes: Readonly<Record<string, string>> = {
  'layers in the wrong order': `pipe(program, data('x', [images, pixels]), include('fc2', ({ x }) \
=> dense(h1, h2, horseshoe)(x)))`,
  'an axis that is not there': `pipe(x, contract(pixels)(w))`,
  'a latent that was not drawn over the axis it is looked up along': `pipe(program, sample('theta', normal(0, 1)), \
data('member', [images], indicesOf(h1)), observe('y', ({ theta, member }) => \
normal(pipe(theta, gather(h1)(member)), 1)))`,
  'the same in a generator': `model(function* () { const theta = yield* draw('theta', normal(0, 1)); \
return sumOver(h1)(theta) })`,
  'data without their plate': `pipe(program, data('x', [pixels]), returns(({ x }) => meanOver(images)(x)))`,
  'weights without the axis of the data': `pipe(program, data('x', [images, pixels]), sample('w', over(h1)(normal(0, \
1))), returns(({ x, w }) => pipe(x, contract(pixels)(w))))`,
  'windows along an axis of something else': `pipe(program, data('x', [images, pixels]), returns(({ x }) => \
maxPool(slide(h1, 'halves', { size: 2, stride: 2 }))(x)))`,
  'a value that has lost its axis': `sumOver(h1)(exp(x))`,
  'a real number as a scale': `pipe(program, sample('mu', normal(0, 1)), sample('w', ({ mu }) => normal(0, mu)))`,
  'a duplicate site': `pipe(program, sample('z', halfCauchy(1)), sample('z', ({ z }) => normal(0, z)))`,
  'a misspelt site': `posterior['fc1/v']`,
  'a group that is not an axis': `horseshoe({ group: pixels, axes: [h1, h2] })`,
  'an unknown name': `pipe(program, sample('z', halfCauchy(1)), sample('w', ({ zz }) => normal(0, zz)))`,
  'a scale left out': `normal(0)`,
  'a distribution in the place of its draw': `normal(normal(0, 1), 1)`,
  'a prior that was not called': `dense(pixels, h1, groupHorseshoe)(x)`,
  'a site of another model': `pipe(program, sample('z', halfCauchy(1)), returns(({ fc1 }) => fc1))`,
  'a scale over an axis that no prior has': `shared(h1)(horseshoe)({ group: h1, axes: [h1] })`,
  'a count as a probability': `pipe(program, sample('n', poisson(3)), sample('y', ({ n }) => \
bernoulli({ probability: n })))`,
  'shares along an axis that is not there': `softmax(h1)(x)`,
  'a category of another axis': `oneHot(h1)(kind)`,
  'a factor of what is no square matrix': `cholesky(h1, pixels)(w)`,
  'a right side without its rows': `choleskySolve(h1, h2)(w)(x)`,
  'a name that is not one': `pipe(program, sample('fc1/w', normal(0, 1)))`
}

const compile = (): Readonly<Record<string, string>> => {
  const text = `${preamble}${Object.values(mistakes).join('\n')}\nexport {}\n`
  const first = preamble.split('\n').length
  const said = checkTypes(new Map([[file, text]])).get(file) ?? []
  return Object.fromEntries(
    Object.keys(mistakes).map((name, i) => [
      name,
      said
        .filter(({ line }) => line === first + i)
        .map(({ message }) => {
          const lines = message.split('\n').map((l) => l.trim())
          return [...new Set([lines[0], lines.at(-1)])].join('\n')
        })
        .join('\n')
    ])
  )
}

it('every mistake has one readable message', () => {
  expect(compile()).toMatchInlineSnapshot(`
    {
      "a category of another axis": "Argument of type 'Tensor<"images", Category<"h2">, string>' is not \
assignable to parameter of type 'Tensor<"images", Category<"h1">, string>'.
    Type '"h2"' is not assignable to type '"h1"'.",
      "a count as a probability": "Object literal may only specify known properties, and \
'probability' does not exist in type '{ readonly logits: TensorLike<never>; }'.",
      "a distribution in the place of its draw": "Argument of type 'Dist<never, Real>' is not \
assignable to parameter of type 'TensorLike<never>'.
    Type 'Dist<never, Real>' is missing the following properties from type 'Tensor<never, Real, \
string>': expr, support",
      "a duplicate site": "Argument of type '"z"' is not assignable to parameter of type '"site 'z' \
is already named in this program"'.",
      "a factor of what is no square matrix": "Argument of type 'Tensor<"h1" | "h2", Real, string>' is not \
assignable to parameter of type 'Tensor<"h1" | "h2", Real, string> & "this value has no axis 'pixels': declare \
what it is made of over pixels"'.
    Type 'Tensor<"h1" | "h2", Real, string>' is not assignable to type '"this value has no axis 'pixels': \
declare what it is made of over pixels"'.",
      "a group that is not an axis": "Type 'Axis<"pixels">' is not assignable to type 'Axis<"h1" | "h2">'.
    Type '"pixels"' is not assignable to type '"h1" | "h2"'.",
      "a latent that was not drawn over the axis it is looked up along": "Argument of type '<A \
extends string, S extends Support, N extends string>(x: Tensor<A, S, N> & Having<"h1", A, N>) => \
Tensor<"images" | Exclude<A, "h1">, S, string>' is not assignable to parameter of type '(a: \
Tensor<never, Real, "theta">) => Tensor<"images", Real, string>'.
    Type 'Tensor<never, Real, "theta">' is not assignable to type '"'theta' has no axis 'h1': \
declare it over h1"'.",
      "a misspelt site": "Property 'fc1/v' does not exist on type '{ readonly "fc1/b": \
SiteMoments<"h1">; readonly "fc1/w": SiteMoments<"h1" | "pixels">; }'. Did you mean 'fc1/b'?",
      "a name that is not one": "Argument of type '"fc1/w"' is not assignable to parameter of type \
'"'fc1/w' is not a site name: letters, digits, '_' and '-' only"'.",
      "a prior that was not called": "Argument of type '(tau0: number) => ScaleMixture' is not \
assignable to parameter of type 'Prior'.
    Type 'At<G, X>' is not assignable to type 'number'.",
      "a real number as a scale": "Argument of type 'Tensor<never, Real, "mu">' is not assignable \
to parameter of type 'TensorLike<never, Scale>'.
    Property ''never 0, as a scale is'' is missing in type 'Real' but required in type 'Signed'.",
      "a right side without its rows": "Argument of type 'Tensor<"images" | "pixels", Real, string>' is not \
assignable to parameter of type 'Tensor<"images" | "pixels", Real, string> & "this value has no axis 'h1': \
declare what it is made of over h1"'.
    Type 'Tensor<"images" | "pixels", Real, string>' is not assignable to type '"this value has no axis 'h1': \
declare what it is made of over h1"'.",
      "a scale left out": "Expected 2 arguments, but got 1.",
      "a scale over an axis that no prior has": "This expression is not callable.
    Type 'Program<unknown, object, ScaleMixture>' has no call signatures.",
      "a site of another model": "Property 'fc1' does not exist on type '{ readonly z: \
Tensor<never, Positive, "z">; }'.",
      "a value that has lost its axis": "Argument of type 'Tensor<"images" | "pixels", Positive, \
string>' is not assignable to parameter of type 'Tensor<"images" | "pixels", Positive, string> & \
"this value has no axis 'h1': declare what it is made of over h1"'.
    Type 'Tensor<"images" | "pixels", Positive, string>' is not assignable to type '"this value has \
no axis 'h1': declare what it is made of over h1"'.",
      "an axis that is not there": "Argument of type 'Tensor<"h1" | "h2", Real, string>' is not \
assignable to parameter of type 'Tensor<"h1" | "h2", Real, string> & "this value has no axis \
'pixels': declare what it is made of over pixels"'.
    Type 'Tensor<"h1" | "h2", Real, string>' is not assignable to type '"this value has no axis \
'pixels': declare what it is made of over pixels"'.",
      "an unknown name": "Property 'zz' does not exist on type '{ readonly z: Tensor<never, \
Positive, "z">; }'.",
      "data without their plate": "Argument of type 'Tensor<"pixels", Real, "x">' is not assignable \
to parameter of type 'Tensor<"pixels", Real, "x"> & "'x' has no axis 'images': declare it over images"'.
    Type 'Tensor<"pixels", Real, "x">' is not assignable to type '"'x' has no axis 'images': \
declare it over images"'.",
      "layers in the wrong order": "Argument of type 'Tensor<"images" | "pixels", Real, "x">' is \
not assignable to parameter of type 'Tensor<"images" | "pixels", Real, "x"> & "'x' has no axis \
'h1': declare it over h1"'.
    Type 'Tensor<"images" | "pixels", Real, "x">' is not assignable to type '"'x' has no axis 'h1': \
declare it over h1"'.",
      "shares along an axis that is not there": "Argument of type 'Tensor<"images" | "pixels", Real, string>' \
is not assignable to parameter of type 'Tensor<"images" | "pixels", Real, string> & "this value has no axis \
'h1': declare what it is made of over h1"'.
    Type 'Tensor<"images" | "pixels", Real, string>' is not assignable to type '"this value has no axis 'h1': \
declare what it is made of over h1"'.",
      "the same in a generator": "Argument of type 'Tensor<never, Real, "theta">' is not assignable \
to parameter of type 'Tensor<never, Real, "theta"> & "'theta' has no axis 'h1': declare it over h1"'.
    Type 'Tensor<never, Real, "theta">' is not assignable to type '"'theta' has no axis 'h1': \
declare it over h1"'.",
      "weights without the axis of the data": "Argument of type 'Tensor<"h1", Real, "w">' is not \
assignable to parameter of type 'Tensor<"h1", Real, "w"> & "'w' has no axis 'pixels': declare it over pixels"'.
    Type 'Tensor<"h1", Real, "w">' is not assignable to type '"'w' has no axis 'pixels': declare it \
over pixels"'.",
      "windows along an axis of something else": "Argument of type 'Tensor<"images" | "pixels", \
Real, "x">' is not assignable to parameter of type 'Tensor<"images" | "pixels", Real, "x"> & "'x' \
has no axis 'h1': declare it over h1"'.
    Type 'Tensor<"images" | "pixels", Real, "x">' is not assignable to type '"'x' has no axis 'h1': \
declare it over h1"'.",
    }
  `)
}, 180_000)
