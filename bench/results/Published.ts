/**
 * LeNet-300-100 on MNIST in the literature. Numbers marked * are called best-case guesses by the
 * paper that tabulates them (Louizos, Ullrich & Welling 2017), from which all rows but the last are
 * taken; its error of the uncompressed network is 1.6 %.
 */
export interface PublishedRow {
  readonly method: string
  readonly source: string
  readonly errorPercent: string
  readonly nonZeroPercent: string
  readonly pruning: string
  readonly fastPrediction: string
  readonly maximumCompression: string
  readonly file: string
  readonly architecture: string
  readonly bits: string
  /** The prior here that it corresponds to. */
  readonly prior?: string
}

const none = {
  pruning: '–',
  fastPrediction: '–',
  maximumCompression: '–',
  file: '–',
  architecture: '–',
  bits: '–'
}

export const published: ReadonlyArray<PublishedRow> = [
  {
    ...none,
    method: 'Deep compression',
    source: 'Han, Mao & Dally 2016',
    errorPercent: '1.6',
    nonZeroPercent: '8.0',
    pruning: '6',
    maximumCompression: '40'
  },
  {
    ...none,
    method: 'Dynamic network surgery',
    source: 'Guo, Yao & Chen 2016',
    errorPercent: '2.0',
    nonZeroPercent: '1.8',
    pruning: '28*'
  },
  {
    ...none,
    method: 'Soft weight sharing',
    source: 'Ullrich, Meeds & Welling 2017',
    errorPercent: '1.9',
    nonZeroPercent: '4.3',
    pruning: '12*',
    maximumCompression: '64'
  },
  {
    ...none,
    method: 'Sparse variational dropout',
    source: 'Molchanov, Ashukha & Vetrov 2017',
    errorPercent: '1.8',
    nonZeroPercent: '2.2',
    pruning: '21',
    fastPrediction: '84',
    maximumCompression: '113'
  },
  {
    method: 'BC-GNJ',
    source: 'Louizos, Ullrich & Welling 2017',
    errorPercent: '1.8',
    nonZeroPercent: '10.8',
    pruning: '9',
    fastPrediction: '36',
    maximumCompression: '58',
    file: '–',
    architecture: '278-98-13',
    bits: '8-9-14',
    prior: 'group-jeffreys'
  },
  {
    method: 'BC-GHS',
    source: 'Louizos, Ullrich & Welling 2017',
    errorPercent: '1.8 to 2.0',
    nonZeroPercent: '10.6',
    pruning: '9',
    fastPrediction: '23',
    maximumCompression: '59',
    file: '–',
    architecture: '311-86-14',
    bits: '13-11-10',
    prior: 'group-horseshoe'
  },
  {
    ...none,
    method: 'Entropy-penalised reparameterisation',
    source: 'Oktay, Ballé, Singh & Shrivastava 2020',
    errorPercent: '1.9',
    nonZeroPercent: '–',
    file: '8,560'
  }
]
