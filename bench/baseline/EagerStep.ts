/**
 * The fixed baseline: a training step of the group normal-Jeffreys LeNet-300-100 as users of tfjs
 * write it, with `variableGrads`, `matMul` (whose gradients set its transpose flags), `train.adam`
 * and `randomNormal`. Written first and not tuned since.
 *
 * z ~ normal-Jeffreys per input unit, one draw per row; weights by local reparameterisation; KL of
 * z by the fit of Molchanov et al. (2017); loss = mean cross entropy + KL / N.
 */
import * as tf from '@tensorflow/tfjs-core'

export const widths: ReadonlyArray<number> = [784, 300, 100, 10]
export const dataCount = 60_000

interface Layer {
  readonly meanZ: tf.Variable
  readonly logVarZ: tf.Variable
  readonly meanW: tf.Variable
  readonly logVarW: tf.Variable
  readonly meanB: tf.Variable
  readonly logVarB: tf.Variable
}

const makeLayer = (inputs: number, outputs: number): Layer => ({
  meanZ: tf.variable(tf.ones([inputs])),
  logVarZ: tf.variable(tf.fill([inputs], -9)),
  meanW: tf.variable(tf.randomNormal([inputs, outputs], 0, Math.sqrt(2 / inputs))),
  logVarW: tf.variable(tf.fill([inputs, outputs], -9)),
  meanB: tf.variable(tf.zeros([outputs])),
  logVarB: tf.variable(tf.fill([outputs], -9))
})

const forward = (layer: Layer, x: tf.Tensor): tf.Tensor => {
  const z = tf.add(
    layer.meanZ,
    tf.mul(tf.exp(tf.mul(layer.logVarZ, 0.5)), tf.randomNormal(x.shape))
  )
  const xz = tf.mul(x, z)
  const mean = tf.add(tf.matMul(xz, layer.meanW), layer.meanB)
  const variance = tf.add(tf.matMul(tf.square(xz), tf.exp(layer.logVarW)), tf.exp(layer.logVarB))
  return tf.add(mean, tf.mul(tf.sqrt(variance), tf.randomNormal(mean.shape)))
}

const normalKl = (mean: tf.Tensor, logVar: tf.Tensor): tf.Tensor =>
  tf.mul(0.5, tf.sum(tf.sub(tf.add(tf.exp(logVar), tf.square(mean)), tf.add(logVar, 1))))

const jeffreysKl = (mean: tf.Tensor, logVar: tf.Tensor): tf.Tensor => {
  const logAlpha = tf.sub(logVar, tf.log(tf.square(mean)))
  const fit = tf.sub(
    tf.mul(0.63576, tf.sigmoid(tf.add(1.8732, tf.mul(1.48695, logAlpha)))),
    tf.mul(0.5, tf.softplus(tf.neg(logAlpha)))
  )
  return tf.sum(tf.sub(0.63576, fit))
}

const crossEntropy = (logits: tf.Tensor, labels: tf.Tensor): tf.Tensor =>
  tf.mean(tf.neg(tf.sum(tf.mul(labels, tf.sub(logits, tf.logSumExp(logits, 1, true))), 1)))

/**
 * A step on images [batch, 784] and one-hot labels [batch, 10] of the active backend; it ends when
 * the loss is here.
 */
export const makeEagerStep = (): ((images: tf.Tensor, labels: tf.Tensor) => Promise<void>) => {
  const layers = widths.slice(1).map((outputs, i) => makeLayer(widths[i] ?? 0, outputs))
  const adam = tf.train.adam(1e-3)
  const loss = (images: tf.Tensor, labels: tf.Tensor): tf.Scalar => {
    const logits = layers.reduce<tf.Tensor>(
      (x, layer, i) => forward(layer, i === 0 ? x : tf.relu(x)),
      images
    )
    const kl = layers
      .map((l) =>
        tf.addN([
          jeffreysKl(l.meanZ, l.logVarZ),
          normalKl(l.meanW, l.logVarW),
          normalKl(l.meanB, l.logVarB)
        ])
      )
      .reduce((a, b) => tf.add(a, b))
    const total: tf.Scalar = tf.add(crossEntropy(logits, labels), tf.div(kl, dataCount))
    return total
  }
  return async (images, labels) => {
    const { value, grads } = tf.variableGrads(() => loss(images, labels))
    adam.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })))
    await value.data()
    tf.dispose(value)
    tf.dispose(grads)
  }
}
