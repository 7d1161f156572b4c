/** What the page and its worker tell each other. */

/** - `data` the address of the folder with the four files. */
export interface Order {
  readonly data: string
  readonly prior: string
  readonly epochs: number
}

export interface Epoch {
  readonly epoch: number
  /** −ELBO of the training set, in nats for each image. */
  readonly lossNats: number
  /** Of the test images, in percent. */
  readonly errorPercent: number
}

export interface Pressed {
  /** A network that needs no model: `decodeNet` and `farrier eval` read it. */
  readonly file: Uint8Array<ArrayBuffer>
  readonly nonZeroPercent: number
  readonly errorPercent: number
}

export type News =
  | { readonly kind: 'loaded'; readonly images: number; readonly executor: string }
  | { readonly kind: 'progress'; readonly share: number; readonly errorCostNats: number }
  | { readonly kind: 'epoch'; readonly epoch: Epoch }
  | { readonly kind: 'trained' }
  | { readonly kind: 'pressed'; readonly pressed: Pressed }
  | { readonly kind: 'problems'; readonly texts: ReadonlyArray<string> }
