#!/usr/bin/env node
// CommonJS, by the package.json beside it: an ES module is read with Node's thread pool, whose size is settled by the first
// use. A service has a pool for every core that it may use, two signatures each, and two threads that are left to files.
if (process.argv.includes('serve')) {
  const { availableParallelism } = require('node:os');
  process.env['UV_THREADPOOL_SIZE'] ??= String(2 * availableParallelism() + 2);
}
/** @typedef {{ answerKept(words: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> }} Kept */
if (process.argv[2] === 'credential-process') {
  // What is kept is answered by a bundle of its own, in a fraction of the time.
  const bundle = '../dist/credential-process.cjs';
  const kept = /** @type {Kept} */ (require(bundle));
  void kept
    .answerKept(process.argv.slice(2), process.env)
    .then((isAnswered) => (isAnswered ? undefined : import('../dist/main.js')));
} else {
  void import('../dist/main.js');
}
