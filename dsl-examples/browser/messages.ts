/** What the page and its worker tell each other. */

/**
 * - `data` the address of the folder with the four files
 * - `kept` a training that was stopped and goes on: its number of epochs holds
 */
export interface Order {
  readonly data: string
  readonly prior: string
  readonly epochs: number
  readonly kept?: Uint8Array
}

/** To the worker. A training that is stopped is told as `stopped`, with all that it learnt. */
export type Wish = { readonly kind: 'train'; readonly order: Order } | { readonly kind: 'stop' }

/** A row of the table: −ELBO in nats for each image, and the share of wrong test images. */
export interface EpochRow {
  readonly epoch: number
  readonly lossNats: number
  readonly errorRate: number
}

/** From the worker; texts are as the command line prints them. The last three end the work. */
export type News =
  | { readonly kind: 'loaded'; readonly images: number; readonly executor: string }
  | { readonly kind: 'progress'; readonly share: number; readonly text: string }
  | { readonly kind: 'epoch'; readonly row: EpochRow }
  | { readonly kind: 'trained'; readonly text: string }
  | { readonly kind: 'stopped'; readonly text: string; readonly kept: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'pressed'; readonly text: string; readonly file: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'problems'; readonly texts: ReadonlyArray<string> }
