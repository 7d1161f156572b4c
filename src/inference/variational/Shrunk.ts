/**
 * What a fit has left out so far: groups that the posterior has switched off, and the indices that
 * went with them.
 *
 * A group, an index of a gate, is noise while its score ln Σ Var(w) − ln Σ (E w)² is at least a
 * threshold. Counted in epochs.
 *
 * @since 0.1.0
 */
import { type Gate, type Mask, showGate } from '../../ir/Gate.ts'
import type { KeptByAxis } from '../../ir/Kept.ts'
import type { NamedTensor, SitePosterior } from '../../ir/Posterior.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { zeroSlices } from '../../lower/Slices.ts'
import { atKept, putBack } from '../host/KeptTensors.ts'
import { arrange, elements, type Tensors } from '../host/Tensors.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** Tensors by gate (`showGate`), over its axes in the full model; a gate without one has zeros. */
export interface Shrunk {
  readonly kept: KeptByAxis
  /** 1 where the group is gone. */
  readonly gone: Tensors
  /** For how many epochs in a row the group has been noise. */
  readonly noisyEpochs: Tensors
}

export interface Group {
  readonly gate: Gate
  readonly index: number
  readonly score: number
}

/** Which indices are left once the slices that masks switch off are zero. */
export type Unused = (masks: ReadonlyArray<Mask>) => KeptByAxis

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

export const nothingShrunk: Shrunk = { kept: new Map(), gone: new Map(), noisyEpochs: new Map() }

const filled = (gate: Gate, sizes: AxisSizes, value: number): NamedTensor => {
  const shape = gate.axes.map((a) => sizes.get(a) ?? 1)
  return { axes: gate.axes, sizes: shape, values: new Float32Array(elements(shape)).fill(value) }
}

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

/** One more epoch has been seen; a score that is not a number is not noise. */
export const counted =
  (threshold: number, scores: Tensors) =>
  (s: Shrunk): Shrunk => ({
    ...s,
    noisyEpochs: new Map(
      [...scores].map(([name, score]) => {
        const before = s.noisyEpochs.get(name)?.values
        return [
          name,
          {
            ...score,
            values: score.values.map((x, i) => (x >= threshold ? (before?.[i] ?? 0) + 1 : 0))
          }
        ] as const
      })
    )
  })

const noisiestFirst = (groups: ReadonlyArray<Group>): ReadonlyArray<Group> =>
  groups.toSorted((a, b) => (a.score === b.score ? 0 : b.score - a.score))

/**
 * Groups that have been noise for as many epochs and are still there, the noisiest first. The
 * clearest one of a gate stays.
 */
export const due =
  (gates: ReadonlyArray<Gate>, patience: number, scores: Tensors) =>
  ({ gone, noisyEpochs }: Shrunk): ReadonlyArray<Group> =>
    noisiestFirst(
      gates.flatMap((gate) => {
        const name = showGate(gate)
        const epochs = noisyEpochs.get(name)?.values ?? new Float32Array()
        const there = [...epochs.keys()].filter((index) => gone.get(name)?.values[index] !== 1)
        const noisy = there
          .filter((index) => (epochs[index] ?? 0) >= patience)
          .map((index) => ({ gate, index, score: scores.get(name)?.values[index] ?? NaN }))
        return noisy.length < there.length ? noisy : noisiestFirst(noisy).slice(0, -1)
      })
    )

/**
 * Sizes of large axes stay multiples of this, the width of kernels: a product with 66 columns takes as
 * long as one with 72.
 */
const evenSize = 8
/** Axes of fewer indices may have any size. */
const largeAxis = 64

/**
 * Groups, the noisiest first, without the clearest ones of each axis that would bring its size
 * below a multiple of `evenSize`. `next` is without all of them.
 */
export const evened = (
  groups: ReadonlyArray<Group>,
  { kept }: Pick<Shrunk, 'kept'>
): ReadonlyArray<Group> => {
  const spare = new Map(
    [...kept].map(
      ([axis, { indices }]) =>
        [
          axis,
          indices.length >= largeAxis ? (evenSize - (indices.length % evenSize)) % evenSize : 0
        ] as const
    )
  )
  const going: Array<Group> = []
  for (const group of groups.toReversed()) {
    const [axis = '', ...others] = group.gate.axes
    const left = others.length === 0 ? (spare.get(axis) ?? 0) : 0
    if (left > 0) spare.set(axis, left - 1)
    else going.push(group)
  }
  return going.reverse()
}

/** 1 where an index over the gate's axes has lost its place on one of them. */
const removed = (kept: KeptByAxis, gate: Gate, sizes: AxisSizes): NamedTensor =>
  putBack(kept, filled(gate, sizes, 1))(atKept(kept)(filled(gate, sizes, 0)))

/**
 * Without these groups. Only those that take an index of an axis along are gone: the others go on
 * as they are, and may come back to life.
 */
export const withoutGroups =
  (gates: ReadonlyArray<Gate>, sizes: AxisSizes, unused: Unused) =>
  (groups: ReadonlyArray<Group>) =>
  (s: Shrunk): Shrunk => {
    const off = gates.map((gate) => {
      const before = s.gone.get(showGate(gate)) ?? filled(gate, sizes, 0)
      const values = Float32Array.from(before.values)
      for (const g of groups) if (g.gate === gate) values[g.index] = 1
      return { gate, tensor: { ...before, values } }
    })
    const kept = unused(
      off.map(({ gate, tensor }) => ({ gate, alive: Uint8Array.from(tensor.values, (v) => 1 - v) }))
    )
    const gone = off.map(({ gate, tensor }) => {
      const places = removed(kept, gate, sizes).values
      return [
        showGate(gate),
        { ...tensor, values: tensor.values.map((v, i) => v * (places[i] ?? 0)) }
      ] as const
    })
    return { ...s, kept, gone: new Map(gone) }
  }

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/**
 * Declared sites with the slices of what is gone zero; sites of no such gate are the very same. Of
 * sites at kept indices, `at` says which.
 */
export const zeroGone =
  (gates: ReadonlyArray<Gate>, { gone }: Shrunk, at: KeptByAxis = new Map()) =>
  (sites: Tensors): Tensors => {
    const result = new Map(sites)
    for (const gate of gates) {
      const all = gone.get(showGate(gate))
      const flags = all === undefined ? undefined : atKept(at)(all)
      const t = result.get(gate.target)
      if (t !== undefined && flags?.values.includes(1) === true)
        result.set(gate.target, zeroSlices(gate.axes, flags.values)(t))
    }
    return result
  }

/** The posterior with what is gone a point mass at zero. */
export const withoutGone =
  (gates: ReadonlyArray<Gate>, s: Shrunk) =>
  (sites: ReadonlyMap<string, SitePosterior>): ReadonlyMap<string, SitePosterior> => {
    const part = (of: (p: SitePosterior) => NamedTensor): Tensors =>
      zeroGone(gates, s)(new Map([...sites].map(([site, p]) => [site, of(p)] as const)))
    const mean = part((p) => p.mean)
    const variance = part((p) => p.variance)
    return new Map(
      [...sites].map(
        ([site, p]) =>
          [
            site,
            { mean: mean.get(site) ?? p.mean, variance: variance.get(site) ?? p.variance }
          ] as const
      )
    )
  }

/** A joint draw with the elements zero whose posterior is a point mass there. */
export const withPointMasses =
  (sites: ReadonlyMap<string, SitePosterior>) =>
  (draw: Tensors): Tensors =>
    new Map(
      [...draw].map(([site, t]) => {
        const p = sites.get(site)
        if (p === undefined) return [site, t] as const
        const at = arrange(t.axes, t.sizes)
        const mean = at(p.mean).values
        const variance = at(p.variance).values
        return [
          site,
          { ...t, values: t.values.map((x, i) => (mean[i] === 0 && variance[i] === 0 ? 0 : x)) }
        ] as const
      })
    )
