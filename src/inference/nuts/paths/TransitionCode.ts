/**
 * Transitions as code, many in one call: what `Trajectory.ts` does with the noise of `ChainNoise.ts`, to
 * the last bit.
 *
 * @since 0.2.0
 */
import {
  numberOf,
  upTo,
  when,
  whileIt,
  whole
} from '../../../runtime/float64/module/ControlCode.ts'
import type { Bytes, ModuleFunction } from '../../../runtime/float64/module/ModuleBytes.ts'
import {
  both,
  integer,
  type Local,
  one,
  two,
  twice,
  type Writer
} from '../../../runtime/float64/module/ModuleCode.ts'
import { statisticNames } from '../StatisticNames.ts'
import type { Own } from './OwnFunctions.ts'
import type { PathShape, Places } from './PathPlaces.ts'
import { openFields } from './TreeCode.ts'
import { overElements, written } from './VectorCode.ts'

const { add, sub, mul, store, isBelow, differs, shiftLeft } = whole

const zero = integer(0)

/** z ← z / √Σᵢᵢ as it is drawn. */
const diagonalMomenta = (
  w: Writer,
  { size }: PathShape,
  { vectorBytes: v, factor }: Places,
  state: Bytes,
  drawn: (at: Bytes) => Bytes
): Bytes => {
  const [i, at] = [w.local('i32'), w.local('i32')]
  return [
    ...i.set(zero),
    ...upTo(i, integer(size), 1, [
      ...at.set(shiftLeft(i.get, integer(3))),
      ...one.store(
        { base: add(state, at.get), offset: v },
        one.mul(one.load({ base: at.get, offset: factor }), drawn(i.get))
      )
    ])
  ]
}

/** z ← L⁻ᵀ z in place, from the last row of L to the first. */
const solved = (
  w: Writer,
  { size }: PathShape,
  { vectorBytes: v, factor }: Places,
  state: Bytes
): Bytes => {
  const [i, k] = [w.local('i32'), w.local('i32')]
  const [row, at, evenEnd] = [w.local('i32'), w.local('i32'), w.local('i32')]
  const [x, xs] = [w.local('f64'), w.local('v128')]
  const here = { base: add(state, k.get), offset: v }
  const factorAt = { base: add(row.get, k.get), offset: factor }
  const rest = (i: Local): Bytes => add(state, shiftLeft(i.get, integer(3)))
  return [
    ...i.set(integer(size)),
    ...whileIt(i.get, [
      ...i.set(sub(i.get, integer(1))),
      ...row.set(mul(i.get, integer(8 * size))),
      ...at.set(rest(i)),
      ...x.set(
        one.div(
          one.load({ base: at.get, offset: v }),
          one.load({ base: add(row.get, shiftLeft(i.get, integer(3))), offset: factor })
        )
      ),
      ...one.store({ base: at.get, offset: v }, x.get),
      ...xs.set(twice(x.get)),
      ...evenEnd.set(whole.and(shiftLeft(i.get, integer(3)), integer(-16))),
      ...k.set(zero),
      ...upTo(
        k,
        evenEnd.get,
        16,
        two.store(here, two.sub(two.load(here), two.mul(two.load(factorAt), xs.get)))
      ),
      ...when(
        isBelow(k.get, shiftLeft(i.get, integer(3))),
        one.store(here, one.sub(one.load(here), one.mul(one.load(factorAt), x.get)))
      )
    ])
  ]
}

/** momenta(state): new ones, of the normals of an iteration. */
const momenta = (shape: PathShape, places: Places, own: Own): ModuleFunction =>
  written('momenta', ['i32'], [], (w, state = []) => {
    const { integerCell } = openFields(places)
    const drawn = (at: Bytes): Bytes =>
      own('quantile', own('mix', at, integerCell('k0'), integerCell('k1')))
    if (shape.mass === 'diagonal') return diagonalMomenta(w, shape, places, state, drawn)
    const i = w.local('i32')
    return [
      ...i.set(zero),
      ...upTo(
        i,
        integer(shape.size),
        1,
        one.store(
          { base: add(state, shiftLeft(i.get, integer(3))), offset: places.vectorBytes },
          drawn(i.get)
        )
      ),
      ...solved(w, shape, places, state)
    ]
  })

/** free(): all states but the present one. */
const freed = (places: Places): ModuleFunction =>
  written('freed', [], [], (w) => {
    const { integerCell, setIntegerCell } = openFields(places)
    const [state, count] = [w.local('i32'), w.local('i32')]
    return [
      ...state.set(integer(places.states + places.stateBytes * places.stateCount)),
      ...count.set(zero),
      ...whileIt(isBelow(integer(places.states), state.get), [
        ...state.set(sub(state.get, integer(places.stateBytes))),
        ...when(differs(state.get, integerCell('current')), [
          ...store({ base: shiftLeft(count.get, integer(2)), offset: places.free }, state.get),
          ...count.set(add(count.get, integer(1)))
        ])
      ]),
      ...setIntegerCell('free', count.get)
    ]
  })

/** transition(step): gives how often the path was doubled; the present state is the one drawn. */
const transition = (shape: PathShape, places: Places, own: Own): ModuleFunction =>
  written('transition', ['f64'], ['i32'], (w, step = []) => {
    const {
      field,
      setField,
      weight,
      setWeight,
      integerCell,
      setIntegerCell,
      setFloatCell,
      floatCell
    } = openFields(places)
    const [whole, added] = [integer(places.record(0)), integer(places.record(1))]
    const [depth, goes, near] = [w.local('i32'), w.local('i32'), w.local('i32')]
    const [isForward, goesForward] = [w.local('i32'), w.local('i32')]
    const before = w.local('f64')
    const first = integerCell('current')
    return [
      ...own('freed'),
      ...own('momenta', first),
      ...setFloatCell('firstEnergy', own('weighed', first)),
      ...one.store({ base: first, offset: places.energy }, floatCell('firstEnergy')),
      ...setFloatCell('acceptance', one.constant(0)),
      ...setIntegerCell('leapfrogs', zero),
      ...setIntegerCell('divergent', zero),
      ...setField(whole, 'near', first),
      ...setField(whole, 'far', first),
      ...setField(whole, 'proposal', first),
      ...setField(whole, 'rho', add(first, integer(places.vectorBytes))),
      ...setWeight(whole, 'scale', one.constant(0)),
      ...setWeight(whole, 'weight', one.constant(1)),
      ...depth.set(zero),
      ...isForward.set(integer(1)),
      ...goes.set(integer(1)),
      ...whileIt(both(goes.get, isBelow(depth.get, integer(shape.depth))), [
        ...goesForward.set(one.less(own('uniform'), one.constant(0.5))),
        ...when(differs(goesForward.get, isForward.get), [
          ...near.set(field(whole, 'near')),
          ...setField(whole, 'near', field(whole, 'far')),
          ...setField(whole, 'far', near.get)
        ]),
        ...isForward.set(goesForward.get),
        ...setFloatCell('step', one.choose(step, one.neg(step), isForward.get)),
        ...goes.set(own('grown', depth.get, field(whole, 'far'), added)),
        ...when(goes.get, [
          ...depth.set(add(depth.get, integer(1))),
          ...goes.set(own('joined', whole, whole, added)),
          ...own('addWeights', whole, whole, added),
          // a later half is preferred to what there was
          ...before.set(one.sub(weight(whole, 'weight'), weight(whole, 'weightOfRight'))),
          ...own(
            'join',
            whole,
            whole,
            added,
            one.less(one.mul(own('uniform'), before.get), weight(whole, 'weightOfRight'))
          )
        ])
      ]),
      ...setIntegerCell('current', field(whole, 'proposal')),
      ...depth.get
    ]
  })

/** weighed(state): its energy, from its own log density. */
const weighed = (places: Places, own: Own, nats: number): ModuleFunction =>
  written('weighed', ['i32'], ['f64'], (_w, state = []) => [
    ...one.store(
      { base: zero, offset: nats },
      one.load({ base: state, offset: places.logDensity })
    ),
    ...own('weigh', state)
  ])

/**
 * iterate(iteration, count, most, step): so many transitions, or fewer where they took `most` steps
 * already; their places and statistics are rows in memory. Gives how many there were.
 */
const iterate = (shape: PathShape, places: Places, own: Own): ModuleFunction =>
  written(
    'iterate',
    ['i32', 'i32', 'i32', 'f64'],
    ['i32'],
    (w, iteration = [], count = [], most = [], step = []) => {
      const { integerCell, floatCell } = openFields(places)
      const [done, taken, depth] = [w.local('i32'), w.local('i32'), w.local('i32')]
      const [row, statistics, state] = [w.local('i32'), w.local('i32'), w.local('i32')]
      const values: { readonly [N in (typeof statisticNames)[number]]: Bytes } = {
        acceptance: one.div(floatCell('acceptance'), numberOf(integerCell('leapfrogs'))),
        'step size': step,
        'tree depth': numberOf(depth.get),
        leapfrogs: numberOf(integerCell('leapfrogs')),
        divergent: numberOf(integerCell('divergent')),
        energy: one.load({ base: state.get, offset: places.energy }),
        'log density': one.load({ base: state.get, offset: places.logDensity })
      }
      return [
        ...done.set(zero),
        ...taken.set(zero),
        ...row.set(integer(places.draws)),
        ...statistics.set(integer(places.statistics)),
        ...whileIt(both(isBelow(done.get, count), isBelow(taken.get, most)), [
          ...own('key', add(iteration, done.get)),
          ...depth.set(own('transition', step)),
          ...state.set(integerCell('current')),
          ...overElements(w, shape.size, (a, at) =>
            a.store(at(row.get, 0), a.load(at(state.get, 0)))
          ),
          ...statisticNames.flatMap((name, i) =>
            one.store({ base: statistics.get, offset: 8 * i }, values[name])
          ),
          ...row.set(add(row.get, integer(8 * shape.size))),
          ...statistics.set(add(statistics.get, integer(8 * statisticNames.length))),
          ...taken.set(add(taken.get, integerCell('leapfrogs'))),
          ...done.set(add(done.get, integer(1)))
        ]),
        ...done.get
      ]
    }
  )

export const transitionFunctions = (
  shape: PathShape,
  places: Places,
  own: Own,
  nats: number
): ReadonlyArray<ModuleFunction> => [
  momenta(shape, places, own),
  freed(places),
  weighed(places, own, nats),
  transition(shape, places, own),
  iterate(shape, places, own)
]
