import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32 } from '../../src/storage/Checksum.ts'
import { decodeNet, encodeNet } from '../../src/storage/net/NetFile.ts'
import {
  type Artifact,
  byBits,
  encodeIntegers,
  quantiseNetwork,
  slim
} from '../../src/compress/index.ts'
import { roots } from '../../src/compress/Network.ts'
import { CONSTANT, netOf, tensor } from './HostileNets.ts'
import {
  arbitraryNetwork,
  caseOf,
  evaluateNetwork,
  type NetworkCase,
  selected
} from '../compress/ArbitraryNetwork.ts'

/** A file large enough that its matrices may be coded on their side. */
const largeArtifact = (): Artifact => {
  const full = caseOf('chain', 'relu', { pixels: 9, h1: 40 })
  const steep = new Map(
    [...full.tensors].map(
      ([name, t]) =>
        [name, { ...t, values: t.values.map((w, k) => (k < 80 ? w : w / 1000)) }] as const
    )
  )
  return {
    ...quantiseNetwork(byBits(10), new Map())({ ...full, tensors: steep }),
    provenance,
    layers: [],
    architecture: []
  }
}

const provenance = {
  model: 'a/model.ts',
  seed: 3,
  epochs: 60,
  settings: { prior: 'horseshoe', tau0: '1e-5' }
}

const artifactOf = (c: NetworkCase, bits = 8): Artifact => ({
  ...quantiseNetwork(byBits(bits), new Map())(slim(c.masked).network),
  provenance,
  layers: [{ name: 'fc1/w', dense: 12, publishedBits: 9 }],
  architecture: ['pixels', 'h1']
})

/** The file with a right checksum again. */
const resealed = (bytes: Uint8Array): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  new DataView(copy.buffer).setUint32(
    copy.length - 4,
    crc32(copy.subarray(0, copy.length - 4)),
    true
  )
  return copy
}

const flipped = (bytes: Uint8Array, at: number, by: number): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ by
  return copy
}

const decode = decodeNet('net.farrier')

describe('net.farrier', () => {
  it('gives back what was written, tensors and logits bit for bit', () => {
    fc.assert(
      fc.property(arbitraryNetwork, fc.integer({ min: 2, max: 16 }), (c, bits) => {
        const artifact = artifactOf(c, bits)
        const decoded = decode(encodeNet(artifact).bytes)
        expect(decoded).toEqual(E.right(artifact))
        if (E.isLeft(decoded)) return
        const data = selected(artifact.network, c.data)
        const [written, read] = [
          evaluateNetwork(artifact.network, data),
          evaluateNetwork(decoded.right.network, data)
        ]
        roots(artifact.network).forEach((e, i) =>
          expect(read(roots(decoded.right.network)[i] ?? e)).toEqual(written(e))
        )
      }),
      { numRuns: 50 }
    )
  })

  it('gives back matrices that are coded on their side', () => {
    const artifact = largeArtifact()
    const values = artifact.quantised.get('fc1/w')?.integers ?? new Int32Array()
    const turned = values.map((_, k) => values[(k % 9) * 40 + Math.floor(k / 9)] ?? 0)
    expect(encodeIntegers(turned, [40, 9]).length).toBeLessThan(
      encodeIntegers(values, [9, 40]).length
    )
    expect(decode(encodeNet(artifact).bytes)).toEqual(E.right(artifact))
  })

  it('keeps where observed values lie, for each support there is', () => {
    const artifact = largeArtifact()
    for (const support of [
      'Real',
      'Positive',
      'Signed',
      'Interval',
      'Binary',
      'Categories'
    ] as const) {
      const network = {
        ...artifact.network,
        predictions: artifact.network.predictions.map((p) => ({ ...p, support }))
      }
      expect(decode(encodeNet({ ...artifact, network }).bytes)).toEqual(
        E.right({ ...artifact, network })
      )
    }
  })

  it('adds up to the byte', () => {
    fc.assert(
      fc.property(arbitraryNetwork, (c) => {
        const { bytes, ledger } = encodeNet(artifactOf(c))
        expect(ledger.sizeBytes).toBe(bytes.length)
        expect(ledger.rows.every((r) => r.sizeBytes > 0)).toBe(true)
      }),
      { numRuns: 20 }
    )
  })

  it('refuses every truncation, every flipped byte, and anything after the end', () => {
    fc.assert(
      fc.property(arbitraryNetwork, fc.integer({ min: 1, max: 255 }), (c, by) => {
        const { bytes } = encodeNet(artifactOf(c))
        for (let at = 0; at < bytes.length; at++) {
          expect(E.isLeft(decode(bytes.subarray(0, at))), `cut at ${at}`).toBe(true)
          expect(E.isLeft(decode(flipped(bytes, at, by))), `flipped at ${at}`).toBe(true)
        }
        expect(E.isLeft(decode(Uint8Array.from([...bytes, 0])))).toBe(true)
      }),
      { numRuns: 3 }
    )
  })

  it('never throws at changed bytes with a right checksum', () => {
    fc.assert(
      fc.property(arbitraryNetwork, fc.integer({ min: 1, max: 255 }), (c, by) => {
        const { bytes } = encodeNet(artifactOf(c))
        for (let at = 0; at < bytes.length - 4; at++) {
          const decoded = decode(resealed(flipped(bytes, at, by)))
          if (E.isLeft(decoded))
            expect(decoded.left.what.length * decoded.left.try.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 1 }
    )
  })

  it('says what is wrong', () => {
    const [c] = fc.sample(arbitraryNetwork, { numRuns: 1, seed: 7 })
    if (c === undefined) throw new Error('no sample')
    const { bytes } = encodeNet(artifactOf(c))
    const message = (b: Uint8Array): string => {
      const d = decode(b)
      return E.isLeft(d) ? `${d.left.where}: ${d.left.what}: ${d.left.why}` : 'decoded'
    }
    expect(message(new Uint8Array(0))).toBe(
      'net.farrier: expected a network, found an empty file: an empty file holds nothing'
    )
    expect(message(Uint8Array.of(1, 2, 3))).toContain('expected a network written by farrier')
    expect(message(resealed(flipped(bytes, 4, 3)))).toContain(
      'expected format 2, found 1: another version of farrier wrote this file'
    )
    expect(message(bytes.subarray(0, bytes.length - 1))).toContain(
      `expected ${bytes.length} bytes, found ${bytes.length - 1}: the file is cut off`
    )
    expect(message(flipped(bytes, 40, 1))).toContain('the file was changed after it was written')
  })

  it('refuses what is there twice, names that steer a terminal, and layers without end', () => {
    const whatOf = (bytes: Uint8Array): string => {
      const d = decode(bytes)
      return E.isLeft(d) ? d.left.what : 'decoded'
    }
    const operations = [CONSTANT]
    const one = [...encodeIntegers(Int32Array.of(1), [1, 1])]
    const damaged = (what: string): string => `the network is damaged: ${what}`
    expect(whatOf(netOf({ names: ['y', 'w'], operations, tensors: [tensor(1, [], one)] }))).toBe(
      'decoded'
    )
    expect(whatOf(netOf({ names: ['y', 'w', 'w'], operations }))).toBe(
      damaged('a name is there twice')
    )
    expect(
      whatOf(
        netOf({ names: ['y', 'w'], operations, tensors: [tensor(1, [], one), tensor(1, [], one)] })
      )
    ).toBe(damaged('a tensor is there twice'))
    expect(
      whatOf(
        netOf({
          names: ['y', 'a'],
          operations,
          sizes: [
            [1, 2],
            [1, 2]
          ]
        })
      )
    ).toBe(damaged('the size of an axis is there twice'))
    expect(whatOf(netOf({ names: ['y', '\u001b[2J'], operations }))).toBe(
      damaged('a name has a control character')
    )
  })
})
