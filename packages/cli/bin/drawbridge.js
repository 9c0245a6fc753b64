#!/usr/bin/env node
// CommonJS, by the package.json beside it: an ES module is read with Node's thread pool, whose size is settled by the first
// use. A service has a pool for every core that it may use, two signatures each, and two threads that are left to files.
const { availableParallelism } = require('node:os');

if (process.argv.includes('serve')) {
  process.env['UV_THREADPOOL_SIZE'] ??= String(2 * availableParallelism() + 2);
}
void import('../dist/main.js');
