/**
 * What the pipeline remembers of each pass, so that every one can be printed before and after.
 *
 * @since 0.1.0
 */
import { print } from '../expr/index.ts'
import { family } from '../dist/index.ts'
import type { Working } from './Working.ts'

export interface Stage { readonly pass: string; readonly text: string }

const showSite = (s: Working['sites'][number]): string =>
  `${s.name}[${s.axes.join(', ')}] ~ ${family(s.dist).show(family(s.dist).arguments.map((a) => print(a.value)))}`

export const stage = (pass: string, w: Working): Stage => ({
  pass,
  text: [
    ...w.sites.map(showSite),
    ...[...w.drawn].map(([name, value]) => `${name} = ${print(value)}`)
  ].join('\n')
})
