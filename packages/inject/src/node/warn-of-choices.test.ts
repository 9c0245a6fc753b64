import { createLogRecorder } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { warnOfListen, warnOfUpstream } from './warn-of-choices.ts';

it.each([
  ['127.0.0.1', 0],
  ['::1', 0],
  ['localhost', 0],
  ['0.0.0.0', 1],
  ['::', 1],
  ['127.evil.test', 1],
  ['192.0.2.1', 1],
])('of the host %s: %i', (host, warnings) => {
  const log = createLogRecorder();
  warnOfListen(host, log);
  expect(log.entries).toHaveLength(warnings);
});

it.each([
  [{ upstream: 'https://up.test' }, 0],
  [{ upstream: 'http://127.0.0.1:1' }, 0],
  [{ upstream: 'http://up.test' }, 1],
  [{ upstream: 'https://up.test', tlsNoVerify: true }, 1],
  [{ upstream: 'http://up.test', tlsNoVerify: true }, 2],
])('of the upstream %j: %i', (route, warnings) => {
  const log = createLogRecorder();
  warnOfUpstream(route, log);
  expect(log.entries).toHaveLength(warnings);
});
