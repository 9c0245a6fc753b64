import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readEnvironment } from './environment.ts';
import { filePath, secret, textOrSecret } from './shared-schemas.ts';
import { toVariable, variablePatterns } from './variable-names.ts';

const condition = z.union([z.string(), z.boolean(), z.array(z.string())]);
const schema = z.strictObject({
  data: filePath.optional(),
  part: z
    .strictObject({
      issuer: z.string(),
      maxTokenAge: z.int(),
      followUpstream: z.boolean().default(false),
      mode: z.enum(['a', 'b']).optional(),
      audience: z.union([z.string(), z.array(z.string())]).optional(),
      caFile: filePath.optional(),
      upstreams: z
        .array(z.strictObject({ issuer: z.string(), algorithms: z.array(z.string()) }))
        .readonly(),
      claims: z.record(z.string(), condition).optional(),
      headers: z.record(z.string(), textOrSecret).optional(),
      condition: condition.optional(),
      clients: z.array(z.strictObject({ secret })).optional(),
      certificate: z
        .union([z.strictObject({ sha256: z.string() }), z.strictObject({ dns: z.string() })])
        .optional(),
    })
    .optional(),
});

async function read(env: Record<string, string>) {
  const named = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [`DRAWBRIDGE_${name}`, value]),
  );
  const { settings, unknown, faults } = await readEnvironment(named, schema);
  return {
    settings: settings.map(({ steps, value }) => [steps.join('.'), value]),
    faults: [...unknown, ...faults].map(({ path, message }) => `${path} ${message}`),
  };
}

describe('a variable', () => {
  it.each<[string, string, string, unknown]>([
    ['DATA', '/srv', 'data', '/srv'],
    ['PART__ISSUER', '{x}', 'part.issuer', '{x}'],
    ['PART__ISSUER', '123', 'part.issuer', '123'],
    ['PART__MAX_TOKEN_AGE', '60', 'part.maxTokenAge', 60],
    ['PART__MAX_TOKEN_AGE', 'soon', 'part.maxTokenAge', 'soon'],
    ['PART__FOLLOW_UPSTREAM', 'true', 'part.followUpstream', true],
    ['PART__MODE', 'a', 'part.mode', 'a'],
    ['PART__CA_FILE', 'ca.pem', 'part.caFile', 'ca.pem'],
    ['PART__AUDIENCE', 'sts.amazonaws.com', 'part.audience', 'sts.amazonaws.com'],
    ['PART__AUDIENCE', '123', 'part.audience', '123'],
    ['PART__AUDIENCE', 'a: b', 'part.audience', 'a: b'],
    ['PART__AUDIENCE', '*', 'part.audience', '*'],
    ['PART__AUDIENCE', '["a", "b"]', 'part.audience', ['a', 'b']],
    ['PART__AUDIENCE', '["a", 5]', 'part.audience', ['a', 5]],
    ['PART__CONDITION', 'true', 'part.condition', true],
    ['PART__UPSTREAMS__0__ISSUER', 'https://a', 'part.upstreams.0.issuer', 'https://a'],
    ['PART__UPSTREAMS__10__ALGORITHMS__1', 'RS256', 'part.upstreams.10.algorithms.1', 'RS256'],
    ['PART__UPSTREAMS__0__ALGORITHMS', '[RS256]', 'part.upstreams.0.algorithms', ['RS256']],
    ['PART__UPSTREAMS', '[{"issuer": "x"}]', 'part.upstreams', [{ issuer: 'x' }]],
    ['PART__CLAIMS', '{"a.b": "c"}', 'part.claims', { 'a.b': 'c' }],
    ['PART__CERTIFICATE__SHA256', 'AB', 'part.certificate.sha256', 'AB'],
    [
      'PART__CLIENTS__0__SECRET',
      '{file: x}',
      'part.clients.0.secret',
      { env: 'DRAWBRIDGE_PART__CLIENTS__0__SECRET' },
    ],
    ['PART__CLIENTS__0__SECRET_FILE', '/run/x', 'part.clients.0.secret', { file: '/run/x' }],
    ['PART__CLIENTS__0__SECRET__FILE', '/run/x', 'part.clients.0.secret', { file: '/run/x' }],
    ['PART__CLIENTS__0__SECRET__ENV', 'X', 'part.clients.0.secret', { env: 'X' }],
  ])('%s=%s sets %s', async (name, text, path, value) => {
    expect(await read({ [name]: text })).toEqual({ settings: [[path, value]], faults: [] });
  });

  it.each([
    ['PART__ISUER', 'is not a setting (did you mean DRAWBRIDGE_PART__ISSUER?)'],
    ['PART_ISSUER', 'is not a setting (did you mean DRAWBRIDGE_PART__ISSUER?)'],
    ['PART__MAXTOKENAGE', 'is not a setting (did you mean DRAWBRIDGE_PART__MAX_TOKEN_AGE?)'],
    [
      'PART__UPSTREAMS__3__ISUER',
      'is not a setting (did you mean DRAWBRIDGE_PART__UPSTREAMS__3__ISSUER?)',
    ],
    [
      'PART__UPSTREAMS_3_ISSUER',
      'is not a setting (did you mean DRAWBRIDGE_PART__UPSTREAMS__3__ISSUER?)',
    ],
    [
      'PART__CLIENTS__2__SECRETFILE',
      'is not a setting (did you mean DRAWBRIDGE_PART__CLIENTS__2__SECRET_FILE?)',
    ],
    ['PART__UPSTREAMS__00__ISSUER', 'is not a setting'],
    ['PART__UPSTREAMS__-1__ISSUER', 'is not a setting'],
    ['PART__UPSTREAMS__9999999999__ISSUER', 'is not a setting'],
    ['PART__CA_FILE_FILE', 'is not a setting (did you mean DRAWBRIDGE_PART__CA_FILE?)'],
    ['PART__ISSUER__X', 'is not a setting'],
    [
      'PART__CLAIMS__REF',
      'is not a setting: give all of the map as JSON in DRAWBRIDGE_PART__CLAIMS',
    ],
    ['part__issuer', 'is not a setting (did you mean DRAWBRIDGE_PART__ISSUER?)'],
    ['NO_SUCH_THING_AT_ALL', 'is not a setting'],
    ['PORT', 'is not a setting'],
    ['', 'is not a setting'],
  ])('%s is told', async (name, fault) => {
    const { settings, faults } = await read({ [name]: '1' });
    expect(settings).toEqual([]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(
      new RegExp(`^DRAWBRIDGE_${name} ${fault.replaceAll(/[?()]/g, '\\$&')}`),
    );
  });

  it.each([
    ['[a', 'cannot be read as YAML or JSON'],
    ['{a: 1, a: 2}', 'cannot be read as YAML or JSON'],
  ])('that cannot be read is told: %s', async (text, fault) => {
    const { faults } = await read({ PART__UPSTREAMS: text });
    expect(faults).toEqual([`DRAWBRIDGE_PART__UPSTREAMS ${fault}`]);
  });

  it('beside another for the same setting is told', async () => {
    const { faults } = await read({
      PART__CLIENTS__0__SECRET: 'x',
      PART__CLIENTS__0__SECRET_FILE: '/x',
    });
    expect(faults).toEqual([
      'DRAWBRIDGE_PART__CLIENTS__0__SECRET_FILE sets what DRAWBRIDGE_PART__CLIENTS__0__SECRET sets too: give one of them',
    ]);
  });

  it.each([
    ['an empty one', 'PART__ISUER', ''],
    ['that names the file', 'CONFIG', 'x.yaml'],
    ['that notes a version', 'VERSION', '0.1.0'],
    ['of Kubernetes: host', 'SERVICE_HOST', '10.0.0.1'],
    ['of Kubernetes: port', 'SERVICE_PORT', '8080'],
    ['of Kubernetes: named port', 'SERVICE_PORT_HTTP', '8080'],
    ['of Kubernetes: address', 'PORT', 'tcp://10.0.0.1:8080'],
    ['of Kubernetes: protocol', 'EXCHANGE_PORT_8080_TCP_PROTO', 'tcp'],
    ['of Kubernetes: another service', 'EXCHANGE_SERVICE_HOST', '10.0.0.1'],
  ])('is passed over: %s', async (_, name, value) => {
    expect(await read({ [name]: value })).toEqual({ settings: [], faults: [] });
  });

  it('of any other program is passed over', async () => {
    const layer = await readEnvironment(
      { PATH: '/bin', DRAWBRIDGEDATA: 'x', XDRAWBRIDGE_DATA: 'x' },
      schema,
    );
    expect(layer).toEqual({ settings: [], unknown: [], faults: [] });
  });

  it('sets something or is a fault, and no fault has its value (property)', async () => {
    const level = fc.constantFrom(
      'PART',
      'ISSUER',
      'UPSTREAMS',
      '0',
      '1',
      'SECRET',
      'CLIENTS',
      'FILE',
      '',
    );
    const name = fc.array(level, { minLength: 1, maxLength: 5 }).map((levels) => levels.join('__'));
    await fc.assert(
      fc.asyncProperty(
        name,
        fc.constantFrom('PLANTED', '[PLANTED', '{PLANTED: 1}'),
        async (variable, value) => {
          const { settings, faults } = await read({ [variable]: value });
          expect(settings.length + faults.length).toBe(1);
          expect(faults.join()).not.toContain('PLANTED');
        },
      ),
    );
  });
});

describe('the names of variables', () => {
  it('end with a schema that holds itself', () => {
    const tree: z.ZodType = z.strictObject({
      name: z.string(),
      get below() {
        return tree.optional();
      },
    });
    expect(variablePatterns(z.strictObject({ tree }))).toContain('DRAWBRIDGE_TREE__NAME');
  });

  it.each([
    ['issuer', 'ISSUER'],
    ['jwksUri', 'JWKS_URI'],
    ['sha256', 'SHA256'],
    ['clientCaFile', 'CLIENT_CA_FILE'],
  ])('%s is %s', (member, variable) => {
    expect(toVariable(member)).toBe(variable);
  });
});
