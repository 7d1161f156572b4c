/**
 * From the sections of a network's file to the network. Everything is read and weighed before the
 * first tensor is unpacked: what a file asks for is known from its first few hundred bytes.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Artifact, dequantise, openAxes, roots } from '../../compress/index.ts'
import { networkCost } from '../../compress/NetworkCost.ts'
import { inferSizes } from '../../expr/index.ts'
import type { KeptIndices } from '../../ir/index.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import { refuse } from '../../ir/Problem.ts'
import type { Prediction } from '../../ir/Variational.ts'
import { visible } from '../../ir/Visible.ts'
import { allowance, type Budget, overBudget } from '../Budget.ts'
import { type ByteReader, byteReader } from './NetFileBytes.ts'
import { AGAIN } from './NetFileFrame.ts'
import { readHeader } from './NetFileHeader.ts'
import { readIndices } from './NetFileIndices.ts'
import { readPredictions } from './NetFilePredictions.ts'
import { type CodedTensor, decodeTensor, entriesOf, readTensor } from './NetFileTensors.ts'

/** Names that a network of so many operations may have. */
const NAMES_AN_OPERATION = 4
/** What unpacking a tensor costs at least, in numbers: the probabilities of its code. */
const LEAST_NUMBERS = 2 ** 12

/** The sections, with tensors still coded. */
interface Body {
  readonly header: Uint8Array
  readonly predictions: ReadonlyArray<Prediction>
  readonly sizes: ReadonlyMap<string, number>
  readonly kept: ReadonlyMap<string, KeptIndices>
  readonly tensors: ReadonlyArray<CodedTensor>
}

/** A map of a list without repetitions. */
const mapped = <A>(
  r: ByteReader,
  what: string,
  pairs: ReadonlyArray<readonly [string, A]>
): ReadonlyMap<string, A> => {
  const found = new Map(pairs)
  if (found.size < pairs.length) r.fail(`${what} is there twice`)
  return found
}

const NO_NETWORK = 'its bytes are not those of a network'

const damaged = (where: string, what: string, why = NO_NETWORK): E.Either<Problem, never> =>
  refuse(where, `the network is damaged: ${what}`, why, AGAIN)

const readSections = (where: string, budget: Budget, body: Uint8Array): E.Either<Problem, Body> => {
  const r = byteReader(body)
  const section = (): ByteReader => byteReader(r.bytes(r.natural()))
  const header = r.bytes(r.natural())
  const [tableOf, programOf, axesOf, tensorsOf] = [section(), section(), section(), section()]
  const most = budget.operations
  const names = tableOf.list(tableOf.text, NAMES_AN_OPERATION * most)
  mapped(
    tableOf,
    'a name',
    names.map((name) => [name, name])
  )
  if (names.some((name) => visible(name) !== name)) tableOf.fail('a name has a control character')
  const predictions = readPredictions(programOf, names, budget)
  mapped(
    programOf,
    'a prediction',
    predictions.map((p) => [p.site, p])
  )
  const axis = (): string => names[axesOf.natural()] ?? ''
  const sizes = mapped(
    axesOf,
    'the size of an axis',
    axesOf.list((): readonly [string, number] => [axis(), axesOf.natural()], most)
  )
  const kept = mapped(
    axesOf,
    'a list of kept indices',
    axesOf.list(() => [axis(), readIndices(axesOf)] as const, most)
  )
  const tensors = tensorsOf.list(() => readTensor(tensorsOf, names, sizes, budget), most)
  mapped(
    tensorsOf,
    'a tensor',
    tensors.map((t) => [t.name, t])
  )
  for (const part of [r, tableOf, programOf, axesOf, tensorsOf]) {
    if (part.isFine() && part.left() > 0) part.fail('bytes are left over')
    const failure = part.failure()
    if (failure !== undefined)
      return part.isExcess() ? E.left(overBudget(where, failure)) : damaged(where, failure)
  }
  return E.right({ header, predictions, sizes, kept, tensors })
}

/** Expressions, tensors, sizes and kept indices must speak of the same sizes, and of few enough. */
const weighed =
  (where: string, budget: Budget, fileBytes: number) =>
  (body: Body): E.Either<Problem, Body> => {
    const network = { ...body, tensors: new Map<string, NamedTensor>() }
    const open = openAxes(network)
    const inferred = inferSizes({
      sizes: new Map([...body.sizes, ...[...open].map((x) => [x, 1] as const)]),
      values: new Map(body.tensors.map((t) => [t.name, t] as const))
    })(roots(network))
    if (E.isLeft(inferred)) return damaged(where, inferred.left.what, inferred.left.why)
    const wrong = [...body.kept].find(([axis, k]) => body.sizes.get(axis) !== k.indices.length)
    if (wrong !== undefined)
      return damaged(
        where,
        `${wrong[0]} keeps ${wrong[1].indices.length} indices`,
        'an axis has as many indices as it keeps'
      )
    const most = allowance(budget, fileBytes)
    const entries = body.tensors.reduce((n, t) => n + Math.max(LEAST_NUMBERS, entriesOf(t)), 0)
    const cost = networkCost(body.predictions, inferred.right, open, budget.operations)
    const excess = [
      { most: most.numbers, what: 'numbers in its tensors', found: entries },
      { most: budget.operations, what: 'operations', found: cost.operations },
      {
        most: most.numbers,
        what: 'numbers in the results for one row of data',
        found: cost.numbers
      },
      { most: most.work, what: 'products and sums for one row of data', found: cost.work }
    ].find(({ most: limit, found }) => !(found <= limit))
    return excess === undefined
      ? E.right(body)
      : E.left(
          overBudget(where, `${excess.found} ${excess.what}, where the budget is ${excess.most}`)
        )
  }

/** The network in the bytes between the preamble and the checksum. */
export const readBody = (
  where: string,
  budget: Budget,
  bytes: Uint8Array
): E.Either<Problem, Artifact> =>
  pipe(
    readSections(where, budget, bytes),
    E.chain(weighed(where, budget, bytes.length)),
    E.bindTo('body'),
    E.bind('header', ({ body }) => readHeader(where, budget, body.header)),
    E.bind('quantised', ({ body }) =>
      pipe(
        body.tensors,
        E.traverseArray((t) =>
          pipe(
            decodeTensor(t),
            E.orElseW(({ what }) => damaged(where, `tensor ${t.name}: ${what}`))
          )
        )
      )
    ),
    E.map(({ body: { predictions, sizes, kept }, header, quantised }) => ({
      ...header,
      network: {
        predictions,
        sizes,
        kept,
        tensors: new Map(quantised.map(([name, q]) => [name, dequantise(q)] as const))
      },
      quantised: new Map(quantised)
    }))
  )
