/** Mistakes in the rules that warn and in what keeps them quiet, and in the texts of a model. */
import type { Mutant } from './Mutant.ts'

export const lint: ReadonlyArray<Mutant> = [
  {
    name: 'columns-along-the-wrong-axis',
    file: 'lint/GivenData.ts',
    text: 'Math.floor(p / step) * step * rows + (p % step)',
    replacement: 'p * rows',
    mistake: 'columns of an array whose rows stand first are read as if they stood last'
  },
  {
    name: 'start-paid-by-rows-there-are-not',
    file: 'lint/rules/CostlyStart.ts',
    text: 'rowsOf(plate)(given)) ?? rowsOfPlate',
    replacement: 'rowsOfPlate) ?? rowsOfPlate',
    mistake: 'a plate counts as a thousand rows beside data of eight'
  },
  {
    name: 'deviation-for-its-square',
    file: 'lint/GivenData.ts',
    text: 'deviation: Math.sqrt(variance)',
    replacement: 'deviation: variance',
    mistake: 'a variance for a deviation'
  },
  {
    name: 'json-operands-swapped',
    file: 'export/json/NodesJson.ts',
    text: "return { node: 'Zip', op: e.op, x: at(e.x), y: at(e.y) }",
    replacement: "return { node: 'Zip', op: e.op, x: at(e.y), y: at(e.x) }",
    mistake: 'the JSON form has x − y for y − x'
  },
  {
    name: 'json-operand-after-its-node',
    file: 'export/json/NodesJson.ts',
    text: 'return x === undefined\n      ?',
    replacement: 'return x === null\n      ?',
    mistake: 'an operand that does not stand before its node is taken'
  },
  {
    name: 'printed-dilation-lost',
    file: 'export/typescript/ExpressionSource.ts',
    text: "(s.dilation === 1 ? '' :",
    replacement: "(s.dilation > 0 ? '' :",
    mistake: 'a printed convolution is not dilated'
  },
  {
    name: 'printed-over-too-short',
    file: 'export/typescript/LineSource.ts',
    text: 'const over = axes.slice(0, count < 0 ? axes.length : count)',
    replacement: 'const over = axes.slice(0, count < 0 ? axes.length : Math.max(0, count - 1))',
    mistake: 'a printed site lacks an axis that it is repeated over'
  },
  {
    name: 'printed-part-out-of-sight',
    file: 'export/typescript/SharedParts.ts',
    text: 'known.scope = commonScope(known.scope, place.scope)',
    replacement: 'known.scope = place.scope',
    mistake: 'a constant of a printed model stands in a model that others do not see'
  },
  {
    name: 'tail-index-off-by-one',
    file: 'lint/Tails.ts',
    text: 'return s === undefined ? [] : [-s - 1]',
    replacement: 'return s === undefined ? [] : [-s]',
    mistake: 'the exponent of a density for the index of its tail'
  },
  {
    name: 'start-at-its-own-width',
    file: 'lint/rules/CostlyStart.ts',
    text: 'Math.min(...starts.map((start) => natsAt(start, costs)))',
    replacement: 'Math.max(...starts.map((start) => natsAt(start, costs)))',
    mistake: 'a guide that starts narrow counts as far from its prior'
  },
  {
    name: 'growth-of-one-sign',
    file: 'lint/rules/InfiniteMoment.ts',
    text: '  [1, -1].some((sign) => {',
    replacement: '  [1].some((sign) => {',
    mistake: 'what explodes as a latent goes to 0 is not looked at'
  },
  {
    name: 'ignore-by-prefix',
    file: 'lint/Ignore.ts',
    text: '`/${w.where}/`.includes(`/${name}/`)',
    replacement: '`/${w.where}/`.includes(`/${name}`)',
    mistake: 'a reason for fc1 keeps fc10 quiet'
  },
  {
    name: 'ignore-without-reason',
    file: 'lint/Ignore.ts',
    text: "  return reason !== ''\n",
    replacement: "  return reason !== 'x'\n",
    mistake: 'a comment without a reason keeps a warning quiet'
  }
]
