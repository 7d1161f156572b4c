/**
 * Where numbers stopped being finite: the steps since the last good state are run again, and looked
 * at one by one.
 *
 * @since 0.1.0
 */
import { isMade } from '../../ir/Derived.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { report, type Session } from './Session.ts'
import type { Stage } from './FitStage.ts'
import type { State } from './State.ts'
import { isFinite, type Tensors } from '../host/Tensors.ts'

const advice =
  'lower the learning rates or give the complexity costs a longer warm-up; training can go on from the last good state'

/** The largest |value| of each array, the largest first. */
export const largestValues = (data: Tensors): string =>
  'The largest |values| of the data: ' +
  [...data]
    .filter(([name]) => !isMade(name))
    .map(([name, { values }]) => ({
      name,
      most: values.reduce((m, v) => Math.max(m, Math.abs(v)), 0)
    }))
    .toSorted((a, b) => b.most - a.most)
    .map(({ name, most }) => `${name} ${Number(most.toPrecision(3))}`)
    .join(', ')

/** At the first step nothing has been learnt yet: no learning rate is to blame. */
const about = (
  { request: { train } }: Pick<Session<unknown>, 'request'>,
  good: State,
  step: number,
  what: string,
  why: string
): Problem =>
  step === 0
    ? problem(
        'step 1',
        what,
        `${why}; it is the start, before anything is learnt. ${largestValues(train.data)}`,
        'bring the data to a scale of about 1, or give sites a start (initial) at which the model can be computed'
      )
    : problem(`step ${step + 1}`, what, why, `${advice}, after step ${good.step}`)

/** Parameters that hold a number that is not finite. */
export const notFinite = (parameters: Tensors): ReadonlyArray<string> =>
  [...parameters].flatMap(([name, t]) => (isFinite(t) ? [] : [name]))

/** Names the sites that a step with finite parameters cannot evaluate. */
const byCost = async <B>(
  session: Session<B>,
  stage: Stage<B>,
  good: State,
  parameters: Tensors,
  step: number
): Promise<Problem> => {
  const { complexityNats } = await report(session, stage, { ...good, parameters })
  const costly = Object.entries(complexityNats).filter(([, nats]) => !Number.isFinite(nats))
  const observed = session.request.program.observed.map((o) => o.name)
  return costly.length > 0
    ? about(
        session,
        good,
        step,
        `the complexity cost of ${costly.map(([site, nats]) => `${site} is ${nats}`).join(', of ')}`,
        'the guide has left the range in which its cost is a finite number'
      )
    : about(
        session,
        good,
        step,
        `the error cost of ${observed.join(', ')} is not finite`,
        'the parameters are finite, but what they predict is not'
      )
}

/**
 * The message for a fit that met a number that is not finite at or before the step of number `bad`:
 * the first step after which a parameter is not finite, and the sites it belongs to; where every
 * parameter is finite, the site whose cost is not.
 */
export const diagnose = async <B>(
  session: Session<B>,
  stage: Stage<B>,
  good: State,
  bad: number
): Promise<Problem> => {
  const { program } = session.request
  let state = stage.upload(good)
  let parameters = good.parameters
  for (let s = good.step; s <= bad; s++) {
    const stepped = await stage.advance(s, 1, state)
    state = stepped.state
    if (!Number.isFinite(stepped.errorCostsNats[0])) {
      stage.release(state)
      return byCost(session, stage, good, parameters, s)
    }
    parameters = (await stage.download(state)).parameters
    const broken = notFinite(parameters)
    if (broken.length > 0) {
      stage.release(state)
      const sites = [
        ...new Set(program.parameters.filter((p) => broken.includes(p.name)).map((p) => p.site))
      ]
      return about(
        session,
        good,
        s,
        `${sites.join(', ')}: not finite any more after this step (${broken.join(', ')})`,
        'a gradient or an update left the range of 32-bit numbers'
      )
    }
  }
  stage.release(state)
  return byCost(session, stage, good, parameters, bad)
}
