import { describe, expect, it } from 'vitest';
import { leadsBack } from './leads-back.ts';

const at = (host: string, port = 8080) => ({ host, port });

describe('leadsBack', () => {
  it.each([
    ['http://127.0.0.1:8080', at('127.0.0.1')],
    ['http://127.1:8080/api', at('127.0.0.1')],
    ['http://localhost:8080', at('127.0.0.1')],
    ['http://LOCALHOST.:8080', at('::1')],
    ['http://0.0.0.0:8080', at('127.0.0.1')],
    ['http://[::1]:8080', at('::1')],
    ['http://[0:0::1]:8080', at('localhost')],
    ['http://127.0.0.1:8080', at('localhost')],
    ['http://127.0.0.1:8080', at('0.0.0.0')],
    ['http://127.0.0.1:8080', at('::')],
    ['http://localhost:8080', at('::')],
    ['http://box.test:8080', at('box.test')],
    ['http://localhost', at('127.0.0.1', 80)],
  ])('%s, for who listens at %j', (upstream, listen) => {
    expect(leadsBack(upstream, listen)).toBe(true);
  });

  it.each([
    ['http://127.0.0.1:8081', at('127.0.0.1')],
    ['https://127.0.0.1:8080', at('127.0.0.1')],
    ['http://[::1]:8080', at('127.0.0.1')],
    ['http://127.0.0.2:8080', at('127.0.0.1')],
    ['http://other.test:8080', at('0.0.0.0')],
    ['http://constructor:8080', at('constructor2')],
    ['http://localhost', at('127.0.0.1', 0)],
    ['http://localhost:8080', at('not a host')],
  ])('not %s, for who listens at %j', (upstream, listen) => {
    expect(leadsBack(upstream, listen)).toBe(false);
  });
});
