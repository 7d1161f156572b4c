import {
  type Code,
  type Emitter,
  type Features,
  type Local,
  addFunction,
  i32,
  makeModule,
  maximumPages,
  moduleBytes,
  v128
} from '../../src/runtime/engine/emit/Emit.ts'

/**
 * The part of the WebAssembly interface that is used here; the compiler's library has it with the
 * browser's only.
 */
interface WebAssemblyInterface {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer
  }
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (
    module: object,
    imports: object
  ) => { readonly exports: Readonly<Record<string, unknown>> }
}
const webAssembly: WebAssemblyInterface = Reflect.get(globalThis, 'WebAssembly')

/** Memory and the functions of a generated module. */
export interface Running {
  readonly memory: ArrayBuffer
  readonly call: (name: string, ...args: ReadonlyArray<number>) => void
}

export const runModule = (bytes: Uint8Array<ArrayBuffer>, pages: number): Running => {
  const memory = new webAssembly.Memory({ initial: pages, maximum: maximumPages })
  const { exports } = new webAssembly.Instance(new webAssembly.Module(bytes), { env: { memory } })
  return {
    memory: memory.buffer,
    call: (name, ...args) => {
      const f = exports[name]
      if (typeof f !== 'function') throw new Error(`no function ${name}`)
      f(...args)
    }
  }
}

/** Every loop over three operands and a result of up to `capacity` elements, a multiple of 4. */
export interface Loops {
  readonly capacity: number
  readonly operands: readonly [Float32Array, Float32Array, Float32Array]
  readonly out: Float32Array
  readonly run: (name: string, count: number) => void
}

export type Body = (e: Emitter, operands: readonly [Local, Local, Local]) => Code

/** A module with a function a body: out[i] = body(x[i], y[i], z[i]) for i below a multiple of 4. */
export const loopsOver = (
  features: Features,
  bodies: ReadonlyMap<string, Body>,
  capacity: number
): Loops => {
  const m = makeModule(features)
  for (const [name, body] of bodies) {
    addFunction(m, features, {
      name,
      parameters: [i32],
      body: (e, [to]) => {
        if (to === undefined) throw new Error('no parameter')
        const i = e.local(i32)
        const operands = [e.local(v128), e.local(v128), e.local(v128)] as const
        const loads = operands.map((x, k) => x.set(m.v128.load(4 * capacity * k, 16, i.get())))
        return [
          e.loop(i, e.i32(0), to.get, 16, [
            ...loads,
            m.v128.store(4 * capacity * 3, 16, i.get(), body(e, operands))
          ])
        ]
      }
    })
  }
  const { memory, call } = runModule(moduleBytes(m), Math.ceil((16 * capacity) / 65_536))
  const array = (k: number): Float32Array => new Float32Array(memory, 4 * capacity * k, capacity)
  return {
    capacity,
    operands: [array(0), array(1), array(2)],
    out: array(3),
    run: (name, count) => call(name, 4 * count)
  }
}
