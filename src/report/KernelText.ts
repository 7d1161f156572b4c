/**
 * What an executor makes of a plan, as people read it.
 *
 * @since 0.1.0
 */
import type { Variational } from '../ir/Variational.ts'
import type { ExplainedEngine, ExplainedKernel, ExplainedPlan } from '../runtime/index.ts'

// words

/** Sites beyond the first of this many are counted only. */
const shownSites = 3

/**
 * The sites that a kernel has to do with: parameters go by the site that they belong to. Noise says
 * its name itself.
 */
export const sitesOf = (
  program: Variational
): ((kernel: ExplainedKernel) => ReadonlyArray<string>) => {
  const sites = new Map(program.parameters.map((p) => [p.name, p.site]))
  return ({ names }) => [...new Set(names.map((name) => sites.get(name) ?? name))]
}

export const showSites = (sites: ReadonlyArray<string>): string =>
  [
    ...sites.slice(0, shownSites),
    ...(sites.length > shownSites ? [`${sites.length - shownSites} more`] : [])
  ].join(', ')

/** 6,562,496 → `6.6 MB`. */
export const showBytes = (bytes: number): string =>
  bytes >= 1e9
    ? `${(bytes / 1e9).toFixed(1)} GB`
    : bytes >= 1e6
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : bytes >= 1e3
        ? `${(bytes / 1e3).toFixed(1)} kB`
        : `${bytes} B`

const yesNo = (answer: boolean): string => (answer ? 'yes' : 'no')

/** Columns padded to the left but for those in `right`; the last one is as long as it is. */
export const columns = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  right: ReadonlySet<number>
): ReadonlyArray<string> => {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((r) => (r[i] ?? '').length)))
  return rows.map((r) =>
    r
      .map((cell, i) =>
        right.has(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)
      )
      .join('  ')
      .trimEnd()
  )
}

// parts

const engineText = ({
  threads,
  sharedMemory,
  relaxedMadd,
  wide,
  fallbacks
}: ExplainedEngine): ReadonlyArray<string> => [
  `engine   ${threads} thread${threads === 1 ? '' : 's'}, shared memory ` +
    `${yesNo(sharedMemory)}, relaxed multiply-add ${yesNo(relaxedMadd)}, vectors joined ` +
    `in pairs ${yesNo(wide)}`,
  ...fallbacks.map((f) => `         ${f}`)
]

const stateText = ({ kernels, elsewhere }: ExplainedPlan): string => {
  const inPlace = kernels.reduce((n, k) => n + k.inPlace.length, 0)
  return (
    `state    ${inPlace} of ${inPlace + elsewhere.length} arrays written where the old ` +
    `ones lie${elsewhere.length === 0 ? '' : `; not ${showSites(elsewhere)}`}`
  )
}

/** Reasons that have been given are not given again. */
const kernelLines = (
  sites: (k: ExplainedKernel) => ReadonlyArray<string>,
  kernels: ReadonlyArray<ExplainedKernel>
): ReadonlyArray<string> => {
  const lines = columns(
    [
      ['', 'threads', 'kernel', 'in place', 'sites'],
      ...kernels.map((k, i) => [
        String(i + 1),
        k.shared ? 'all' : 'one',
        k.what,
        k.inPlace.length === 0 ? '' : String(k.inPlace.length),
        showSites(sites(k))
      ])
    ],
    new Set([0, 3])
  )
  const given = new Set<string>()
  return lines.flatMap((line, i) => {
    const why = kernels[i - 1]?.why ?? ''
    if (why === '' || given.has(why)) return [line]
    given.add(why)
    return [line, `             ${why}`]
  })
}

// destructors

/** The engine, memory, and the kernels in the order in which they run. */
export const showKernels = (program: Variational, explained: ExplainedPlan): string => {
  const { engine, kernels, phases, codeBytes, workspaceBytes, constantBytes, memoryBytes } =
    explained
  return [
    ...engineText(engine),
    `memory   ${showBytes(memoryBytes)} a run, ${showBytes(workspaceBytes)} of it ` +
      `workspace and ${showBytes(constantBytes)} constants`,
    stateText(explained),
    `kernels  ${kernels.length} in ${phases.length} phases, ${showBytes(codeBytes)} of code`,
    ...kernelLines(sitesOf(program), kernels)
  ].join('\n')
}
