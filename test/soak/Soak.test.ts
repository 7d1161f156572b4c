/** A small part of `npm run soak`: a few cases of each kind, spread over all. */
import { beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands/Commands.ts'
import { campaignsOf, endingsWith } from './Campaigns.ts'
import { diskAfter, leftOf } from './Disk.ts'
import { type Habit, type Job, openJobs } from './Jobs.ts'
import { soak, spread } from './Soak.ts'

const jobNames = [
  'train',
  'train --resume',
  'train --force',
  'train, settling',
  'train --target-bytes',
  'sample',
  'sample --resume',
  'train --init-from',
  'predict',
  'calibrate',
  'calibrate --keep',
  'replicate',
  'draws',
  'draws --to stan-csv',
  'draws --to parquet',
  'plot',
  'emit',
  'export',
  'study',
  'press'
]
let jobs: ReadonlyArray<Job> = []
beforeAll(async () => {
  jobs = await openJobs()
})

test.each(jobNames)('%s goes on to the same bytes after whatever ended it', async (name) => {
  const job = jobs.find((j) => j.name === name)
  if (job === undefined) throw new Error(jobs.map((j) => j.name).join())
  for (const campaign of await campaignsOf(job)) {
    const { failures, done } = await soak(campaign, performance.now() + 150, 12)
    expect({ campaign: campaign.name, failures }).toEqual({ campaign: campaign.name, failures: [] })
    expect(done).toBeGreaterThan(0)
  }
})

test('every command that writes is among the jobs, and every job is tried here', async () => {
  expect(jobs.map((j) => j.name)).toEqual(jobNames)
  const tables = await Promise.all(
    commands.map(async ({ name, load }) => ({ name, table: (await load()).table }))
  )
  const writing = tables.filter(({ table }) => 'out' in table).map(({ name }) => name)
  // the main job trains and presses as those do, on a model that takes minutes; a worker runs the
  // cells of a study as that does
  expect(writing.filter((name) => !['start', 'worker'].includes(name)).sort()).toEqual(
    [...new Set(jobNames.map((name) => name.split(/,? /)[0] ?? ''))].sort()
  )
})

test.each<[string, Habit, string]>([
  [
    'files renamed before they are synced',
    (f) => ({
      ...f,
      openToWrite: async (path) => ({ ...(await f.openToWrite(path)), sync: async () => undefined })
    }),
    'power gone, names written'
  ],
  ['folders never synced', (f) => ({ ...f, syncFolder: async () => undefined }), 'power gone'],
  [
    'files written in their place',
    (f) => ({
      ...f,
      openToWrite: (path) => f.openToWrite(path.replace('.partial', '')),
      rename: async () => undefined
    }),
    'killed'
  ]
])('it sees a mistake that is planted: %s', async (_, habit, end) => {
  const job = jobs.find((j) => j.name === 'train --force')
  if (job === undefined) throw new Error('no such job')
  const campaigns = await endingsWith(job, habit)
  const campaign = campaigns.find((c) => c.name === `${job.name}: ${end}`)
  if (campaign === undefined) throw new Error('no such campaign')
  const { failures } = await soak(campaign, Infinity, 60)
  const atEnd = await campaign.run(campaign.cases - 1)
  expect([...failures, atEnd].filter((wrong) => wrong !== undefined)).not.toEqual([])
})

describe('the disk of the soak', () => {
  const written = async (end: 'kill' | 'power' | 'names', moments: number) => {
    const path = '/d/a'
    const changes = [
      { kind: 'open', path },
      { kind: 'write', path, bytes: Uint8Array.of(1, 2, 3) },
      { kind: 'sync', path },
      { kind: 'rename', path, to: '/d/b' },
      { kind: 'folder', path: '/d' }
    ] as const
    const before = new Map([['/d/b', Uint8Array.of(9)]])
    return Object.fromEntries(
      [...leftOf(diskAfter(before, changes, moments), end)].map(([p, b]) => [p, [...b]])
    )
  }
  test.each([
    ['kill', 3, { '/d/b': [9], '/d/a': [1, 2] }],
    ['names', 3, { '/d/b': [9], '/d/a': [] }],
    ['power', 3, { '/d/b': [9] }],
    ['kill', 6, { '/d/b': [1, 2, 3] }],
    ['power', 6, { '/d/b': [9] }],
    ['power', 7, { '/d/b': [1, 2, 3] }]
  ] as const)('after a %s at moment %i it holds %j', async (end, moments, wanted) => {
    expect(await written(end, moments)).toEqual(wanted)
  })

  test('cases come spread, each once', () => {
    expect([...spread(6)]).toEqual([0, 4, 2, 1, 5, 3])
    expect([...spread(1)]).toEqual([0])
  })
})
