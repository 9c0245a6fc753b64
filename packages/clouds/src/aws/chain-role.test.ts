import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { assumeRole } from './chain-role.ts';
import { ANSWER, ENDPOINT, ROLE, scripted, xml } from './sts.fixture.ts';

const credentials = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY',
  sessionToken: 'a-session-token==',
  expiresAt: 1_767_229_200,
};
const CHAINED = ANSWER.replaceAll('WithWebIdentity', '').replace(
  /<SubjectFrom.*|<Audience.*|<Provider>.*/g,
  '',
);

describe('assumeRole', () => {
  const chain = (own: object = {}) => {
    const script = scripted(() => xml(CHAINED));
    const base = { role: ROLE, endpoint: ENDPOINT, credentials, sessionName: 'ann' };
    const work = assumeRole({ ...base, fetch: script.fetch, retry: script.retry, ...own });
    return { script, work };
  };

  it.each([
    ['a session beyond an hour', { duration: 3601 }, /3601 seconds/],
    ['a source identity with a space', { sourceIdentity: 'a b' }, /no source identity/],
    ['an external ID of a letter', { externalId: 'a' }, /external ID/],
  ])('asks nothing for %s', async (_, own, message) => {
    const { script, work } = chain(own);
    await expect(work).rejects.toMatchObject({
      code: 'cloud_setting_invalid',
      message: expect.stringMatching(message),
    });
    expect(script.requests).toEqual([]);
  });

  it('passes a source identity, and no tags', async () => {
    const { script, work } = chain({ sourceIdentity: 'ann@example.com', externalId: 'x-1' });
    expect((await work).subject).toBeUndefined();
    expect(Object.fromEntries(script.requests[0]?.request.body ?? [])).toEqual({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: ROLE.arn,
      RoleSessionName: 'ann',
      SourceIdentity: 'ann@example.com',
      ExternalId: 'x-1',
    });
  });

  it('signs as the IAM user guide describes Signature Version 4', async () => {
    const { script, work } = chain();
    await work;
    const [{ request } = {}] = script.requests;
    const headers: Readonly<Record<string, string>> = request?.headers ?? {};
    const date = headers['x-amz-date'] ?? '';
    expect(date).toBe('20260101T000000Z');
    const { authorization = '' } = headers;
    const [, names = '', signature = ''] =
      /SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(authorization) ?? [];
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    const seen: Record<string, string> = { ...headers, host: 'sts.eu-central-1.amazonaws.com' };
    const canonical = [
      'POST',
      '/',
      '',
      ...names.split(';').map((name) => `${name}:${seen[name]}`),
      '',
      names,
      hash(String(request?.body)),
    ].join('\n');
    const scope = '20260101/eu-central-1/sts/aws4_request';
    const text = ['AWS4-HMAC-SHA256', date, scope, hash(canonical)].join('\n');
    const mac = (key: string | Buffer, data: string) =>
      createHmac('sha256', key).update(data).digest();
    const key = scope.split('/').reduce<string | Buffer>(mac, `AWS4${credentials.secretAccessKey}`);
    expect(signature).toBe(mac(key, text).toString('hex'));
    expect(names.split(';')).toEqual(
      expect.arrayContaining(['host', 'x-amz-date', 'x-amz-security-token']),
    );
    expect(authorization).toContain(`Credential=ASIAEXAMPLE/${scope}`);
  });
});
