import { describe, expect, it } from 'vitest';
import { redisUrlFault, serverOf } from './redis-url.ts';

describe('redisUrlFault', () => {
  it.each([
    ['redis.internal:6379', 'is neither a redis:// nor a rediss:// URL'],
    ['', 'is not a URL, as in redis://redis.internal:6379'],
    ['http://redis.internal', 'is neither a redis:// nor a rediss:// URL'],
    ['redis://:hunter2@redis.internal', 'has user information: give username and password instead'],
    ['redis://alice@redis.internal', 'has user information: give username and password instead'],
    ['redis:///0', 'has no host'],
    ['redis://redis.internal?a=b', 'has a query or fragment'],
    ['redis://redis.internal/zero', 'has a path that is no number of a database'],
    ['redis://redis.internal/0/1', 'has a path that is no number of a database'],
  ])('refuses %j', (url, fault) => {
    expect(redisUrlFault(url)).toBe(fault);
  });

  it.each(['redis://localhost', 'rediss://redis.internal:6380/3', 'redis://[::1]:1/'])(
    'takes %j',
    (url) => {
      expect(redisUrlFault(url)).toBeUndefined();
    },
  );
});

describe('serverOf', () => {
  it('tells host, port, TLS and database', () => {
    expect(serverOf('redis://localhost')).toEqual({ host: 'localhost', port: 6379 });
    expect(serverOf('redis://[::1]:1/')).toEqual({ host: '::1', port: 1 });
    expect(serverOf('rediss://r.internal:6380/3')).toEqual({
      host: 'r.internal',
      port: 6380,
      tls: {},
      database: 3,
    });
  });
});
