/**
 * Each distribution once, or once for each way to give its arguments, with references in the place of
 * them: from these a law is made again of its tag and its arguments by name.
 *
 * @since 0.2.0
 */
import * as D from '../../distributions/Distribution.ts'
import { type Axes, type Expr, isSubset, ref } from '../../expr/index.ts'

/** No name of a model begins so: what stands for an argument is told from what a part speaks of. */
const mark = '\u0000'
const a = (name: string, axes: Axes = []): Expr => ref(mark + name, axes)

/**
 * What a law is made of beside its arguments: the axis that one draw uses up or lies over as a vector,
 * that of the cutpoints between its indices, that of the columns of its matrix, the size of its vectors and
 * how many factors these have, other laws.
 */
export interface LawParts {
  readonly along: string | undefined
  readonly cuts?: string | undefined
  readonly across?: string | undefined
  readonly size?: number | undefined
  readonly rank?: number | undefined
  readonly jointly: Axes
  readonly of: ReadonlyArray<D.Distribution>
}

type Templates = {
  readonly [T in D.DistributionTag]: (parts: LawParts) => ReadonlyArray<D.Distributions[T]>
}

/** Of laws that are made of one other. */
const ofOne = <A>({ of }: LawParts, make: (of: D.Distribution) => ReadonlyArray<A>) => {
  const [one, ...more] = of
  return one === undefined || more.length > 0 ? [] : make(one)
}

const templates: Templates = {
  Autoregressive: ({ along, size }) =>
    along === undefined || size === undefined
      ? []
      : [
          D.autoregressive({
            location: a('location'),
            coefficient: a('coefficient'),
            scale: a('scale'),
            start: a('start'),
            along,
            size
          })
        ],
  Bernoulli: () => [D.bernoulli({ logits: a('logits') })],
  Beta: () => [
    D.beta({ alpha: a('alpha'), beta: a('beta') }),
    D.beta({ mean: a('mean'), precision: a('precision') })
  ],
  BetaBinomial: () => [
    D.betaBinomial({ total: a('total'), alpha: a('alpha'), beta: a('beta') }),
    D.betaBinomial({ total: a('total'), mean: a('mean'), precision: a('precision') })
  ],
  BetaPrime: () => [D.betaPrime({ alpha: a('alpha'), beta: a('beta'), scale: a('scale') })],
  Binomial: () => [
    D.binomial({ total: a('total'), probability: a('probability') }),
    D.binomial({ total: a('total'), logits: a('logits') })
  ],
  Categorical: ({ along }) =>
    along === undefined ? [] : [D.categorical({ logits: a('logits', [along]), along })],
  Cauchy: () => [D.cauchy(a('location'), a('scale'))],
  // no model declares it
  Coordinates: () => [],
  Dirichlet: ({ along, size }) =>
    along === undefined || size === undefined
      ? []
      : [D.dirichlet({ concentration: a('concentration'), along, size })],
  GumbelSoftmax: ({ along, size }) =>
    along === undefined || size === undefined
      ? []
      : [
          D.gumbelSoftmax({
            logits: a('logits', [along]),
            temperature: a('temperature'),
            along,
            size
          })
        ],
  Exponential: () => [D.exponential(a('rate'))],
  Frechet: () => [D.frechet({ shape: a('shape'), scale: a('scale') })],
  Gamma: () => [
    D.gamma({ shape: a('shape'), rate: a('rate') }),
    D.gamma({ shape: a('shape'), scale: a('scale') })
  ],
  Geometric: () => [
    D.geometric({ probability: a('probability') }),
    D.geometric({ logits: a('logits') })
  ],
  Gumbel: () => [D.gumbel(a('location'), a('scale'))],
  HalfCauchy: () => [D.halfCauchy(a('scale'))],
  HalfNormal: () => [D.halfNormal(a('scale'))],
  HalfStudentT: () => [D.halfStudentT({ df: a('df'), scale: a('scale') })],
  HardConcrete: () => [
    D.hardConcrete({
      logits: a('logits'),
      temperature: a('temperature'),
      below: a('below'),
      above: a('above')
    })
  ],
  Hurdle: (parts) =>
    ofOne(parts, (of) => [
      D.hurdle({ structuralZero: a('structuralZero'), of }),
      D.hurdle({ structuralZeroLogits: a('structuralZeroLogits'), of })
    ]),
  InverseGamma: () => [D.inverseGamma({ shape: a('shape'), scale: a('scale') })],
  InverseGaussian: () => [D.inverseGaussian({ mean: a('mean'), shape: a('shape') })],
  Kumaraswamy: () => [D.kumaraswamy({ alpha: a('alpha'), beta: a('beta') })],
  RelaxedBernoulli: () => [
    D.relaxedBernoulli({ logits: a('logits'), temperature: a('temperature') })
  ],
  L0Penalty: () => [D.l0Penalty(a('nats'))],
  Laplace: () => [D.laplace(a('location'), a('scale'))],
  LogLogistic: () => [D.logLogistic({ shape: a('shape'), scale: a('scale') })],
  LogNormal: () => [D.logNormal(a('location'), a('scale'))],
  LogUniform: () => [D.logUniform],
  LkjCholesky: ({ along, across, size }) =>
    along === undefined || across === undefined || size === undefined
      ? []
      : [D.lkjCholesky({ shape: a('shape'), along, across, size })],
  Logistic: () => [D.logistic(a('location'), a('scale'))],
  LowRankMultivariateNormal: ({ along, across, size, rank }) =>
    along === undefined || across === undefined || size === undefined || rank === undefined
      ? []
      : [
          D.lowRankMultivariateNormal({
            mean: a('mean'),
            factor: a('factor', [along, across]),
            scale: a('scale'),
            along,
            across,
            size,
            rank
          })
        ],
  MarginalHorseshoe: () => [D.marginalHorseshoe(a('scale'))],
  Mixture: ({ along, jointly, of }) =>
    along === undefined || of.length === 0
      ? []
      : [D.mixture({ logits: a('logits', [along]), along, of, jointly })],
  Multinomial: ({ along, size }) =>
    along === undefined || size === undefined
      ? []
      : [D.multinomial({ total: a('total'), logits: a('logits', [along]), along, size })],
  MultivariateNormal: ({ along, across, size }) =>
    along === undefined || across === undefined || size === undefined
      ? []
      : D.matricesBy.map((by) =>
          D.multivariateNormal({
            mean: a('mean'),
            by,
            matrix: a(by, [along, across]),
            along,
            across,
            size
          })
        ),
  NegativeBinomial: () => [
    D.negativeBinomial({ mean: a('mean'), concentration: a('concentration') }),
    D.negativeBinomial({ successes: a('successes'), probability: a('probability') }),
    D.negativeBinomial({ successes: a('successes'), logits: a('logits') })
  ],
  Normal: () => [D.normal(a('location'), a('scale'))],
  Ordered: (parts) =>
    ofOne(parts, (of) =>
      parts.along === undefined || parts.size === undefined
        ? []
        : [D.ordered({ of, along: parts.along, size: parts.size })]
    ),
  OrderedLogistic: ({ along, cuts }) =>
    along === undefined || cuts === undefined
      ? []
      : [
          D.orderedLogistic({
            location: a('location'),
            cutpoints: a('cutpoints', [cuts]),
            cuts,
            along
          })
        ],
  Pareto: () => [D.pareto({ minimum: a('minimum'), shape: a('shape') })],
  Poisson: () => [D.poisson(a('rate'))],
  SkewNormal: () => [
    D.skewNormal({ location: a('location'), scale: a('scale'), shape: a('shape') })
  ],
  StudentT: () => [D.studentT({ df: a('df'), location: a('location'), scale: a('scale') })],
  Truncated: (parts) =>
    ofOne(parts, (of) => [
      D.truncated({ low: a('low'), of }),
      D.truncated({ high: a('high'), of }),
      D.truncated({ low: a('low'), high: a('high'), of })
    ]),
  Uniform: () => [D.uniform(a('low'), a('high'))],
  VonMises: () => [D.vonMises(a('location'), a('concentration'))],
  Weibull: () => [D.weibull({ shape: a('shape'), scale: a('scale') })],
  ZeroInflated: (parts) =>
    ofOne(parts, (of) => [
      D.zeroInflated({ structuralZero: a('structuralZero'), of }),
      D.zeroInflated({ structuralZeroLogits: a('structuralZeroLogits'), of })
    ])
}

export const isLaw = (tag: string): tag is D.DistributionTag => Object.hasOwn(templates, tag)

const isOwn = (e: Expr): boolean => e._tag === 'Ref' && e.name.startsWith(mark)

/** Names of its own arguments: those of the laws that it is made of are not. */
const names = (d: D.Distribution): ReadonlyArray<string> =>
  D.family(d)
    .arguments.filter((argument) => isOwn(argument.value))
    .map((argument) => argument.name)

/** The ways to give the arguments of a law, by their names; none where its parts do not fit. */
export const waysToGive = (
  tag: D.DistributionTag,
  parts: LawParts
): ReadonlyArray<ReadonlyArray<string>> => templates[tag](parts).map(names)

const hasOwn = <K extends string>(x: object, name: K): x is { readonly [N in K]: unknown } =>
  Object.hasOwn(x, name)

/** The laws that a law is made of. */
const partsIn = (d: D.Distribution): ReadonlyArray<D.Distribution> =>
  d._tag === 'Mixture' ? d.of : 'of' in d ? [d.of] : []

/** A law apart: its own arguments, and what it is made of. */
export const partsOf = (
  d: D.Distribution
): LawParts & { readonly own: ReadonlyArray<{ readonly name: string; readonly value: Expr }> } => {
  const of = partsIn(d)
  const others = of.reduce((n, part) => n + D.family(part).arguments.length, 0)
  const given = D.family(d).arguments
  return {
    along: hasOwn(d, 'along') && typeof d.along === 'string' ? d.along : undefined,
    cuts: d._tag === 'OrderedLogistic' ? d.cuts : undefined,
    across: hasOwn(d, 'across') && typeof d.across === 'string' ? d.across : undefined,
    size: d._tag === 'Mixture' ? undefined : D.family(d).vectorAxes?.[0]?.size,
    rank: d._tag === 'LowRankMultivariateNormal' ? d.rank : undefined,
    jointly: d._tag === 'Mixture' ? d.jointly : [],
    of,
    own: given.slice(0, given.length - others)
  }
}

/**
 * The law of these arguments; undefined where they are others than it takes, or lack the axis that a
 * draw uses up.
 */
export const lawOf = (
  tag: D.DistributionTag,
  given: ReadonlyMap<string, Expr>,
  parts: LawParts
): D.Distribution | undefined => {
  const template = templates[tag](parts).find((d) => {
    const wanted = names(d)
    return wanted.length === given.size && wanted.every((name) => given.has(name))
  })
  if (template === undefined) return undefined
  const { along, cuts, across, size, rank, own } = partsOf(template)
  const fits =
    along === parts.along &&
    cuts === parts.cuts &&
    across === parts.across &&
    size === parts.size &&
    rank === parts.rank &&
    own.every(({ name, value }) => isSubset(value.axes, given.get(name)?.axes ?? []))
  return fits
    ? D.family(template).mapArguments((e) =>
        e._tag === 'Ref' && isOwn(e) ? (given.get(e.name.slice(mark.length)) ?? e) : e
      )
    : undefined
}
