/**
 * The options of `train` by which single weights are cut.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { realNumber } from '../../dsl/index.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import { type CutRule, type Settings, standardSurgery } from '../../inference/index.ts'
import { type Chosen, manyTexts, perhaps, value } from './OptionTable.ts'

export const cutTable = {
  cut: manyTexts(
    '<[site:]rule=x>',
    'single weights to cut at the start and hold at 0, of every tensor of weights or of one; ' +
      'deviations=x: of size up to x deviations of its weights (0: those that are 0 already); share=x: ' +
      'that share of them, the smallest; log-alpha=x: those with ln of variance over squared mean from x on'
  ),
  surgery: perhaps(
    '<x>',
    realNumber(
      standardSurgery.deviations,
      'cut single weights while training, and let them come back: a threshold of the mean size plus x ' +
        'deviations of the sizes of its weights, for each tensor'
    )
  ),
  surgeryDecay: value(
    '<x>',
    realNumber(
      standardSurgery.decay,
      'with --surgery: a step looks at the masks with probability (1 + x step)^-power'
    )
  ),
  surgeryPower: value('<x>', realNumber(standardSurgery.power, 'with --surgery: that power'))
}

const ruleNames: Readonly<Record<string, CutRule['by']>> = {
  deviations: 'deviations',
  share: 'share',
  'log-alpha': 'logAlpha'
}

const ruleIn = (text: string): CutRule | undefined => {
  const [, site, name = '', than = ''] = /^(?:(.+):)?([a-z-]+)=(.+)$/.exec(text.trim()) ?? []
  const by = ruleNames[name]
  return by === undefined || !Number.isFinite(Number(than))
    ? undefined
    : { by, than: Number(than), ...(site === undefined ? {} : { site }) }
}

/** What is cut, if something is; numbers are checked with the settings. */
export const cutSettingsOf = (
  o: Chosen<typeof cutTable>
): E.Either<Problems, Pick<Settings, 'cut' | 'surgery'>> => {
  const read = o.cut.map((text) => ({ text, rule: ruleIn(text) }))
  const wrong = read.flatMap(({ text, rule }) =>
    rule === undefined
      ? [
          problem(
            '--cut',
            `expected deviations=x, share=x or log-alpha=x, of one tensor with its site before it, found '${text}'`,
            'it says which single weights are cut and held at 0',
            '--cut deviations=1 --cut fc3/w:share=0.7'
          )
        ]
      : []
  )
  return isNonEmpty(wrong)
    ? E.left(wrong)
    : E.right({
        ...(read.length === 0
          ? {}
          : { cut: read.flatMap(({ rule }) => (rule === undefined ? [] : [rule])) }),
        ...(o.surgery === undefined
          ? {}
          : {
              surgery: {
                deviations: o.surgery,
                decay: o.surgeryDecay,
                power: o.surgeryPower
              }
            })
      })
}
