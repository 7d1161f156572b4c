/**
 * The tree of a transition as code: what `Subtree.ts` and `Trajectory.ts` do, to the last bit. Subtrees
 * are records in memory, states and vectors are addresses.
 *
 * @since 0.2.0
 */
import { giveBack, pick, when, whole } from '../../../runtime/float64/module/ControlCode.ts'
import type { Bytes, ModuleFunction } from '../../../runtime/float64/module/ModuleBytes.ts'
import {
  type Arithmetic,
  both,
  call,
  integer,
  one
} from '../../../runtime/float64/module/ModuleCode.ts'
import type { Own } from './OwnFunctions.ts'
import { type Cell, type PathShape, type Places, recordAt } from './PathPlaces.ts'
import { mostEnergyError, mostGain } from './Subtree.ts'
import { type ElementAt, overElements, summing, written } from './VectorCode.ts'

const { load, store, add, sub, equal, differs, mul, isZero } = whole

const here = (offset: number) => ({ base: integer(0), offset })
const zero = integer(0)

/** Numbers and addresses of records, of cells and of states. */
export const openFields = ({ cell }: Places) => ({
  field: (record: Bytes, name: 'near' | 'far' | 'proposal' | 'rho' | 'room'): Bytes =>
    load({ base: record, offset: recordAt[name] }),
  setField: (
    record: Bytes,
    name: 'near' | 'far' | 'proposal' | 'rho' | 'room',
    value: Bytes
  ): Bytes => store({ base: record, offset: recordAt[name] }, value),
  weight: (record: Bytes, name: 'scale' | 'weight' | 'weightOfRight'): Bytes =>
    one.load({ base: record, offset: recordAt[name] }),
  setWeight: (record: Bytes, name: 'scale' | 'weight' | 'weightOfRight', value: Bytes): Bytes =>
    one.store({ base: record, offset: recordAt[name] }, value),
  integerCell: (name: Cell): Bytes => load(here(cell(name))),
  setIntegerCell: (name: Cell, value: Bytes): Bytes => store(here(cell(name)), value),
  floatCell: (name: Cell): Bytes => one.load(here(cell(name))),
  setFloatCell: (name: Cell, value: Bytes): Bytes => one.store(here(cell(name)), value)
})

/** The velocity of a state's momentum at an element. */
const velocityOf =
  ({ mass }: PathShape, { inverse, vectorBytes: v }: Places) =>
  (a: Arithmetic, at: ElementAt, state: Bytes): Bytes =>
    mass === 'diagonal'
      ? a.mul(a.load(at(zero, inverse)), a.load(at(state, v)))
      : a.load(at(state, 2 * v))

const isPositive = (total: Bytes): Bytes => one.less(one.constant(0), total)

/**
 * straight(into, near, inner, next, far, left, right): writes the sum of the sums `left` and `right`, and
 * gives 1 where none of the three paths has turned: one pass over all that is asked.
 */
const straight = (shape: PathShape, places: Places): ModuleFunction =>
  written(
    'straight',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    ['i32'],
    (w, into = [], near = [], inner = [], next = [], far = [], left = [], right = []) => {
      const { vectorBytes: v } = places
      const velocity = velocityOf(shape, places)
      const products = Array.from({ length: 6 }, () => summing(w, shape.size))
      return [
        ...products.flatMap(({ start }) => start),
        ...overElements(w, shape.size, (a, at) => {
          const [x, y, sum] = [w.local(a.type), w.local(a.type), w.local(a.type)]
          const [first, last] = [w.local(a.type), w.local(a.type)]
          const [before, after] = [w.local(a.type), w.local(a.type)]
          const terms: ReadonlyArray<readonly [Bytes, Bytes]> = [
            [first.get, sum.get],
            [last.get, sum.get],
            [first.get, before.get],
            [velocity(a, at, next), before.get],
            [velocity(a, at, inner), after.get],
            [last.get, after.get]
          ]
          return [
            ...x.set(a.load(at(left, 0))),
            ...y.set(a.load(at(right, 0))),
            ...sum.set(a.add(x.get, y.get)),
            ...before.set(a.add(x.get, a.load(at(next, v)))),
            ...after.set(a.add(y.get, a.load(at(inner, v)))),
            ...first.set(velocity(a, at, near)),
            ...last.set(velocity(a, at, far)),
            ...a.store(at(into, 0), sum.get),
            ...terms.flatMap(([speed, along], i) => products[i]?.add(a, a.mul(speed, along)) ?? [])
          ]
        }),
        ...products
          .map(({ total }) => isPositive(total))
          .reduce((so, condition) => both(so, condition))
      ]
    }
  )

/** straightPair(into, left, right): the same of two states. */
const straightPair = (shape: PathShape, places: Places): ModuleFunction =>
  written('straightPair', ['i32', 'i32', 'i32'], ['i32'], (w, into = [], left = [], right = []) => {
    const { vectorBytes: v } = places
    const velocity = velocityOf(shape, places)
    const [first, last] = [summing(w, shape.size), summing(w, shape.size)]
    return [
      ...first.start,
      ...last.start,
      ...overElements(w, shape.size, (a, at) => {
        const sum = w.local(a.type)
        return [
          ...sum.set(a.add(a.load(at(left, v)), a.load(at(right, v)))),
          ...a.store(at(into, 0), sum.get),
          ...first.add(a, a.mul(velocity(a, at, left), sum.get)),
          ...last.add(a, a.mul(velocity(a, at, right), sum.get))
        ]
      }),
      ...both(isPositive(first.total), isPositive(last.total))
    ]
  })

/**
 * join(into, left, right, takesRight): weights and states of two neighbours become those of `into`; the
 * sum of their momenta is written already.
 */
const join = (places: Places): ModuleFunction =>
  written(
    'join',
    ['i32', 'i32', 'i32', 'i32'],
    [],
    (w, into = [], left = [], right = [], takesRight = []) => {
      const { field, setField, integerCell, setIntegerCell } = openFields(places)
      const [near, inner, next, far] = [
        w.local('i32'),
        w.local('i32'),
        w.local('i32'),
        w.local('i32')
      ]
      const [proposal, other] = [w.local('i32'), w.local('i32')]
      const isNone = (state: Bytes, of: ReadonlyArray<Bytes>): Bytes =>
        of.map((x) => differs(state, x)).reduce((a, b) => both(a, b))
      const give = (state: Bytes): Bytes => [
        ...store({ base: mul(integerCell('free'), integer(4)), offset: places.free }, state),
        ...setIntegerCell('free', add(integerCell('free'), integer(1)))
      ]
      const giveIf = (state: Bytes, of: ReadonlyArray<Bytes>): Bytes =>
        when(isNone(state, of), give(state))
      return [
        ...near.set(field(left, 'near')),
        ...inner.set(field(left, 'far')),
        ...next.set(field(right, 'near')),
        ...far.set(field(right, 'far')),
        ...proposal.set(pick(field(right, 'proposal'), field(left, 'proposal'), takesRight)),
        ...other.set(pick(field(left, 'proposal'), field(right, 'proposal'), takesRight)),
        ...setField(into, 'near', near.get),
        ...setField(into, 'far', far.get),
        ...setField(into, 'proposal', proposal.get),
        ...setField(into, 'rho', field(into, 'room')),
        ...giveIf(inner.get, [near.get, proposal.get]),
        ...giveIf(next.get, [far.get, proposal.get]),
        ...giveIf(other.get, [near.get, far.get, inner.get, next.get])
      ]
    }
  )

/** addWeights(into, left, right). */
const addWeights = (places: Places): ModuleFunction =>
  written('addWeights', ['i32', 'i32', 'i32'], [], (w, into = [], left = [], right = []) => {
    const { weight, setWeight } = openFields(places)
    const [difference, share, a, b] = [
      w.local('f64'),
      w.local('f64'),
      w.local('f64'),
      w.local('f64')
    ]
    const isGreater = one.less(one.constant(0), difference.get)
    return [
      ...a.set(weight(left, 'weight')),
      ...b.set(weight(right, 'weight')),
      ...difference.set(one.sub(weight(right, 'scale'), weight(left, 'scale'))),
      ...setWeight(
        into,
        'scale',
        one.choose(weight(right, 'scale'), weight(left, 'scale'), isGreater)
      ),
      ...when(isZero(one.equal(difference.get, one.constant(0))), [
        ...share.set(call('exp', one.neg(one.abs(difference.get)))),
        ...when(isGreater, a.set(one.mul(share.get, a.get)), b.set(one.mul(share.get, b.get)))
      ]),
      ...setWeight(into, 'weight', one.add(a.get, b.get)),
      ...setWeight(into, 'weightOfRight', b.get)
    ]
  })

/** leaf(from, into): one step on; 0 where it ends in a divergence. */
const leaf = (places: Places, own: Own): ModuleFunction =>
  written('leaf', ['i32', 'i32'], ['i32'], (w, from = [], into = []) => {
    const fields = openFields(places)
    const { integerCell, setIntegerCell, floatCell, setFloatCell, setField, setWeight } = fields
    const state = w.local('i32')
    const [energy, gain, likelihood] = [w.local('f64'), w.local('f64'), w.local('f64')]
    const isNear = one.lessEqual(one.abs(gain.get), one.constant(mostGain))
    return [
      ...setIntegerCell('free', sub(integerCell('free'), integer(1))),
      ...state.set(load({ base: mul(integerCell('free'), integer(4)), offset: places.free })),
      ...energy.set(own('leap', from, state.get, floatCell('step'))),
      ...one.store({ base: state.get, offset: places.energy }, energy.get),
      ...gain.set(one.sub(floatCell('firstEnergy'), energy.get)),
      ...likelihood.set(call('exp', gain.get)),
      ...setIntegerCell('leapfrogs', add(integerCell('leapfrogs'), integer(1))),
      ...setFloatCell(
        'acceptance',
        one.add(
          floatCell('acceptance'),
          one.choose(one.constant(1), likelihood.get, one.less(one.constant(0), gain.get))
        )
      ),
      ...setField(into, 'near', state.get),
      ...setField(into, 'far', state.get),
      ...setField(into, 'proposal', state.get),
      ...setField(into, 'rho', add(state.get, integer(places.vectorBytes))),
      ...setWeight(into, 'scale', one.choose(one.constant(0), gain.get, isNear)),
      ...setWeight(into, 'weight', one.choose(likelihood.get, one.constant(1), isNear)),
      ...when(isZero(one.lessEqual(one.neg(gain.get), one.constant(mostEnergyError))), [
        ...setIntegerCell('divergent', integer(1)),
        ...giveBack(integer(0))
      ]),
      ...integer(1)
    ]
  })

/** joined(into, left, right): 1 where two neighbours make a path that has not turned; writes its sum. */
const joined = (places: Places, own: Own): ModuleFunction =>
  written('joined', ['i32', 'i32', 'i32'], ['i32'], (_w, into = [], left = [], right = []) => {
    const { field } = openFields(places)
    return [
      ...when(
        both(
          equal(field(left, 'near'), field(left, 'far')),
          equal(field(right, 'near'), field(right, 'far'))
        ),
        giveBack(
          own('straightPair', field(into, 'room'), field(left, 'near'), field(right, 'near'))
        )
      ),
      ...own(
        'straight',
        field(into, 'room'),
        field(left, 'near'),
        field(left, 'far'),
        field(right, 'near'),
        field(right, 'far'),
        field(left, 'rho'),
        field(right, 'rho')
      )
    ]
  })

/** grown(depth, from, into): 2^depth steps on; 0 where one diverges, or some part has turned back. */
const grown = (places: Places, own: Own): ModuleFunction =>
  written('grown', ['i32', 'i32', 'i32'], ['i32'], (w, depth = [], from = [], into = []) => {
    const { field, weight } = openFields(places)
    const [left, right] = [w.local('i32'), w.local('i32')]
    const pairBytes = places.record(2) - places.record(0)
    const below = sub(depth, integer(1))
    const orEnd = (so: Bytes): Bytes => when(isZero(so), giveBack(integer(0)))
    return [
      ...when(isZero(depth), giveBack(own('leaf', from, into))),
      ...left.set(add(integer(places.record(0)), mul(depth, integer(pairBytes)))),
      ...right.set(add(left.get, integer(places.record(1) - places.record(0)))),
      ...orEnd(own('grown', below, from, left.get)),
      ...orEnd(own('grown', below, field(left.get, 'far'), right.get)),
      ...orEnd(own('joined', into, left.get, right.get)),
      ...own('addWeights', into, left.get, right.get),
      ...own(
        'join',
        into,
        left.get,
        right.get,
        one.less(one.mul(own('uniform'), weight(into, 'weight')), weight(into, 'weightOfRight'))
      ),
      ...integer(1)
    ]
  })

export const treeFunctions = (
  shape: PathShape,
  places: Places,
  own: Own
): ReadonlyArray<ModuleFunction> => [
  straight(shape, places),
  straightPair(shape, places),
  join(places),
  addWeights(places),
  leaf(places, own),
  joined(places, own),
  grown(places, own)
]
