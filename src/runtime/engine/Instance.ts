/**
 * What is used of the JavaScript interface of WebAssembly. Declared here: the libraries that
 * declare it bring a browser's globals along.
 *
 * @since 0.1.0
 */

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** A memory; where it is shared, its buffer is one that threads share. */
export interface Memory {
  readonly buffer: ArrayBuffer
  readonly grow: (pages: number) => number
}
/** A compiled module: threads can be sent it. */
export type Module = object

interface Interface {
  readonly Memory: new (size: {
    readonly initial: number
    readonly maximum: number
    readonly shared: boolean
  }) => Memory
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => Module
  readonly Instance: new (
    module: Module,
    imports: { readonly env: { readonly memory: Memory; readonly tick: Tick } }
  ) => { readonly exports: Readonly<Record<string, unknown>> }
  readonly validate: (bytes: Uint8Array<ArrayBuffer>) => boolean
}

declare const WebAssembly: Interface

/** What a module with ticks imports beside its memory: it is told a number. */
export type Tick = (phase: number) => void

/** An exported function of 32-bit integers. */
export type Exported = (...integers: ReadonlyArray<number>) => void

export const pageBytes = 65_536

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** Throws where so much memory is not to be had. */
export const makeMemory = (initialPages: number, maximumPages: number, shared: boolean): Memory =>
  new WebAssembly.Memory({ initial: initialPages, maximum: maximumPages, shared })

export const compileModule = (bytes: Uint8Array<ArrayBuffer>): Module =>
  new WebAssembly.Module(bytes)

/** Whether this engine takes a module of these bytes. */
export const validates = (bytes: Uint8Array<ArrayBuffer>): boolean => WebAssembly.validate(bytes)

/** The functions of a module over a memory, by name. */
export const instantiate = (
  module: Module,
  memory: Memory,
  tick: Tick = () => undefined
): ((name: string) => Exported) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, tick } })
  return (name) => {
    const found = exports[name]
    if (typeof found !== 'function') throw new Error(`internal: the module exports no ${name}`)
    return (...integers) => {
      Reflect.apply(found, undefined, integers)
    }
  }
}
