/**
 * Warnings that a model file says are meant: `// farrier-ignore rule: reason`.
 *
 * The comment stands at the end of a line, or on a line of its own above it. Where that line quotes
 * names (`draw('base', …)`), it is for those sites and the sites inside them; where it quotes none,
 * for the whole file. A comment without a reason, of a rule that there is not, or that keeps nothing
 * quiet is a warning itself; of a `configurable` model it may be for another setting.
 *
 * @since 0.2.0
 */
import { nearNames } from '../ir/NearNames.ts'
import { problem } from '../ir/Problem.ts'
import { asksData, ruleNames } from './LintRules.ts'
import type { Warning } from './Warning.ts'

// model

/** What is left to say, and what a reason was given for. */
export interface Ignored {
  readonly warnings: ReadonlyArray<Warning>
  readonly ignored: ReadonlyArray<{ readonly warning: Warning; readonly reason: string }>
}

interface Comment {
  readonly line: number
  readonly rule: string
  readonly reason: string
  /** Names that the line it is about quotes; none: it is about the file. */
  readonly names: ReadonlyArray<string>
}

// constructors

const quoted = (code: string): ReadonlyArray<string> =>
  [...code.matchAll(/(['"`])([A-Za-z][A-Za-z0-9_/-]*)\1/g)].flatMap(([, , name]) => name ?? [])

const mark = /\/\/\s*farrier-ignore\b\s*([\w-]*)\s*:?\s*(.*)$/

const commentsIn = (source: string): ReadonlyArray<Comment> => {
  const lines = source.split(/\r?\n/)
  const isAbout = (from: number): string =>
    lines.slice(from).find((line) => !/^\s*(\/\/|$)/.test(line)) ?? ''
  return lines.flatMap((text, i) => {
    const found = mark.exec(text)
    if (found === null) return []
    const [, rule = '', reason = ''] = found
    const before = text.slice(0, found.index).trim()
    return [
      {
        line: i + 1,
        rule,
        reason: reason.trim(),
        names: quoted(before === '' ? isAbout(i + 1) : before)
      }
    ]
  })
}

// combinators

const covers =
  ({ rule, names }: Comment) =>
  (w: Warning): boolean =>
    w.rule === rule &&
    (names.length === 0 || names.some((name) => `/${w.where}/`.includes(`/${name}/`)))

const ruleProblem = ({ line, rule, reason }: Comment): Warning | undefined => {
  const where = `line ${line}`
  const known = ruleNames.some((name) => name === rule)
  if (!known) {
    const near = nearNames(rule, ruleNames)
    return {
      rule: 'farrier-ignore',
      ...problem(
        where,
        `there is no rule '${rule}'`,
        'a comment keeps the warnings of one rule quiet',
        near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known: ${ruleNames.join(', ')}`
      )
    }
  }
  return reason !== ''
    ? undefined
    : {
        rule: 'farrier-ignore',
        ...problem(
          where,
          'no reason is given',
          'who reads the model next wants to know why it is meant',
          `// farrier-ignore ${rule}: why this is meant`
        )
      }
}

const idle = ({ line, rule }: Comment): Warning => ({
  rule: 'farrier-ignore',
  ...problem(
    `line ${line}`,
    `nothing is kept quiet: there is no warning of ${rule} here`,
    'a comment that outlives its reason hides the next warning',
    'leave the comment out, or put it at the line of its site'
  )
})

const hasOptions = (source: string): boolean => /\bconfigurable\s*\(/.test(source)

/** Warnings less those for which the text of the model's file gives a reason. */
export const ignoredBy =
  (source: string, hasData = false) =>
  (warnings: ReadonlyArray<Warning>): Ignored => {
    const comments = commentsIn(source).map((comment) => ({
      comment,
      wrong: ruleProblem(comment)
    }))
    const sound = comments.flatMap(({ comment, wrong }) => (wrong === undefined ? [comment] : []))
    const reasonOf = (w: Warning): string | undefined => sound.find((c) => covers(c)(w))?.reason
    return {
      warnings: [
        ...warnings.filter((w) => reasonOf(w) === undefined),
        ...comments.flatMap(({ wrong }) => wrong ?? []),
        ...(hasOptions(source)
          ? []
          : sound
              .filter((c) => (hasData || !asksData(c.rule)) && !warnings.some(covers(c)))
              .map(idle))
      ],
      ignored: warnings.flatMap((warning) => {
        const reason = reasonOf(warning)
        return reason === undefined ? [] : [{ warning, reason }]
      })
    }
  }
