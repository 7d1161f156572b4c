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

interface Interface {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => Memory
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (
    module: object,
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

/** Its memory holds zeros; undefined where the engine has no room, or does not take such code. */
export const openHostModule = (
  bytes: Uint8Array<ArrayBuffer>,
  pages: number,
  host: ReadonlyArray<{ readonly name: string; readonly of: unknown }>
): HostModule | undefined => {
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const own = Object.fromEntries(host.map(({ name, of }) => [name, of]))
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: { memory, ...own }
    })
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
