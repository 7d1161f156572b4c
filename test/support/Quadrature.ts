/** Quadrature as the law kit has it. */
export { integrate } from '../../src/laws/numbers/Quadrature.ts'
