/**
 * Wrong runs and networks: one readable message each, frozen here; exit code 1 or 2; nothing on
 * stdout, nothing half-written.
 */
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { readNamedTensors, writeNamedTensors } from '../../src/storage/tensors/NamedTensorFile.ts'
import { farrier, trainWords, type World } from '../support/CommandLineRun.ts'
import { idxBytes } from '../support/IdxBytes.ts'
import { diskFull, memoryFileSystem, type MemoryOptions } from '../support/MemoryFileSystem.ts'
import { message } from '../support/Message.ts'
import { CONSTANT, netOf } from '../storage/HostileNets.ts'
import { toyImages } from '../support/ToyImages.ts'

type Files = Readonly<Record<string, Uint8Array>>

const data = toyImages('/data')
describe('runs and networks', () => {
  let done: Files = {}
  beforeAll(async () => {
    const files = memoryFileSystem({ files: data })
    await farrier({ files })(...trainWords('/run'))
    await farrier({ files })(
      'press',
      '/run',
      '--out',
      '/net.farrier',
      '--backend',
      'cpu',
      '--bits',
      '8',
      '--threshold',
      'pixels=99',
      '--threshold',
      'hidden=99'
    )
    done = Object.fromEntries(files.contents)
  })
  const bytesOf = (path: string): Uint8Array => done[path] ?? new Uint8Array()
  const edited = (path: string, f: (text: string) => string): Files => ({
    ...done,
    [path]: new TextEncoder().encode(f(new TextDecoder().decode(bytesOf(path))))
  })
  const flipped = (path: string, at: number): Files => ({
    ...done,
    [path]: bytesOf(path).map((b, i) => (i === at ? b ^ 1 : b))
  })
  const press = (files: Files, world: World = {}): Promise<string> =>
    message({ ...world, files: memoryFileSystem({ files }) }, [
      'press',
      '/run',
      '--out',
      '/new.farrier'
    ])
  const resume = (files: Files, ...words: ReadonlyArray<string>): Promise<string> =>
    message({ files: memoryFileSystem({ files }) }, [
      'train',
      'model.ts',
      '--out',
      '/run',
      '--resume',
      ...words
    ])
  const evaluate = (net: Uint8Array): Promise<string> =>
    message({ files: memoryFileSystem({ files: { ...done, '/net.farrier': net } }) }, [
      'eval',
      '/net.farrier',
      '--data',
      '/data'
    ])

  test('no run', async () =>
    expect(await press(data)).toMatchInlineSnapshot(`
    "/run/run.json: expected the record of a run, found nothing there
      why: it is a part of a run
      try: name the folder that \`farrier train --out\` made"
  `))
  test('a finished run is not overwritten', async () =>
    expect(await message({ files: memoryFileSystem({ files: done }) }, trainWords('/run')))
      .toMatchInlineSnapshot(`
    "/run: there is a finished run in this folder
      why: a run is never overwritten by accident
      try: --force to replace it, or another folder with --out"
  `))
  test('the run of another model', async () =>
    expect(
      await press(
        edited('/run/run.json', (s) =>
          s.replace(/"settings": \{\}/, '"settings": { "units": "4" }')
        )
      )
    ).toMatchInlineSnapshot(`
    "/run: the run was trained with another model than ./model.ts declares now
      why: its parameters mean nothing in this one
      try: restore the model file, or train again"
  `))
  test('the run of another version', async () =>
    expect(await press(edited('/run/run.json', (s) => s.replace('"format": 3', '"format": 4'))))
      .toMatchInlineSnapshot(`
    "/run/run.json: expected format 1 to 3, found 4
      why: another version of farrier made this run
      try: use that version, or train again with this one"
  `))
  test('a record that is no JSON', async () =>
    expect(await press(edited('/run/run.json', (s) => s.slice(0, 100)))).toMatchInlineSnapshot(`
    "/run/run.json: expected the JSON record of a run
      why: it does not parse from character 101 on
      try: train again into another folder"
  `))
  test('a damaged record', async () =>
    expect(await press(edited('/run/run.json', (s) => s.replace('"done": 9', '"done": "nine"'))))
      .toMatchInlineSnapshot(`
    "/run/run.json: the record of the run is damaged at steps/done
      why: a field is missing or of another type
      try: train again into another folder"
  `))
  test('a run that has not ended', async () =>
    expect(await press(edited('/run/run.json', (s) => s.replace('"finished"', '"running"'))))
      .toMatchInlineSnapshot(`
    "/run: this run has not ended (epoch 3, 9 of 9 steps)
      why: it is training now, or it was cut off without saving
      try: wait for it, or go on with it: farrier train ./model.ts --out /run --resume"
  `))
  test('a posterior that is cut off', async () =>
    expect(
      await press({
        ...done,
        '/run/posterior.safetensors': bytesOf('/run/posterior.safetensors').slice(0, 1000)
      })
    ).toMatchInlineSnapshot(`
    "/run/posterior.safetensors: expected a header of ‹n› bytes, found ‹n› bytes in all
      why: the file is cut off, or is not a safetensors file
      try: take the file from its source again"
  `))
  test('a posterior with a flipped bit', async () =>
    expect(await press(flipped('/run/posterior.safetensors', 7000))).toMatchInlineSnapshot(`
    "/run/posterior.safetensors: expected the checksum ‹crc›, found ‹crc›
      why: the file was changed after it was written
      try: take the file from its source again"
  `))
  test('resumed with other settings', async () =>
    expect(await resume(done, '--seed', '2')).toMatchInlineSnapshot(`
    "/run: training/seed: the run has 1, this command 2
      why: a resumed run ends with the same bytes as one that was never interrupted
      try: leave out the options that the run has already, or start another run with --init-from"
  `))
  test('resumed by another version', async () =>
    expect(await resume(edited('/run/run.json', (s) => s.replace('0.0.0-test', '0.0.9'))))
      .toMatchInlineSnapshot(`
    "/run: farrier version: the run has 0.0.9, this command 0.0.0-test
      why: a resumed run ends with the same bytes as one that was never interrupted
      try: leave out the options that the run has already, or start another run with --init-from"
  `))
  test('a state of another model', async () =>
    expect(
      await resume({ ...done, '/run/state.safetensors': bytesOf('/run/posterior.safetensors') })
    ).toMatchInlineSnapshot(`
    "/run/state.safetensors: checkpoint: the step or the cost so far is missing
      why: without them training cannot go on where it stopped
      try: start a new run, or \`--init-from\` this one"
  `))

  /** The file of a run with one number of one array changed, and its checksum right again. */
  const withNumber = (file: string, name: string, at: number, value: number): Files => {
    const path = `/run/${file}.safetensors`
    const read = readNamedTensors(path)(bytesOf(path))
    if (E.isLeft(read)) throw new Error(read.left.what)
    const t = read.right.tensors.get(name)
    if (t === undefined) throw new Error([...read.right.tensors.keys()].join())
    const values = t.values.map((v, i) => (i === at ? value : v))
    const tensors = new Map([...read.right.tensors, [name, { ...t, values }] as const])
    return { ...done, [path]: writeNamedTensors({ ...read.right, tensors }) }
  }
  const withStep = (step: number): Files => {
    const path = '/run/state.safetensors'
    const read = readNamedTensors(path)(bytesOf(path))
    if (E.isLeft(read)) throw new Error(read.left.what)
    const numbers = { ...read.right.numbers, step }
    return { ...done, [path]: writeNamedTensors({ ...read.right, numbers }) }
  }
  test('a posterior mean that is no number: nothing is written', async () => {
    const files = memoryFileSystem({ files: withNumber('posterior', 'mean:fc1/w', 3, NaN) })
    expect(await message({ files }, ['press', '/run', '--out', '/new.farrier']))
      .toMatchInlineSnapshot(`
      "/run/posterior.safetensors: mean:fc1/w: expected numbers, found NaN at position 3
        why: no training leaves such a number
        try: take the run from its source again, or train again"
    `)
    expect(files.contents.has('/new.farrier')).toBe(false)
  })
  test('a posterior mean that no network can hold: nothing is written', async () => {
    const files = memoryFileSystem({ files: withNumber('posterior', 'mean:fc1/w', 3, 1e38) })
    expect(await message({ files }, ['press', '/run', '--out', '/new.farrier']))
      .toMatchInlineSnapshot(`
      "fc1/w: expected numbers within ±1.06e+37, found 9.999999680285692e+37 at position 3
        why: a pressed network holds whole multiples of powers of two, and those of float32 end there
        try: look at what the training left there: farrier explain, and the metrics of the run"
    `)
    expect(files.contents.has('/new.farrier')).toBe(false)
  })
  test('a negative variance', async () =>
    expect(await press(withNumber('posterior', 'variance:fc1/w', 0, -1))).toMatchInlineSnapshot(`
      "/run/posterior.safetensors: variance:fc1/w: expected a variance of 0 or more, found -1 at position 0
        why: no training leaves such a number
        try: take the run from its source again, or train again"
    `))
  test('a parameter that is not finite', async () =>
    expect(await press(withNumber('posterior', 'parameter:fc2/b.location', 1, Infinity)))
      .toMatchInlineSnapshot(`
      "/run/posterior.safetensors: parameter:fc2/b.location: expected finite numbers, found Infinity at position 1
        why: no training leaves such a number
        try: take the run from its source again, or train again"
    `))
  test('a state after the end of its run', async () =>
    expect(await resume(withStep(1000))).toMatchInlineSnapshot(`
      "/run/state.safetensors: checkpoint: expected a step from 0 to 9, found ‹n›
        why: it says after how many steps the state was kept
        try: start a new run, or \`--init-from\` this one"
    `))
  test('a state after half a step', async () =>
    expect(await resume(withStep(4.5))).toMatchInlineSnapshot(`
      "/run/state.safetensors: checkpoint: expected a step from 0 to 9, found 4.5
        why: it says after how many steps the state was kept
        try: start a new run, or \`--init-from\` this one"
    `))
  test('a state with a moment that is no number', async () =>
    expect(await resume(withNumber('state', 'v:fc2/b.location', 0, -1))).toMatchInlineSnapshot(`
      "/run/state.safetensors: v:fc2/b.location: expected finite numbers of 0 or more, found -1 at position 0
        why: the file was changed since it was written
        try: start a new run, or \`--init-from\` this one"
    `))
  test('steps done of fewer', async () =>
    expect(await press(edited('/run/run.json', (s) => s.replace('"done": 9', '"done": 90'))))
      .toMatchInlineSnapshot(`
      "/run/run.json: the record of the run is damaged at steps
        why: a field is missing or of another type
        try: train again into another folder"
    `))
  test('a field of the record that is there twice', async () =>
    expect(
      await press(edited('/run/run.json', (s) => s.replace('"epoch": 3', '"epoch": 3, "epoch": 4')))
    ).toMatchInlineSnapshot(`
      "/run/run.json: expected the JSON record of a run
        why: the name 'epoch' is there twice
        try: train again into another folder"
    `))
  test('a field of the record that steers the terminal', async () => {
    const steering = edited('/run/run.json', (s) =>
      s.replace('0.0.0-test', '\\u001b]0;title\\u0007\\u202e\\nwhy: no')
    )
    expect(await resume(steering)).toMatchInlineSnapshot(`
      "/run: farrier version: the run has \\u001b]0;title\\u0007\\u202e\\nwhy: no, this command 0.0.0-test
        why: a resumed run ends with the same bytes as one that was never interrupted
        try: leave out the options that the run has already, or start another run with --init-from"
    `)
  })

  test('an empty network', async () =>
    expect(await evaluate(new Uint8Array())).toMatchInlineSnapshot(`
    "/net.farrier: expected a network, found an empty file
      why: an empty file holds nothing
      try: take the file from its source again"
  `))
  test('a network cut off', async () =>
    expect(await evaluate(bytesOf('/net.farrier').slice(0, 200))).toMatchInlineSnapshot(`
    "/net.farrier: expected ‹n› bytes, found ‹n›
      why: the file is cut off
      try: take the file from its source again"
  `))
  test('a network with a flipped bit', async () =>
    expect(await evaluate(flipped('/net.farrier', 300)['/net.farrier'] ?? new Uint8Array()))
      .toMatchInlineSnapshot(`
    "/net.farrier: expected the checksum ‹crc›, found ‹crc›
      why: the file was changed after it was written
      try: take the file from its source again"
  `))
  test('a network of another version', async () =>
    expect(await evaluate(flipped('/net.farrier', 4)['/net.farrier'] ?? new Uint8Array()))
      .toMatchInlineSnapshot(`
    "/net.farrier: expected format 2, found ‹n›
      why: another version of farrier wrote this file, or it is damaged
      try: read it with that version, or press the network again with this one"
  `))
  test('a network that asks for too much, unless it may', async () => {
    const negated = [5, 0, 1]
    const large = netOf({
      names: ['y'],
      operations: [CONSTANT, ...Array.from({ length: 10_000 }, () => negated)]
    })
    const files = memoryFileSystem({ files: { '/net.farrier': large } })
    expect(await message({ files }, ['inspect', '/net.farrier'])).toMatchInlineSnapshot(`
      "/net.farrier: the file asks for 10001 operations, where the budget is 10000
        why: a few bytes can ask for more memory and time than there is, so what a file may ask for is bounded
        try: if you trust where it comes from, read it with a larger budget: --budget 10 for ten times as much"
    `)
    const { code } = await farrier({ files })('inspect', '/net.farrier', '--budget', '2')
    expect(code).toBe(0)
  })
  test('a network that is not there', async () =>
    expect(await message({}, ['inspect', '/net.farrier'])).toMatchInlineSnapshot(`
    "/net.farrier: no such file or folder
      why: the path does not exist
      try: check the spelling"
  `))
  test('a network without data', async () =>
    expect(await message({ files: memoryFileSystem({ files: done }) }, ['eval', '/net.farrier']))
      .toMatchInlineSnapshot(`
    "farrier eval --data: this option is needed
      why: a pressed network does not hold data
      try: farrier eval /net.farrier --data mnist"
  `))
  test('other data than the network was made for', async () =>
    expect(
      await message(
        {
          files: memoryFileSystem({
            files: {
              ...done,
              '/data/train-images-idx3-ubyte': idxBytes([36, 3, 3], new Uint8Array(324)),
              '/data/t10k-images-idx3-ubyte': idxBytes([15, 3, 3], new Uint8Array(135))
            }
          })
        },
        ['eval', '/net.farrier', '--data', '/data']
      )
    ).toMatchInlineSnapshot(`
    "data set 'data': the model wants x over [images, pixels 16]; y over [images], Categorical of 3 \
outcomes; data has images over [36, 9] (3 × 3), labels over [36] of 3 classes
      why: no data slot has the size of the images
      try: give the axes of the model the sizes of the data, or bind the data in code: bindData"
  `))
})

describe('while it runs', () => {
  const failing = (fail: MemoryOptions['fail'], files: Files = data) =>
    memoryFileSystem({ files, ...(fail === undefined ? {} : { fail }) })

  test.each(['run.json', 'metrics.jsonl', 'state.safetensors', 'posterior.safetensors'])(
    'the disk is full at %s: what was there stays',
    async (name) => {
      const files = failing((operation, path) =>
        operation === 'writeWhole' && path === `/run/${name}` ? diskFull(path) : undefined
      )
      expect(
        await message({ files }, trainWords('/run', '--json')).then((text) =>
          text.split('\n').at(-1)
        )
      ).toBe(JSON.stringify({ problems: [diskFull(`/run/${name}`)] }))
      expect(files.contents.has(`/run/${name}`)).toBe(false)
    }
  )

  test('the disk is full when a network is written', async () => {
    const trained = memoryFileSystem({ files: data })
    await farrier({ files: trained })(...trainWords('/run'))
    const files = failing(
      (operation, path) => (operation === 'writeWhole' ? diskFull(path) : undefined),
      Object.fromEntries(trained.contents)
    )
    expect(
      await message({ files }, [
        'press',
        '/run',
        '--out',
        '/net.farrier',
        '--backend',
        'cpu',
        '--bits',
        '8'
      ])
    ).toMatchInlineSnapshot(`
      "pressing /run: effects on 36 training images, tolerance 0.006 nats per datum
      /net.farrier: the disk is full
        why: the file could not be written
        try: free some space"
    `)
    expect(files.contents.has('/net.farrier')).toBe(false)
  })

  test('the loss stops being finite: the step and the site are named, the last good state stays', async () => {
    const files = failing(undefined)
    expect(await message({ files }, trainWords('/run', '--rate-location', '1e30')))
      .toMatchInlineSnapshot(`
      "step 2: the complexity cost of fc1/w.base is Infinity, of fc1/b is Infinity, of fc2/w.base \
is Infinity, of fc2/b is Infinity
        why: the guide has left the range in which its cost is a finite number
        try: lower the learning rates or give the complexity costs a longer warm-up; training can \
go on from the last good state, after step 0; the last good state is in /run/state.safetensors"
    `)
    expect(files.contents.has('/run/state.safetensors')).toBe(true)
  })
})
