/**
 * What is given by name, read where no types are checked: JavaScript, and text that was decoded. A
 * field says what it expects; an object of fields says which of its names nobody knows.
 *
 * @since 0.2.0
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { nearNames } from './NearNames.ts'
import type { NamedTensor } from './Posterior.ts'
import { type Problem, problem, type Problems } from './Problem.ts'
import { thrownText } from './Thrown.ts'

// model

/** Everything that is wrong with a value that stands at a place. */
export type Field = (where: string, value: unknown) => ReadonlyArray<Problem>

/** A row for each name that the options have, those that may be left out as well. */
export type FieldsOf<O> = { readonly [K in keyof O]-?: Field }

// constructors

const classOf = (x: object): string => {
  const name = x.constructor?.name ?? 'Object'
  return name === 'Object' ? '' : ` (${name})`
}

/** What was found, in a word or two. */
export const shown = (x: unknown): string =>
  x === undefined
    ? 'nothing'
    : typeof x === 'string'
      ? `'${x}'`
      : typeof x === 'function'
        ? 'a function'
        : Array.isArray(x)
          ? 'an array'
          : typeof x === 'object' && x !== null
            ? `an object${classOf(x)}`
            : thrownText(x)

/** One value: `expects` it, and `why`; it `holds` where that is so. */
export const field =
  (expects: string, why: string, holds: (x: unknown) => boolean): Field =>
  (where, x) =>
    holds(x)
      ? []
      : [
          problem(
            where,
            `expected ${expects}, found ${shown(x)}`,
            why,
            `give ${expects}, or leave it out`
          )
        ]

export const aNumber = field('a number', 'it is calculated with', (x) => typeof x === 'number')
export const aFunction = field('a function', 'it is called', (x) => typeof x === 'function')
export const aText = field('text', 'it is a name', (x) => typeof x === 'string')
export const aFlag = field('true or false', 'it is a choice of two', (x) => typeof x === 'boolean')

/** Checked where it is used. */
export const anything: Field = () => []

export const aNumberFrom = (least: number, most: number = Infinity): Field =>
  field(
    most === Infinity ? `a number from ${least} on` : `a number from ${least} to ${most}`,
    'nothing else has a meaning here',
    (x) => typeof x === 'number' && x >= least && x <= most && Number.isFinite(x)
  )

export const aCountFrom = (least: number, most: number = Number.MAX_SAFE_INTEGER): Field =>
  field(
    `a whole number from ${least} ${most === Number.MAX_SAFE_INTEGER ? 'on' : `to ${most}`}`,
    'it is a number of things',
    (x) => typeof x === 'number' && Number.isSafeInteger(x) && x >= least && x <= most
  )

export const oneOf = (...words: ReadonlyArray<string>): Field =>
  field(`one of ${words.join(', ')}`, 'it is a choice', (x) => words.some((word) => word === x))

/** Left out, whether or not its name is there. */
export const perhaps =
  (inner: Field): Field =>
  (where, x) =>
    x === undefined ? [] : inner(where, x)

const isObject = (x: unknown): x is object =>
  typeof x === 'object' && x !== null && !Array.isArray(x) && !(x instanceof Map)

const place = (where: string, name: string): string => (where === '' ? name : `${where}.${name}`)

/** Values by names of whoever gives them. */
export const byName =
  (each: Field): Field =>
  (where, x) =>
    isObject(x)
      ? Object.entries(x).flatMap(([name, value]) => each(place(where, name), value))
      : field('values by name', 'they are found by their names', () => false)(where, x)

export const listOf =
  (each: Field): Field =>
  (where, x) =>
    Array.isArray(x)
      ? x.flatMap((value, i) => each(`${where}[${i}]`, value))
      : field('an array', 'there may be several', () => false)(where, x)

const unknownOption = (where: string, name: string, known: ReadonlyArray<string>): Problem => {
  const near = nearNames(name, known)
  return problem(
    place(where, name),
    `there is no option '${name}'`,
    'it would be ignored',
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known: ${known.join(', ')}`
  )
}

/** Options: each in its own field, none that nobody knows; `needed` are those without a default. */
export const fields =
  <O>(table: FieldsOf<O>, needed: ReadonlyArray<keyof O & string> = []): Field =>
  (where, x) => {
    if (!isObject(x))
      return field(
        'options by name',
        'they are found by their names',
        () => false
      )(where === '' ? 'options' : where, x)
    const rows: Readonly<Record<string, Field>> = { ...table }
    const known = Object.keys(rows)
    const given = Object.entries(x)
    return [
      ...needed
        .filter((name) => !(name in x))
        .map((name) =>
          problem(
            place(where, name),
            'expected it, found nothing',
            'there is no default for it',
            `give ${place(where, name)}`
          )
        ),
      ...given.flatMap(
        ([name, value]) =>
          rows[name]?.(place(where, name), value) ?? [unknownOption(where, name, known)]
      )
    ]
  }

// arrays over named axes

const isFloat32 = (x: unknown): boolean =>
  ArrayBuffer.isView(x) && Object.prototype.toString.call(x) === '[object Float32Array]'

/** Of the shape of a tensor; that sizes and values agree is checked where it is bound. */
export const aTensor: Field = (where, x) => {
  if (!isObject(x) || !('axes' in x && 'sizes' in x && 'values' in x))
    return [
      problem(
        where,
        `expected { axes, sizes, values }, found ${shown(x)}`,
        'an array is bound by the names of its axes',
        "{ axes: ['rows'], sizes: [3], values: Float32Array.of(1, 2, 3) }"
      )
    ]
  const { axes, sizes, values } = x
  return [
    ...listOf(aText)(`${where}: axes`, axes),
    ...listOf(aCountFrom(0))(`${where}: sizes`, sizes),
    ...(Array.isArray(axes) && Array.isArray(sizes) && axes.length !== sizes.length
      ? [
          problem(
            where,
            `${axes.length} axes and ${sizes.length} sizes`,
            'each axis has one size',
            'give as many of the one as of the other'
          )
        ]
      : []),
    ...(isFloat32(values)
      ? []
      : [
          problem(
            where,
            `expected values in a Float32Array, found ${shown(values)}`,
            'a fit computes in 32-bit numbers, and reads them where they lie',
            'values: Float32Array.from(…)'
          )
        ])
  ]
}

/** The start of a chain that goes on where nothing is wrong. */
export const checked = (wrong: ReadonlyArray<Problem>): Either<Problems, Record<never, never>> =>
  isNonEmpty(wrong) ? left(wrong) : right({})

const isTensor = (x: unknown): x is NamedTensor => aTensor('', x).length === 0

/** Arrays by name. */
export const tensors: Field = (where, x) =>
  x instanceof Map
    ? [...x].flatMap(([name, value]) => (isTensor(value) ? [] : aTensor(String(name), value)))
    : [
        problem(
          where,
          `expected a Map of arrays by name, found ${shown(x)}`,
          'each array fills the slot or the observed site of its name',
          "new Map([['y', { axes: ['rows'], sizes: [3], values: Float32Array.of(1, 2, 3) }]])"
        )
      ]
