// The arrows of the house: which package may import which. docs/architecture.md draws the same picture.

const PARTS = ['exchange', 'issuer', 'login', 'gateway', 'guard', 'inject'];
const FLOORS_1_TO_3 = ['core', 'rules', 'oauth', 'node', 'clouds', 'pages'];

/** A package, the packages that its production sources may import, and why no more. */
const ARROWS = {
  core: { to: [], why: 'core is the lowest floor: it imports no other package of ours' },
  rules: { to: ['core'], why: 'rules judges values by core alone' },
  oauth: { to: ['core'], why: 'oauth speaks the protocol with core alone' },
  node: {
    to: ['core'],
    why: 'node touches the machine and knows core alone; rules come as values',
  },
  clouds: { to: ['core', 'rules'], why: 'clouds answers data: it needs core and rules only' },
  pages: { to: [], why: 'pages are functions from data to a string: they import nothing' },
  testing: { to: ['core', 'oauth'], why: 'the test kit is public: it needs core and oauth only' },
  ...Object.fromEntries(
    PARTS.map((part) => [
      part,
      { to: FLOORS_1_TO_3, why: 'a part stands on floors 1 to 3; parts never import each other' },
    ]),
  ),
  dev: { to: [...FLOORS_1_TO_3, ...PARTS], why: 'dev joins the parts; it never imports cli' },
  cli: { to: [...FLOORS_1_TO_3, ...PARTS, 'dev'], why: 'cli is the top; only it may reach dev' },
};

/** The third-party packages of the packages that must stay small or run on any runtime. */
const THIRD_PARTY = {
  core: ['jose'],
  rules: ['re2js'],
  oauth: ['oauth4webapi'],
  clouds: ['@rgrove/parse-xml', 'aws4fetch'],
  pages: [],
};

const TEST = String.raw`\.(test|fixture)\.ts$`;
const any = (names) => `(${names.join('|')})`;
const inPackages = (names) => `^packages/${any(names)}/`;
const inModules = (names) => `node_modules/${any(names)}/`;
const partRoot = {
  path: `^packages/${any(PARTS)}/src/`,
  pathNot: ['^packages/[^/]+/src/node/', TEST],
};

const arrows = Object.entries(ARROWS).flatMap(([name, { to, why }]) => [
  {
    name: `arrows-of-${name}`,
    comment: `${why}. Move the code down a floor, or pass the value in from above.`,
    severity: 'error',
    from: { path: `^packages/${name}/`, pathNot: TEST },
    to: { path: '^packages/', pathNot: inPackages([name, ...to]) },
  },
  {
    name: `arrows-of-${name}-tests`,
    comment: `The tests of ${name} may use what ${name} may use, and the test kit. Wider tests live in e2e/.`,
    severity: 'error',
    from: { path: `^packages/${name}/.*${TEST}` },
    to: { path: '^packages/', pathNot: inPackages([name, ...to, 'testing']) },
  },
]);

const thirdParty = Object.entries(THIRD_PARTY).map(([name, allowed]) => ({
  name: `third-party-of-${name}`,
  comment: `${name} imports ${allowed.join(', ') || 'no third-party package'}: each further dependency is a decision.`,
  severity: 'error',
  from: { path: `^packages/${name}/`, pathNot: TEST },
  to: {
    path: 'node_modules/',
    ...(allowed.length > 0 && { pathNot: inModules(allowed) }),
  },
}));

module.exports = {
  forbidden: [
    ...arrows,
    ...thirdParty,
    {
      name: 'package-without-arrows',
      comment: 'Every package has a line in ARROWS of this file.',
      severity: 'error',
      from: { path: '^packages/', pathNot: inPackages(Object.keys(ARROWS)) },
      to: {},
    },
    {
      name: 'no-circles',
      comment:
        'Modules that import each other, even for types only, cannot be understood one by one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'runs-anywhere',
      comment:
        'Floors that run on workers and edge runtimes import no module of Node, not for its types either.',
      severity: 'error',
      from: { path: inPackages(['core', 'rules', 'oauth', 'clouds', 'pages']), pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'part-root-runs-anywhere',
      comment: "A part's root takes built objects: what needs Node belongs under its src/node/.",
      severity: 'error',
      from: partRoot,
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'part-root-without-machine',
      comment:
        "A part's root is usable without the machine layer: only its src/node/ imports @drawbridge/node.",
      severity: 'error',
      from: partRoot,
      to: { path: ['^packages/node/', `^packages/${any(PARTS)}/src/node/`] },
    },
    {
      name: 'part-root-without-schema',
      comment:
        "A part's root takes typed values: schemas, YAML and the list of public suffixes belong under its src/node/.",
      severity: 'error',
      from: partRoot,
      to: { path: inModules(['zod', 'yaml', 'tldts']) },
    },
    {
      name: 'guard-root-on-core-alone',
      comment:
        'The root of guard and its adapters need core alone: introspection, cookie and tokens are subpaths.',
      severity: 'error',
      from: {
        path: String.raw`^packages/guard/src/(index|(express|fastify|hono|nest|next)/index)\.ts$`,
      },
      to: { path: inPackages(['rules', 'oauth', 'clouds', 'pages']), reachable: true },
    },
    {
      name: 'guard-without-third-party',
      comment:
        'A guard needs no package of others, but for the adapter of a framework that framework.',
      severity: 'error',
      from: { path: '^packages/guard/src/', pathNot: TEST },
      to: {
        path: 'node_modules/',
        pathNot: inModules(['express', 'fastify', 'hono', '@nestjs', 'next', '@types']),
      },
    },
    {
      name: 'guard-frameworks-apart',
      comment: 'A framework is imported by its own adapter alone: nobody has them all.',
      severity: 'error',
      from: { path: '^packages/guard/src/([^/]+)', pathNot: TEST },
      to: {
        path: String.raw`node_modules/(@types/)?(express|fastify|hono|@nestjs|next)/`,
        pathNot: String.raw`node_modules/(@types/)?@?$1`,
      },
    },
    {
      name: 'dev-on-demand',
      comment:
        'dev is an optional peer of cli: import it with import() in the command that needs it.',
      severity: 'error',
      from: { path: '^packages/cli/' },
      to: { path: '^packages/dev/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-cli',
      comment: 'cli is a program: tests and benchmarks start it, they do not import it.',
      severity: 'error',
      from: { pathNot: '^packages/cli/' },
      to: { path: '^packages/cli/' },
    },
    {
      name: 'packages-by-name',
      comment: 'Another package is imported by its name, through what it exports.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/', pathNot: '^packages/$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'packages-only',
      comment:
        'What is published imports nothing from the folders around it. Tests are not published.',
      severity: 'error',
      from: { path: '^packages/', pathNot: TEST },
      to: { path: '^(bench|e2e|examples|tools)/' },
    },
    {
      name: 'no-test-is-imported',
      comment: 'Nothing imports a test: what two tests share is a module of its own.',
      severity: 'error',
      from: {},
      to: { path: String.raw`\.test\.ts$` },
    },
    {
      name: 'fixtures-for-tests',
      comment: 'What only tests share is not shipped, so only tests may import it.',
      severity: 'error',
      from: { pathNot: TEST },
      to: { path: String.raw`\.fixture\.ts$` },
    },
    {
      name: 'sources-not-builds',
      comment: 'Checks read sources: a package whose name resolves to dist hides its own imports.',
      severity: 'error',
      from: { pathNot: '^packages/[^/]+/(bin|dist)/' },
      to: { path: '^(packages/[^/]+|bench)/dist/' },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere cannot be judged.',
      severity: 'error',
      from: { pathNot: '^packages/[^/]+/bin/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^(packages/[^/]+|bench)/dist/'] },
    // Sees `import type` too: an arrow that only types use is an arrow.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@drawbridge/source', 'import', 'node', 'default', 'types'],
    },
  },
};
