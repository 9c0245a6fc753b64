import { runInNewContext } from 'node:vm';
import { createTestIssuer, createTestVerifier } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { UpstreamIssuer } from './upstream-issuer.ts';

type Check = NonNullable<UpstreamIssuer['check']>;

const issuer = await createTestIssuer({ algorithms: ['ES256'] });
const text = await issuer.issue();

const refused = () => new DrawbridgeError('claim_invalid');
const rejectElsewhere = runInNewContext('(why) => Promise.reject(why)') as (
  why: unknown,
) => Promise<never>;

describe('a check of an issuer', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  beforeEach(() => void process.on('unhandledRejection', note));
  afterEach(() => void process.off('unhandledRejection', note));

  it.each<[string, () => unknown]>([
    ['a promise that fails', () => Promise.reject(refused())],
    ['a promise of another realm that fails', () => rejectElsewhere(refused())],
    ['a promise', async () => {}],
    ['true', () => true],
    ['false', () => false],
    ['null', () => null],
  ])('accepts no token by answering %s', async (_, answer) => {
    // As JavaScript lets it be, and TypeScript by a cast.
    const check = answer as Check;
    const verifier = createTestVerifier(issuer, { check });
    await expect(verifier.verify(text)).rejects.toMatchObject({
      code: 'internal',
      hint: expect.stringContaining('by throwing'),
    });
    // Node tells of a promise that nobody looked after once all that are settled were.
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  });
});
