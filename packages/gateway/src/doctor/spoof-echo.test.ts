import type { HeaderField } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { IDENTITY_PROFILES } from '../identity/identity-profiles.ts';
import { aliases } from '../snippets/aliases.ts';
import { answerOf } from './doctor.fixture.ts';
import { sendSpoofs, spoofsOf } from './spoof-echo.ts';

const spellings = (...names: readonly string[]) => spoofsOf(names).map(({ spelling }) => spelling);

/** An app that shows all that gets to it, behind a proxy that lets some by. */
const behind =
  (isLetBy: (name: string) => boolean | 'refused', sent: (readonly HeaderField[])[] = []) =>
  (fields: readonly HeaderField[]) => {
    sent.push(fields);
    const isRefused = fields.some(([name]) => isLetBy(name) === 'refused');
    const received = fields.filter(([name]) => isLetBy(name));
    return Promise.resolve(isRefused ? answerOf(400) : answerOf(200, JSON.stringify(received)));
  };

describe('spoofsOf', () => {
  it('has each that the lines of a proxy take away', () => {
    for (const { name } of Object.values(IDENTITY_PROFILES).flat()) {
      expect(spellings(name)).toEqual([name, name.toLowerCase(), ...aliases(name)]);
    }
    expect(spellings('X-Auth-Request-User')).toContain('X_Auth.Request-User');
  });

  it('has no value twice, and each under the field that it is taken for', () => {
    const spoofs = spoofsOf(['Remote-User', 'X-User']);
    expect(new Set(spoofs.map(({ value }) => value)).size).toBe(spoofs.length);
    expect(spoofs.find(({ spelling }) => spelling === 'X.User')?.name).toBe('X-User');
  });

  it('has no more than a few of a name of many words', () => {
    const found = spellings('X-Vouch-IdP-Claims-A-B-C-D-E');
    expect(found).toHaveLength(2 + 2 + 2 * 8);
    expect(found).toContain('X_Vouch_IdP_Claims_A_B_C_D_E');
    expect(found).toContain('X-Vouch-IdP.Claims-A-B-C-D-E');
  });
});

describe('sendSpoofs', () => {
  const all = spoofsOf(IDENTITY_PROFILES['auth-request'].map(({ name }) => name));

  it.each(all.filter((_, index) => index % 20 === 0))('finds $spelling', async (spoof) => {
    expect(
      await sendSpoofs(
        all,
        behind((name) => name === spoof.spelling),
      ),
    ).toEqual(spoof);
  });

  it('finds none where none comes through, in few requests of few fields', async () => {
    const sent: (readonly HeaderField[])[] = [];
    expect(
      await sendSpoofs(
        all,
        behind(() => false, sent),
      ),
    ).toBeUndefined();
    expect(sent.flat()).toHaveLength(all.length);
    expect(sent.length).toBeLessThan(5);
    expect(sent.every((fields) => fields.length < 50)).toBe(true);
  });

  it('finds one among others that are refused', async () => {
    const wanted = 'X-Auth.Request-Email';
    const ask = behind((name) => (name.includes('_') ? 'refused' : name === wanted));
    expect(await sendSpoofs(all, ask)).toMatchObject({
      spelling: wanted,
      name: 'X-Auth-Request-Email',
    });
  });

  it('finds none where all are refused', async () => {
    expect(
      await sendSpoofs(
        all,
        behind(() => 'refused'),
      ),
    ).toBeUndefined();
  });
});
