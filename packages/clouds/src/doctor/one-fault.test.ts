import type { JsonObject } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { relyingParty as aws } from '../aws/doctor/index.ts';
import { relyingParty as azure } from '../azure/doctor/index.ts';
import { relyingParty as gcp } from '../gcp/doctor/index.ts';
import { relyingParty as kubernetes } from '../kubernetes/doctor/index.ts';
import { relyingParty as vault } from '../vault/doctor/index.ts';
import { notPassed } from './judge-rule.fixture.ts';
import type { RelyingParty } from './relying-party.ts';
import { CLAIMS, scene, sceneToken } from './scene.fixture.ts';

// One fault of one claim is told once, by the rule that is about it.

const PARTIES: readonly (readonly [string, RelyingParty<never>])[] = [
  ['aws', aws],
  ['gcp', gcp],
  ['azure', azure],
  ['kubernetes', kubernetes],
  ['vault', vault],
] as unknown as readonly (readonly [string, RelyingParty<never>])[];

const VALUES = [undefined, null, 7, '', [], {}, ['a', 7], true] as const;

/** A claim with nothing in it, or with something else, as `name value`. */
const FAULTS = ['iss', 'sub', 'aud', 'exp', 'iat', 'nbf'].flatMap((name) =>
  VALUES.map((value) => [`${name} ${JSON.stringify(value) ?? 'missing'}`, name, value] as const),
);

type Exceptions = Readonly<Record<string, readonly (readonly [why: string, ...string[]])[]>>;

/** What is told twice. */
const TWICE: Exceptions = {
  aws: [['one of them is no text, and there are two: each is a fault', 'aud ["a",7]']],
};

const OLD = ['it is a time, long ago', 'iat 7', 'nbf 7'] as const;
const NBF = ['nobody asks for nbf', 'nbf missing'] as const;
const allOf = (name: string) => VALUES.slice(1).map((value) => `${name} ${JSON.stringify(value)}`);

/** Faults that are none to a relying party, by what it documents or its source. */
const NONE: Exceptions = {
  aws: [OLD, NBF],
  gcp: [NBF, ['what Google documents has no nbf', ...allOf('nbf')]],
  azure: [
    NBF,
    ['Entra documents no type of nbf', ...allOf('nbf')],
    ['Entra asks for no iat', 'iat missing', ...allOf('iat')],
  ],
  kubernetes: [
    OLD,
    NBF,
    ['an API server reads null for a claim that is not there', 'nbf null'],
    ['what maps the user says whether sub is needed', 'sub missing', 'sub null', 'sub ""'],
    ['an API server does not ask for iat', 'iat missing'],
  ],
  vault: [
    OLD,
    NBF,
    ['one of exp, nbf and iat is enough', 'exp missing', 'iat missing'],
    ['Vault reads null for a time that is not there', 'exp null', 'iat null', 'nbf null'],
    ['the role says whether sub is needed', 'sub missing', 'sub null', 'sub ""'],
    ['the role says which aud is needed', 'aud missing', 'aud []', 'aud ""'],
  ],
};

const named = (exceptions: Exceptions, name: string) =>
  (exceptions[name] ?? []).flatMap(([, ...own]) => own);

function told(party: RelyingParty<never>, name: string, value: unknown): readonly string[] {
  const usual: JsonObject =
    party === (azure as unknown) ? { ...CLAIMS, aud: 'api://AzureADTokenExchange' } : CLAIMS;
  const { [name]: _, ...others } = usual;
  const claims = (value === undefined ? others : { ...others, [name]: value }) as JsonObject;
  return notPassed(party.rules, scene<never>({ token: sceneToken({ claims }) }));
}

it('tells once that a token lives too long for Google', () => {
  const { iat } = CLAIMS as { readonly iat: number };
  const lives = (hours: number) =>
    told(gcp as unknown as RelyingParty<never>, 'exp', iat + hours * 3600);
  expect(lives(48)).toEqual([expect.stringMatching(/^failed token-lifetime: /)]);
  expect(lives(47)).toEqual([expect.stringMatching(/^warning token-lifetime-short: /)]);
});

describe.each(PARTIES)('%s', (name, party) => {
  it('tells no fault twice', () => {
    const twice = FAULTS.flatMap(([what, ...fault]) =>
      told(party, ...fault).length > 1 ? [what] : [],
    );
    expect(twice).toEqual(named(TWICE, name));
  });

  it('tells each but those that are none', () => {
    const silent = FAULTS.flatMap(([what, ...fault]) =>
      told(party, ...fault).length === 0 ? [what] : [],
    );
    expect(silent.toSorted()).toEqual(named(NONE, name).toSorted());
  });
});
