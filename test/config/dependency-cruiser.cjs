// Who may import whom. pnpm's strict node_modules already refuses a package that is not declared; this also catches
// relative imports across packages, and trainers on a page's static path.
const table = {
  schema: [],
  learn: [],
  runtime: ['schema', 'learn'],
  connectors: ['schema'],
  client: ['schema', 'learn', 'models', 'runtime'],
  widgets: ['schema', 'client'],
  embed: ['schema', 'client', 'widgets'],
  console: ['schema', 'connectors', 'widgets'],
  cli: ['schema', 'learn', 'models', 'runtime', 'connectors'],
};
const folder = (name) => (name === 'models' ? '^models/' : `^packages/${name}/`);
const everything = [
  'schema',
  'learn',
  'runtime',
  'connectors',
  'client',
  'widgets',
  'embed',
  'console',
  'cli',
];
const ours = '^(packages|models|workers|stories|test)/';
// Tests and the scripts of development (demo, sample makers) span packages on purpose.
const tests = '[.](test|bench)[.]ts$|/testing/|/golden/|^packages/[^/]+/dev/';

const may = (name, from, allowed) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment: `${name} may import: ${allowed.join(', ') || 'no other package'}`,
  from: { path: from, pathNot: tests },
  to: { path: ours, pathNot: [from, ...allowed.map(folder)] },
});

module.exports = {
  forbidden: [
    ...everything.map((name) => may(name, folder(name), table[name])),
    may('models', '^models/', ['schema', 'learn', 'runtime']),
    {
      ...may('workers', '^workers/', ['schema', 'learn', 'models', 'runtime', 'connectors']),
      to: {
        path: ours,
        pathNot: [
          ...['schema', 'learn', 'models', 'runtime', 'connectors'].map(folder),
          '^workers/',
          // Pure functions from a prediction to a text; a test keeps everything with a DOM out of them.
          '^packages/embed/src/strings/',
        ],
      },
    },
    {
      name: 'no-trainer-in-the-page',
      severity: 'error',
      comment: 'A page that scores must never download a trainer.',
      from: { path: '^packages/(client|widgets|embed)/', pathNot: tests },
      to: { path: '^packages/learn/src/train/|^models/[^/]+/train', reachable: true },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|public|[.]wrangler|[.]out)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
};
