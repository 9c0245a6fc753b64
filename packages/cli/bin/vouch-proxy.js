#!/usr/bin/env node
// The program of the image in deploy/vouch. It is no command of the package: where a Vouch Proxy is installed too, that name is its.
// CommonJS, for the same reason as drawbridge.js beside it: a pool of threads for every core, and two that are left to files.
const { availableParallelism } = require('node:os');
process.env['UV_THREADPOOL_SIZE'] ??= String(2 * availableParallelism() + 2);
const bundle = '../dist/vouch-proxy.js';
void import(bundle);
