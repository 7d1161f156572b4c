/** What is measured, by whom, and the bars that ours is held to. */

/**
 * A contestant in Python: `by` is the name peer.py knows it by; `bar` the most that ours may take,
 * as a part of its time.
 */
export interface Peer {
  readonly by: string
  readonly title: string
  readonly bar?: number
}

/**
 * A contestant of ours: `way` is the name Ours.ts knows it by. The first of a workload is the one
 * that ratios are of.
 */
export interface Own {
  readonly way: string
  readonly title: string
}

export interface Workload {
  readonly name: string
  readonly title: string
  readonly threads: ReadonlyArray<number>
  readonly ours: ReadonlyArray<Own>
  readonly peers: ReadonlyArray<Peer>
}

const numpyro: ReadonlyArray<Peer> = [
  { by: 'numpyro-scan', title: 'NumPyro, 2000 steps in lax.scan', bar: 1 },
  {
    by: 'numpyro-scan-as-written',
    title: 'NumPyro, 2000 steps in lax.scan, half-Cauchy guides log-normal'
  },
  { by: 'numpyro', title: 'NumPyro, one step a call' }
]

const small: ReadonlyArray<Own> = [
  { way: 'many', title: 'ours, 2000 steps a call' },
  { way: 'one', title: 'ours, one step a call' }
]

export const workloads: ReadonlyArray<Workload> = [
  {
    name: 'lenet-300-100',
    title: 'LeNet-300-100, group normal-Jeffreys, training step, batch 128',
    threads: [2, 1],
    ours: [{ way: 'one', title: 'ours' }],
    peers: [
      { by: 'jax', title: 'JAX, jit of the step', bar: 1 },
      { by: 'torch', title: 'PyTorch, eager', bar: 0.55 }
    ]
  },
  {
    name: 'lenet-5',
    title: 'LeNet-5-Caffe, group normal-Jeffreys, training step, batch 128',
    threads: [2, 1],
    ours: [{ way: 'one', title: 'ours' }],
    peers: [
      { by: 'jax', title: 'JAX, jit of the step' },
      { by: 'torch', title: 'PyTorch, eager', bar: 0.7 }
    ]
  },
  {
    name: 'eight-schools',
    title: 'eight schools, ELBO gradient step',
    threads: [1],
    ours: small,
    peers: numpyro
  },
  {
    name: 'horseshoe',
    title: 'horseshoe regression 400 × 100, ELBO gradient step',
    threads: [1],
    ours: [
      ...small,
      { way: 'many-local', title: 'ours, 2000 steps a call, local reparameterisation' }
    ],
    peers: numpyro
  },
  {
    name: 'forward-300-100',
    title: 'LeNet-300-100 unpruned, forward, batch 8192',
    threads: [2, 1],
    ours: [{ way: 'one', title: 'ours' }],
    peers: [
      { by: 'jax', title: 'JAX, jit' },
      { by: 'torch', title: 'PyTorch' }
    ]
  },
  {
    name: 'forward-5',
    title: 'LeNet-5-Caffe unpruned, forward, batch 8192',
    threads: [2, 1],
    ours: [{ way: 'one', title: 'ours' }],
    peers: [
      { by: 'jax', title: 'JAX, jit' },
      { by: 'torch', title: 'PyTorch' }
    ]
  }
]
