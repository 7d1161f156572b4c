/**
 * The made-up tables beside this file: `node dsl-examples/data/make.ts` writes them again, to the
 * same bytes. Every number comes from one seed a table, so that whoever doubts an answer can make
 * the question anew.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { csv, dot, named, times } from './csv.ts'
import { gammaOf, poisson, random } from './random.ts'

/** y ~ N(x·w, 1), w = (0.5, −1, 0.3); the second and third input lean on the first. */
const linear = (): string => {
  const { normal } = random(3)
  const rows = times(60, () => {
    const first = normal()
    const x = [1.8 * first, normal() + 0.8 * first, normal() + 0.8 * first]
    return [...x, dot(x, [0.5, -1, 0.3]) + normal()]
  })
  return csv([...named('x', 3), 'y'], rows)
}

/** yes with probability 1/(1 + exp(−(x·w − 0.5))), w = (1.5, −1, 0.5, 0). */
const logistic = (): string => {
  const { normal, uniform } = random(5)
  const rows = times(120, () => {
    const x = times(4, normal)
    const eta = dot(x, [1.5, -1, 0.5, 0]) - 0.5
    return [...x, uniform() < 1 / (1 + Math.exp(-eta)) ? 'yes' : 'no']
  })
  return csv([...named('x', 4), 'y'], rows)
}

/** y ~ N(x·w, 0.5²), of 20 inputs the first, fifth and tenth matter: 2, −1.5, 1. */
const sparse = (): string => {
  const { normal } = random(7)
  const w = times(20, (k) => [2, 0, 0, 0, -1.5, 0, 0, 0, 0, 1][k] ?? 0)
  const rows = times(80, () => {
    const x = times(20, normal)
    return [...x, dot(x, w) + 0.5 * normal()]
  })
  return csv([...named('x', 20), 'y'], rows)
}

/** A matrix of rank 2 and noise of deviation 0.3, 20 × 12. */
const lowRank = (): string => {
  const { normal } = random(11)
  const u = times(20, () => times(2, normal))
  const v = times(12, () => times(2, normal))
  return csv(
    named('y', 12),
    u.map((row) => v.map((column) => 1.5 * dot(row, column) + 0.3 * normal()))
  )
}

/** 15 numbers, uniform up to 342. */
const serial = (): string => {
  const { uniform } = random(13)
  return csv(
    ['number'],
    times(15, () => [342 * uniform()])
  )
}

/** A weight of 500 on three scales with noise of deviation 0.5, 2 and 8. */
const readings = (): string => {
  const { normal } = random(17)
  const scales = [
    ['balance', 0.5],
    ['digital', 2],
    ['spring', 8]
  ] as const
  return csv(
    ['scale', 'grams'],
    times(12, () => scales.map(([name, noise]) => [name, 500 + noise * normal()])).flat()
  )
}

/** crop ~ N(rain·w, 0.5²), w = (0.6, 0.4), correlation 0.95 of the two; the 18th field was flooded. */
const gauges = (): string => {
  const { normal } = random(19)
  const rows = times(40, (i) => {
    const fallen = normal()
    const rain = times(2, () => Math.sqrt(0.95) * fallen + Math.sqrt(0.05) * normal())
    return [...rain, dot(rain, [0.6, 0.4]) + 0.5 * normal() - (i === 17 ? 4 : 0)]
  })
  return csv([...named('rain', 2), 'crop'], rows)
}

/**
 * Twelve years of days from 2012 on: demand −188 + 0.12 · year − 0.4 · temperature, 3 less on
 * weekends, with noise of deviation 1.1.
 */
const power = (): string => {
  const { normal } = random(19)
  const rows = times(4383, (day) => {
    const year = 2012 + day / 365.25
    const temperature = 10 - 8 * Math.cos(2 * Math.PI * (year - 0.04)) + 3 * normal()
    const weekend = day % 7 === 0 || day % 7 === 6 ? 1 : 0
    const demand = -188 + 0.12 * year - 0.4 * temperature - 3 * weekend + 1.1 * normal()
    return [year.toFixed(3), temperature.toFixed(1), `${weekend}`, demand.toFixed(2)]
  })
  return csv(['year', 'temperature', 'weekend', 'demand'], rows)
}

/** Counts with mean exp(1 + 0.6x) and concentration 2. */
const faults = (): string => {
  const draws = random(19)
  const rows = times(150, () => {
    const x = Number(draws.normal().toFixed(3))
    const rate = Math.exp(1 + 0.6 * x) * gammaOf(draws, 2)
    return [x, String(poisson(draws, rate))]
  })
  return csv(['x', 'faults'], rows)
}

/** 20 groups of 4 to 50, each with a rate of beta(3, 15). */
const groupRates = (): string => {
  const draws = random(23)
  const rows = times(20, () => {
    const [a, b] = [3 * gammaOf(draws, 3), 15 * gammaOf(draws, 15)]
    const total = 4 + Math.floor(47 * draws.uniform())
    const ill = times(total, () => (draws.uniform() < a / (a + b) ? 1 : 0))
    return [String(total), String(ill.reduce<number>((sum, one) => sum + one, 0))]
  })
  return csv(['total', 'ill'], rows)
}

/** y ~ N(x·w, 1), of 20 inputs the first three matter: 5, −3, 1. */
const underPriors = (): string => {
  const { normal } = random(23)
  const w = times(20, (k) => [5, -3, 1][k] ?? 0)
  const rows = times(40, () => {
    const x = times(20, normal)
    return [...x, dot(x, w) + normal()]
  })
  return csv([...named('x', 20), 'y'], rows)
}

/** 200 parties of 1 to 4: 30 % do not fish, the others catch exp(0.2 + 0.5 people) on average. */
const catches = (): string => {
  const draws = random(29)
  const rows = times(200, () => {
    const people = 1 + Math.floor(4 * draws.uniform())
    const isIdle = draws.uniform() < 0.3
    return [String(people), String(isIdle ? 0 : poisson(draws, Math.exp(0.2 + 0.5 * people)))]
  })
  return csv(['people', 'fish'], rows)
}

/** 60 pulses that free Poisson(4) electrons each, read as their number + 0.2 with errors of 0.7. */
const charges = (): string => {
  const draws = random(61)
  return csv(
    ['charge'],
    times(60, () => [0.2 + poisson(draws, 4) + 0.7 * draws.normal()])
  )
}

/** 160 lengths: 30 % about 27, the others about 20, deviation 2. */
const lengths = (): string => {
  const draws = random(31)
  return csv(
    ['length'],
    times(160, () => [(draws.uniform() < 0.3 ? 27 : 20) + 2 * draws.normal()])
  )
}

/** 90 angles ∝ e^(1.5 cos(x − 2.4)) between −π and π, by rejection from even ones. */
const flock = (): string => {
  const { uniform } = random(43)
  const heading = (): number => {
    const x = Math.PI * (2 * uniform() - 1)
    return uniform() < Math.exp(1.5 * (Math.cos(x - 2.4) - 1)) ? x : heading()
  }
  return csv(
    ['heading'],
    times(90, () => [heading()])
  )
}

/** 240 waits of up to 30 minutes: the number of cutpoints −3, −1.5, 0.8 below a logistic about −0.12 wait. */
const answers = (): string => {
  const { uniform } = random(37)
  const rows = times(240, () => {
    const wait = 30 * uniform(),
      u = uniform()
    const at = Math.log(u / (1 - u)) - 0.12 * wait
    return [wait, String([-3, -1.5, 0.8].filter((c) => c < at).length)]
  })
  return csv(['wait', 'answer'], rows)
}

/** ln dust ~ N(0.8 + 0.75 ln satellite, 0.45²), ln satellite ~ N(2.9, 0.7²). */
const air = (): string => {
  const { normal } = random(21)
  const rows = times(80, () => {
    const seen = 2.9 + 0.7 * normal()
    return [Math.exp(seen), Math.exp(0.8 + 0.75 * seen + 0.45 * normal())]
  })
  return csv(['satellite', 'dust'], rows)
}

/** Lengths N(24, 4²) of fish of which a net keeps those of 20 and more, until it has 150. */
const catchOf = (): string => {
  const { normal } = random(41)
  const kept = (): number => {
    const length = 24 + 4 * normal()
    return length > 20 ? length : kept()
  }
  return csv(
    ['length'],
    times(150, () => [kept()])
  )
}

/** Readings, with errors of 7, of a level that begins about 200 and moves by steps of deviation 4. */
const levels = (): string => {
  const { normal } = random(31)
  let level = 200 + 30 * normal()
  const rows = times(36, (day) => {
    level += day === 0 ? 0 : 4 * normal()
    return [String(day + 1), level + 7 * normal()]
  })
  return csv(['days', 'reading'], rows)
}

/** 150 votes for four parties with shares of 0.4, 0.3, 0.2 and 0.1. */
const votes = (): string => {
  const { uniform } = random(43)
  const rows = times(150, () => {
    const u = uniform()
    return [String([0.4, 0.7, 0.9].filter((c) => c < u).length)]
  })
  return csv(['vote'], rows)
}

/**
 * Heights of 24 seedlings over six weeks, with errors of 0.8: where each begins ~ N(12, 2²), what it grows by a
 * week ~ N(3, 0.6²), with a correlation of −0.7.
 */
const seedlings = (): string => {
  const { normal } = random(47)
  const rows = times(24, (plant) => {
    const [first, second] = [normal(), normal()]
    const begin = 12 + 2 * first,
      growth = 3 + 0.6 * (-0.7 * first + Math.sqrt(1 - 0.7 ** 2) * second)
    return times(6, (week) => [String(plant), String(week), begin + growth * week + 0.8 * normal()])
  }).flat()
  return csv(['plant', 'week', 'height'], rows)
}

/**
 * Eight scales in five weeks: off by 1.5, 0.45 a week, 0.6 of their own and 0.6 of each reading; Poisson stops, mean
 * 1.8, and a seal that holds with probability 0.55.
 */
const limits = (): string => {
  const draws = random(53)
  const rows = times(8, (scale) => {
    const own = 0.6 * draws.normal()
    return times(5, (week) => [
      String(scale),
      String(week - 2),
      1.5 + own + 0.45 * (week - 2) + 0.6 * draws.normal(),
      String(poisson(draws, 1.8)),
      draws.uniform() < 0.55 ? '1' : '0'
    ])
  }).flat()
  return csv(['scale', 'week', 'off', 'stops', 'sealed'], rows)
}

/** 24 days: rain at three gauges, and the levels of four wells that follow gauges 1, 3, 3, 2, with errors of 0.4. */
const wells = (): string => {
  const { normal } = random(59)
  const rows = times(24, () => {
    const rain = times(3, normal)
    return [...rain, ...[0, 2, 2, 1].map((gauge) => (rain[gauge] ?? NaN) + 0.4 * normal())]
  })
  return csv([...named('rain', 3), ...named('level', 4)], rows)
}

/** 60 places between 0 and 9.5, and 1.5 sin x there, with errors of 0.3. */
const curve = (): string => {
  const { normal, uniform } = random(61)
  const rows = times(60, () => {
    const x = Number((9.5 * uniform()).toFixed(3))
    return [x, 1.5 * Math.sin(x) + 0.3 * normal()]
  })
  return csv(['x', 'y'], rows)
}

/** 12 blends by shares ∝ e^(1.5 · normal) of three spectra at six wavelengths, with errors of 0.05. */
const blends = (): string => {
  const { normal } = random(67)
  const spectra = [
    [0.9, 0.7, 0.3, 0.1, 0.1, 0.2],
    [0.1, 0.4, 0.9, 0.8, 0.3, 0.1],
    [0.2, 0.1, 0.2, 0.4, 0.8, 0.9]
  ]
  const rows = times(12, () => {
    const weights = times(3, () => Math.exp(1.5 * normal()))
    const total = weights.reduce((sum, x) => sum + x, 0)
    const mixed = (band: number): number =>
      dot(
        weights,
        spectra.map((s) => s[band] ?? NaN)
      ) / total
    return times(6, (band) => mixed(band) + 0.05 * normal())
  })
  return csv(named('light', 6), rows)
}

/** 40 days N(15, 5²) at four stations, off by N(0, 2²), errors of 0.5; of the readings a third is missing. */
const weather = (): string => {
  const { normal, uniform } = random(71)
  const offsets = times(4, () => 2 * normal())
  const rows = times(40, () => {
    const level = 15 + 5 * normal()
    const readings = offsets.map((o) => [level + o + 0.5 * normal(), uniform()] as const)
    return readings.map(([reading, chance]) => (chance < 1 / 3 ? '' : reading))
  })
  return csv(named('reading', 4), rows)
}

/** Answers of 40 pupils, 24 of whom know, to 12 questions, 8 of which tell: three in four were asked. */
const examination = (): string => {
  const { uniform } = random(83)
  const rows = times(40, (pupil) =>
    times(12, (question) => {
      const side = pupil < 24 ? 1 : -1
      const logits = question % 3 === 2 ? 0 : 1.75 * side
      const isAsked = uniform() < 0.75,
        isRight = uniform() < 1 / (1 + Math.exp(-logits))
      return isAsked ? [[String(pupil), String(question), isRight ? '1' : '0']] : []
    }).flat()
  ).flat()
  return csv(['pupil', 'question', 'right'], rows)
}

/** 80 trees of girth N(12, 3²), 4 + 0.9 girth high, errors 1.5; of low ones three girths in four are missing. */
const forest = (): string => {
  const { normal, uniform } = random(83)
  const rows = times(80, () => {
    const girth = 12 + 3 * normal()
    const height = 4 + 0.9 * girth + 1.5 * normal()
    return [uniform() < (height < 13 ? 3 / 4 : 1 / 8) ? '' : girth, height]
  })
  return csv(['girth', 'height'], rows)
}

/** 25 ponds of Poisson numbers of newts, mean 18, of whom each is seen on each of five visits with probability 0.4. */
const sightings = (): string => {
  const draws = random(89)
  const rows = times(25, (pond) => {
    const newts = poisson(draws, 18)
    return times(5, () => {
      const counted = times(newts, () => (draws.uniform() < 0.4 ? 1 : 0)).filter((s) => s === 1)
      return [String(pond), String(counted.length)]
    })
  }).flat()
  return csv(['pond', 'counted'], rows)
}

/** File names and contents. */
export const tables: Readonly<Record<string, () => string>> = {
  'linear-regression.csv': linear,
  'logistic-regression.csv': logistic,
  'horseshoe-regression.csv': sparse,
  'low-rank.csv': lowRank,
  'serial-numbers.csv': serial,
  'sparse-priors.csv': underPriors,
  'three-scales.csv': readings,
  'two-gauges.csv': gauges,
  'power-demand.csv': power,
  'overdispersed-counts.csv': faults,
  'group-rates.csv': groupRates,
  'catches.csv': catches,
  'headings.csv': flock,
  'photons.csv': charges,
  'two-kinds.csv': lengths,
  'satisfaction.csv': answers,
  'air-quality.csv': air,
  'mesh.csv': catchOf,
  'river-level.csv': levels,
  'ballots.csv': votes,
  'seedlings.csv': seedlings,
  'known-limits.csv': limits,
  'which-gauge.csv': wells,
  'smooth-curve.csv': curve,
  'blends.csv': blends,
  'weather-stations.csv': weather,
  'mastery.csv': examination,
  'tree-heights.csv': forest,
  'newts.csv': sightings
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [name, content] of Object.entries(tables))
    writeFileSync(new URL(name, import.meta.url), content())
