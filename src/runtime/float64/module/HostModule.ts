/**
 * A module of float64 code brought to life over a memory of its own.
 *
 * @since 0.2.0
 */
/** A function of the module: of numbers, and giving one or none. */
export type Exported64 = (...numbers: ReadonlyArray<number>) => number

interface Memory {
  readonly buffer: ArrayBuffer
}

/** Code that the engine has compiled. */
export interface HostCode {
  readonly [Symbol.toStringTag]: 'WebAssembly.Module'
}

interface Interface {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => Memory
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => HostCode
  readonly Instance: new (
    module: HostCode,
    imports: { readonly env: Readonly<Record<string, unknown>> }
  ) => { readonly exports: Readonly<Record<string, Exported64>> }
}

declare const WebAssembly: Interface

export const pageBytes = 65_536

/** A module over its memory. */
export interface HostModule {
  readonly buffer: ArrayBuffer
  readonly exported: (name: string) => Exported64
}

/** Undefined where the engine does not take such code. */
export const hostCode = (bytes: Uint8Array<ArrayBuffer>): HostCode | undefined => {
  try {
    return new WebAssembly.Module(bytes)
  } catch {
    return undefined
  }
}

/** Its memory holds zeros; undefined where the engine has no room. */
export const openHostModule = (
  code: HostCode,
  pages: number,
  host: ReadonlyArray<{ readonly name: string; readonly of: unknown }>
): HostModule | undefined => {
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const own = Object.fromEntries(host.map(({ name, of }) => [name, of]))
    const { exports } = new WebAssembly.Instance(code, { env: { memory, ...own } })
    return {
      buffer: memory.buffer,
      exported: (name) => {
        const found = exports[name]
        if (found === undefined) throw new Error(`internal: the module exports no ${name}`)
        return found
      }
    }
  } catch {
    return undefined
  }
}
