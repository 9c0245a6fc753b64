import { DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { readFormParameters } from './form-body.ts';
import { readJsonParameters } from './json-body.ts';
import { readExchangeParameters } from './token-exchange.ts';

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const named = { grant_type: TOKEN_EXCHANGE, subject_token: 'a', subject_token_type: ID_TOKEN };

type Given = Readonly<Record<string, unknown>>;

const fromJson = (given: Given) =>
  readExchangeParameters(readJsonParameters(JSON.stringify(given)));

function fromForm(given: Given) {
  const pairs = Object.entries(given).flatMap(([name, value]) =>
    [value].flat().map((each) => [name, String(each)]),
  );
  return readExchangeParameters(readFormParameters(new URLSearchParams(pairs).toString()));
}

function faultOf(read: (given: Given) => unknown, given: Given) {
  try {
    read(given);
  } catch (error) {
    expect(error).toBeInstanceOf(DrawbridgeError);
    const { code, error: name, status } = error as DrawbridgeError;
    return [code, name, status];
  }
  throw new Error('nothing was thrown');
}

const INVALID = ['parameter_invalid', 'invalid_request', 400];
const MISSING = ['parameter_missing', 'invalid_request', 400];
const TARGET = ['target_malformed', 'invalid_target', 400];
const SCOPE = ['scope_unsupported', 'invalid_scope', 400];
const GRANT = ['grant_type_unsupported', 'unsupported_grant_type', 400];

describe('readExchangeParameters refuses, in JSON and as a form (RFC 8693 sections 2.1 and 2.2.2)', () => {
  it.each<[string, Given, readonly unknown[]]>([
    ['another grant type', { ...named, grant_type: 'client_credentials' }, GRANT],
    [
      'another case of the grant type',
      { ...named, grant_type: TOKEN_EXCHANGE.toUpperCase() },
      GRANT,
    ],
    ['no subject token type', { grant_type: TOKEN_EXCHANGE, subject_token: 'a' }, MISSING],
    ['an access token', { ...named, subject_token_type: ACCESS_TOKEN }, INVALID],
    ['an unknown token type', { ...named, subject_token_type: 'id_token' }, INVALID],
    [
      'a SAML assertion',
      { ...named, subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' },
      INVALID,
    ],
    ['a wish for an access token', { ...named, requested_token_type: ACCESS_TOKEN }, INVALID],
    [
      'a wish for a refresh token',
      { ...named, requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
      INVALID,
    ],
    ['an actor', { ...named, actor_token: 'b', actor_token_type: ID_TOKEN }, INVALID],
    ['the type of an actor alone', { ...named, actor_token_type: ID_TOKEN }, INVALID],
    ['an actor in the short form', { token: 'a', actor_token: 'b' }, INVALID],
    ['a scope', { ...named, scope: 'read' }, SCOPE],
    ['a scope beside openid', { ...named, scope: 'openid email' }, SCOPE],
    ['a scope in the short form', { token: 'a', scope: 'x' }, SCOPE],
    ['a resource that is no URI', { ...named, resource: 'aws' }, TARGET],
    ['a relative resource', { ...named, resource: '/a' }, TARGET],
    ['a resource with a fragment', { ...named, resource: 'https://a.test/#b' }, TARGET],
    ['a resource with an empty fragment', { ...named, resource: 'https://a.test/#' }, TARGET],
    ['one bad resource of two', { ...named, resource: ['https://a.test', 'b'] }, TARGET],
    ['one empty audience of two', { ...named, audience: ['a', ''] }, INVALID],
    ['21 audiences', { ...named, audience: Array<string>(21).fill('a') }, INVALID],
    ['21 resources', { ...named, resource: Array<string>(21).fill('https://a.test') }, INVALID],
    ['the name of the short form', { ...named, token: 'a' }, INVALID],
    [
      'the name of the RFC in the short form',
      { subject_token: 'a', subject_token_type: ID_TOKEN },
      MISSING,
    ],
    ['both names without a grant type', { token: 'a', subject_token: 'a' }, MISSING],
    ['a wrong type in the short form', { token: 'a', subject_token_type: ACCESS_TOKEN }, INVALID],
    ['a grant type twice', { ...named, grant_type: [TOKEN_EXCHANGE, TOKEN_EXCHANGE] }, INVALID],
    ['a token type twice', { ...named, subject_token_type: [ID_TOKEN, ID_TOKEN] }, INVALID],
    ['a requested type twice', { ...named, requested_token_type: [JWT, JWT] }, INVALID],
    ['a scope twice', { ...named, scope: ['openid', 'openid'] }, INVALID],
  ])('%s', (_, given, fault) => {
    expect(faultOf(fromJson, given)).toEqual(fault);
    expect(faultOf(fromForm, given)).toEqual(fault);
  });

  it.each<[string, Given, readonly unknown[]]>([
    ['an empty grant type', { ...named, grant_type: '' }, GRANT],
    ['a grant type that is null', { ...named, grant_type: null }, INVALID],
    ['a grant type that is a number', { ...named, grant_type: 1 }, INVALID],
    ['an audience that is null', { ...named, audience: null }, INVALID],
    ['an audience that is an object', { ...named, audience: { a: 1 } }, INVALID],
    ['an audience within two lists', { ...named, audience: [['a']] }, INVALID],
    ['an empty audience', { ...named, audience: '' }, INVALID],
    ['a number among audiences', { ...named, audience: ['a', 1] }, INVALID],
    ['a resource that is null', { ...named, resource: null }, INVALID],
    ['an actor that is null', { ...named, actor_token: null }, INVALID],
    ['a scope that is a list', { ...named, scope: [] }, INVALID],
  ])('%s, which JSON alone can say', (_, given, fault) => {
    expect(faultOf(fromJson, given)).toEqual(fault);
  });
});

describe('readExchangeParameters reads', () => {
  const plain = { named: true, audiences: [], issuedTokenType: ID_TOKEN };

  it.each<[string, Given, object]>([
    ['what must be there', named, plain],
    ['a subject token of type jwt', { ...named, subject_token_type: JWT }, plain],
    [
      'a wish for a jwt',
      { ...named, requested_token_type: JWT },
      { ...plain, issuedTokenType: JWT },
    ],
    ['a wish for an id token', { ...named, requested_token_type: ID_TOKEN }, plain],
    ['one audience', { ...named, audience: 'a' }, { ...plain, audiences: ['a'] }],
    [
      'audiences and resources, in this order',
      { ...named, resource: ['https://r.test', 'urn:x:y'], audience: ['a', 'b'] },
      { ...plain, audiences: ['a', 'b', 'https://r.test', 'urn:x:y'] },
    ],
    [
      '20 audiences',
      { ...named, audience: Array<string>(20).fill('a') },
      { ...plain, audiences: Array<string>(20).fill('a') },
    ],
    [
      'a resource with a query',
      { ...named, resource: 'https://r.test/a?b' },
      { ...plain, audiences: ['https://r.test/a?b'] },
    ],
    ['the scope openid', { ...named, scope: 'openid' }, plain],
    ['parameters that nobody knows', { ...named, x: 'y' }, plain],
    ['the short form', { token: 'a' }, { ...plain, named: false }],
    [
      'an audience in the short form',
      { token: 'a', audience: 'b' },
      { ...plain, named: false, audiences: ['b'] },
    ],
  ])('%s', (_, given, expected) => {
    expect(fromJson(given)).toEqual(expected);
    expect(fromForm(given)).toEqual(expected);
  });

  it('an empty list of audiences as none', () => {
    expect(fromJson({ ...named, audience: [], resource: [] })).toEqual(plain);
  });

  it('form parameters without a value as left out (RFC 6749 section 3.2)', () => {
    expect(fromForm({ ...named, audience: '', resource: '', scope: '', actor_token: '' })).toEqual(
      plain,
    );
  });
});
