/** All benchmarks that state a bar. */
await import('./step.ts')
