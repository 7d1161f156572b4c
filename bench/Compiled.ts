/**
 * The network of `baseline/EagerStep.ts` written in the language and compiled: what users get.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { compile } from '../src/compile/index.ts'
import {
  axis,
  build,
  categorical,
  data,
  include,
  observe,
  over,
  plate,
  program,
  relu
} from '../src/dsl/index.ts'
import { dense } from '../src/layers/index.ts'
import type { Plan } from '../src/ir/Plan.ts'
import type { Prior } from '../src/dsl/index.ts'
import { adam, trainStep } from '../src/lower/index.ts'
import { groupHorseshoe, groupJeffreys } from '../src/priors/index.ts'
import { widths } from './baseline/EagerStep.ts'
import { batch } from './Lenet.ts'

const [pixelCount = 0, count1 = 0, count2 = 0, classCount = 0] = widths
const images = plate('images'),
  pixels = axis('pixels', pixelCount),
  h1 = axis('h1', count1),
  h2 = axis('h2', count2),
  classes = axis('classes', classCount)

export const network = (prior: Prior) =>
  pipe(
    program,
    data('x', [images, pixels]),
    include('fc1', ({ x }) => dense(pixels, h1, prior)(x)),
    include('fc2', ({ fc1 }) => dense(h1, h2, prior)(relu(fc1))),
    include('fc3', ({ fc2 }) => dense(h2, classes, prior)(relu(fc2))),
    observe('y', ({ fc3 }) => over(images)(categorical({ logits: fc3, along: classes })))
  )

const planOf = (prior: Prior): Plan => {
  const graph = build(network(prior))
  if (graph._tag === 'Left') throw new Error(graph.left.map((p) => p.what).join('; '))
  const compiled = compile({ jeffreys: 'fitted' })(graph.right)
  if (compiled._tag === 'Left') throw new Error(compiled.left.map((p) => p.what).join('; '))
  const plan = trainStep(
    compiled.right.program,
    adam
  )(
    new Map([
      ['images', batch],
      ...compiled.right.program.axes.flatMap((a) =>
        a.size === 'data' ? [] : [[a.name, a.size] as const]
      )
    ])
  )
  if (plan._tag === 'Left') throw new Error(plan.left.what)
  return plan.right
}

export const jeffreysPlan = (): Plan => planOf(groupJeffreys)
export const horseshoePlan = (): Plan => planOf(groupHorseshoe(1e-5))
