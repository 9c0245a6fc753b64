import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createIdentities } from './identities.ts';

describe('createIdentities', () => {
  it('knows nobody whom it was not told of', () => {
    const identities = createIdentities<string>();
    expect(identities.has({})).toBe(false);
    expect(() => identities.get({})).toThrow('protect() did not run');
  });

  it('tells requests apart, and takes the last word about one', () => {
    const identities = createIdentities<string>();
    const [first, second] = [{}, {}];
    identities.set(first, 'alice');
    identities.set(second, 'bob');
    identities.set(first, 'carol');
    expect([identities.get(first), identities.get(second)]).toEqual(['carol', 'bob']);
  });

  it('knows nobody, where nobody was let in, from a request that was not judged', () => {
    const identities = createIdentities<string | undefined>();
    const request = {};
    identities.set(request, undefined);
    expect(identities.has(request)).toBe(true);
    expect(identities.get(request)).toBeUndefined();
  });

  it('does not believe another guard', () => {
    const [identities, others] = [createIdentities<string>(), createIdentities<string>()];
    const request = {};
    others.set(request, 'mallory');
    expect(identities.has(request)).toBe(false);
    expect(() => identities.get(request)).toThrow('protect() did not run');
    identities.set(request, 'alice');
    expect([identities.get(request), others.get(request)]).toEqual(['alice', 'mallory']);
  });

  it('shows it to nobody who looks at the request, and hands it on with no copy', () => {
    const identities = createIdentities<string>();
    const request = { path: '/' };
    identities.set(request, 'alice');
    expect(Reflect.ownKeys(request)).toEqual(['path']);
    expect(inspect(request, { showHidden: true, showProxy: true })).not.toContain('alice');
    expect(JSON.stringify(request)).toBe('{"path":"/"}');
    for (const copy of [{ ...request }, structuredClone(request), Object.create(request)]) {
      expect(identities.has(copy)).toBe(false);
    }
  });
});
