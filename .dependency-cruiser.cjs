/**
 * Imports run downwards only. The layers, the highest first; a layer may import the layers below it and nothing beside it.
 */
const layers = [
  ['entries', '^src-main/[^/]+$'],
  ['desktop and server', '^src-main/(desktop|server)/'],
  ['host', '^src-main/host/'],
  ['engine, views, demo, diagnose, presets', '^src-main/(engine|views|demo|diagnose|presets)/'],
  ['connectors and store', '^src-main/(connectors|store)/'],
  ['contract', '^src-preload/contract/'],
];

const npm = (name) => `node_modules/${name}/`;

/** From every layer, all layers above it are forbidden. */
const upwards = layers.slice(1).map(([name, path], index) => ({
  name: `no-way-up-from-${name.replace(/\W+/g, '-')}`,
  severity: 'error',
  from: { path },
  to: { path: layers.slice(0, index + 1).map(([, above]) => above) },
}));

/** Folders of one layer do not know of each other; what both need lies further down. */
const sideways = layers
  .filter(([, path]) => path.includes('|'))
  .map(([name, path]) => ({
    name: `no-way-across-${name.replace(/\W+/g, '-')}`,
    severity: 'error',
    from: { path },
    to: { path, pathNot: '^src-main/$1/' },
  }));

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    ...upwards,
    ...sideways,
    {
      name: 'entries-stand-alone',
      severity: 'error',
      from: { path: '^src-main/[^/]+$' },
      to: { path: '^src-main/(main|serve|cli)[.]ts$' },
    },
    {
      name: 'contract-imports-only-its-schema-libraries',
      severity: 'error',
      from: { path: '^src-preload/contract/' },
      to: { pathNot: ['^src-preload/contract/', npm('zod'), npm('@orpc/contract')] },
    },
    {
      name: 'preload-holds-no-logic',
      severity: 'error',
      from: { path: '^src-preload/', pathNot: '^src-preload/contract/' },
      to: { path: '^src-', pathNot: '^src-preload/' },
    },
    {
      name: 'only-the-store-opens-a-database',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/store/' },
      to: { path: [npm('better-sqlite3'), npm('@types/better-sqlite3'), '^(node:)?sqlite$'] },
    },
    {
      name: 'engine-serves-nothing',
      severity: 'error',
      from: { path: '^src-main/engine/' },
      to: { path: [npm('electron'), '^electron$', '^(node:)?https?$', '^(node:)?http2$', npm('ws')] },
    },
    {
      name: 'electron-stays-in-the-desktop',
      severity: 'error',
      from: { path: '^src-', pathNot: ['^src-main/desktop/', '^src-main/main[.]ts$', '^src-preload/preload[.]ts$'] },
      to: { path: [npm('electron'), '^electron$'] },
    },
    {
      name: 'renderer-knows-only-the-contract',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: ['^src-main/', '^src-preload/'], pathNot: '^src-preload/contract/' },
    },
    {
      name: 'renderer-runs-in-a-page',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'nobody-reaches-into-the-renderer', severity: 'error', from: { path: '^src-(main|preload)/' }, to: { path: '^src-renderer/' } },
    { name: 'src-never-imports-test', severity: 'error', from: { path: '^src-' }, to: { path: ['^test/', '^scripts/'] } },
    {
      name: 'everything-is-found',
      comment: 'An import that is not found would escape every rule above.',
      severity: 'error',
      from: { path: '^(src-|test/)' },
      to: { couldNotResolve: true, pathNot: ['[?](nodeWorker|modulePath|asset|raw|url)$', '^electron$', '^vitest/', '^@playwright/'] },
    },
    {
      name: 'what-ships-is-a-dependency',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: [npm('electron'), npm('@types/')] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Types bind layers together as firmly as values do.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
