/**
 * How far the confidence of predictions is from how often they are right.
 *
 * @since 0.1.0
 */

/** Bins of the published convention (Guo et al. 2017). */
export const standardBins = 15

/**
 * Expected calibration error: Σ over bins of (share of predictions in it)·|share of right ones −
 * mean confidence|. Bin b of n holds confidences in (b/n, (b+1)/n]; 0 counts in the first. Nothing
 * predicted has no error: 0.
 */
export const calibrationError = (
  confidences: ArrayLike<number>,
  correct: ArrayLike<number>,
  bins: number = standardBins
): number => {
  const confidence = new Float64Array(bins)
  const right = new Float64Array(bins)
  for (let i = 0; i < confidences.length; i++) {
    const c = confidences[i] ?? 0
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(c * bins) - 1))
    confidence[bin] = (confidence[bin] ?? 0) + c
    right[bin] = (right[bin] ?? 0) + (correct[i] ?? 0)
  }
  const gap = confidence.reduce((sum, c, bin) => sum + Math.abs(c - (right[bin] ?? 0)), 0)
  return confidences.length === 0 ? 0 : gap / confidences.length
}
