import { createServer } from 'node:http';
import { join } from 'node:path';
import { createPublicKey } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { parse } from '@cdktf/hcl2json';
import { afterAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { startStsStub } from '../support/clouds/sts-stub.ts';
import { DRAWBRIDGE } from '../support/command.ts';
import { readBlocks } from '../support/documents.ts';
import { listenHere } from '../support/serve-here.ts';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

/** What the page says that a server is to say. */
function typeOf(path = ''): string {
  if (path.endsWith('.html')) return 'text/html; charset=utf-8';
  return path.includes('jwks') ? 'application/jwk-set+json' : 'application/json';
}

/** A folder in which a page is followed, and an issuer on this machine in the place of the page's. */
async function follow(page: string, address: string) {
  const cwd = await stage.folder();
  const site = join(cwd, 'site');
  const server = createServer((request, response) => {
    readFile(join(site, request.url ?? '')).then(
      (body) => response.writeHead(200, { 'content-type': typeOf(request.url) }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  const issuer = `http://127.0.0.1:${await listenHere(stage, server, '127.0.0.1')}`;
  const blocks = await readBlocks(page);
  return {
    cwd,
    site,
    issuer,
    /** Runs the blocks of a mark, one after another. */
    async run(mark: string, name = issuer, env: Record<string, string> = {}) {
      const outputs: string[] = [];
      for (const block of blocks.filter((candidate) => candidate.mark === mark)) {
        const text = block.text.replaceAll(address, name);
        const line = `set -e\ndrawbridge() { '${process.execPath}' '${DRAWBRIDGE}' "$@"; }\n${text}`;
        const { code, stdout, stderr } = await stage.shell(line, { cwd, env });
        expect([text, code, stderr]).toEqual([text, 0, stderr]);
        outputs.push(stdout);
      }
      expect(outputs, mark).not.toEqual([]);
      return outputs;
    },
  };
}

describeWith(['openssl', 'python3-jwt'], 'a static issuer', () => {
  it('is made, hosted, looked at and signed for as its page says', async () => {
    const guide = await follow('docs/issuer.md', 'https://oidc.example.com');
    await guide.run('make');
    await guide.run('host', 'https://oidc.example.com');
    await parse('main.tf', await readFile(join(guide.cwd, 'main.tf'), 'utf8'));
    const [, check, , verified] = await guide.run('live');
    expect(check).toMatch(/fit {2}http:/);
    expect(verified).toMatch(/^valid {2}RS256 token/);
  });

  it("takes the recipe's site over as its page says, and PyJWT takes the tokens", async () => {
    const page = await follow('docs/migrate/selfhosted-aws.md', 'https://example-domain.com');
    await writeRecipe(page.cwd, page.issuer);
    const before = await readSite(join(page.cwd, 'oidc_keys'));
    const [adopted] = await page.run('adopt');
    expect(adopted).toContain('taken over, no file of it was changed');
    expect(await readFile(join(page.site, 'jwks/keys'), 'utf8')).toBe(before['public.json']);
    expect(await readFile(join(page.site, '.well-known/openid-configuration'), 'utf8')).toBe(
      before['openid-configuration'],
    );
    await page.run('publish');
    const [, printed = ''] = await page.run('sign');
    const sts = await startStsStub(stage);
    const trusted = { audience: 'my-client-id', subject: 'test-subject-user' };
    await sts.trust({ role: 'RoleForCustomOIDCProvider', issuer: page.issuer, ...trusted });
    const [assumed = ''] = await page.run('assume', page.issuer, {
      AWS_ENDPOINT_URL_STS: sts.url,
    });
    expect(JSON.parse(assumed)).toMatchObject({
      SubjectFromWebIdentityToken: 'test-subject-user',
      AssumedRoleUser: { Arn: expect.stringContaining('/test-session-abc123def') },
      Audience: 'my-client-id',
    });
    const kept = await readFile(join(page.cwd, 'token.jwt'), 'utf8');
    for (const token of [kept, printed.trim()]) {
      // The article's own lines.
      const { stdout, stderr } = await stage.shell(`/usr/bin/python3 - <<'E'
import jwt, json
from jwt import PyJWKClient
iss, aud, new_token = '${page.issuer}', 'my-client-id', '${token}'
jwks_client = PyJWKClient(f'{iss}/jwks/keys')
signing_key = jwks_client.get_signing_key_from_jwt(new_token)
claims = jwt.decode(new_token, signing_key.key, audience=aud, options={"verify_exp": True}, algorithms=["RS256"])
print(json.dumps([jwt.get_unverified_header(new_token)['kid'], claims['sub'], claims['exp'] - claims['iat']]))
E`);
      expect(JSON.parse(stdout || stderr)).toEqual(['1234', 'test-subject-user', 1200]);
    }
  });
});

/** The recipe's files: a key of OpenSSL, and its two documents as its scripts write them. */
async function writeRecipe(cwd: string, issuer: string) {
  const keys = join(cwd, 'oidc_keys');
  await mkdir(keys);
  await mkdir(join(cwd, 'oidc_s3'));
  const made = await stage.shell(
    'openssl genrsa -out private.pem 2048 && openssl rsa -in private.pem -pubout -outform PEM -out public.pem',
    { cwd: keys },
  );
  expect(made.code).toBe(0);
  const { n, e } = createPublicKey(await readFile(join(keys, 'public.pem'))).export({
    format: 'jwk',
  });
  // Python's json.dump has a space after each colon and comma.
  const jwks = `{"keys": [{"kty": "RSA", "alg": "RS256", "use": "sig", "n": "${n}", "e": "${e}", "kid": "1234"}]}`;
  const discovery = {
    issuer,
    jwks_uri: `${issuer}/jwks/keys`,
    claims_supported: ['aud', 'iat', 'iss', 'name', 'sub', 'exp'],
    response_types_supported: ['id_token'],
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['public'],
  };
  await writeFile(join(keys, 'public.json'), jwks);
  await writeFile(join(keys, 'openid-configuration'), JSON.stringify(discovery, undefined, 2));
  await writeFile(join(cwd, 'oidc_s3/index.html'), '<h1>It works!</h1>');
}

async function readSite(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder);
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
    ),
  );
}
