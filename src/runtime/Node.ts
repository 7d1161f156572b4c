/**
 * Node's own modules, where this is Node. They are asked for, not imported: a page has none, and
 * whatever bundles a page would look for them.
 *
 * @since 0.1.0
 */

type Builtins = typeof globalThis.process.getBuiltinModule

/** `builtin('node:os')`; undefined in a page. */
export const builtin: Builtins | undefined = globalThis.process?.getBuiltinModule

/** The code beside a file of ours, in the language that runs: TypeScript in a clone, JavaScript where installed. */
export const codeBeside = (file: string, name: string): URL =>
  new URL(`${name}${file.endsWith('.ts') ? '.ts' : '.js'}`, file)
