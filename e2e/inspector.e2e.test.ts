import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVouchCodec } from '@drawbridge/oauth';
import { createTestIssuer } from '@drawbridge/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { finish, start } from './support/command.ts';
import { readBlocks, readPage } from './support/documents.ts';
import { STEPS } from './support/fabric-demo.ts';
import { serveHere } from './support/serve-here.ts';
import { createStage } from './support/stage.ts';

// The command as docs/inspector.md starts it, asked as that page does.

const PAGE = 'docs/inspector.md';
const SECRET = 'a secret of 44 characters, which is enough..';
const stage = createStage();
let folder: string;
let url: string;
let cookie: string;
let blocks: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await stage.folder();
  blocks = new Map((await readBlocks(PAGE)).map(({ mark, text }) => [mark, text]));
  const issuer = await createTestIssuer({ issuer: 'https://cilogon.org' });
  const keys = await serveHere(
    stage,
    createServer((_, answer) => answer.end(JSON.stringify(issuer.jwks()))),
  );
  const secret = join(folder, 'secret');
  await writeFile(secret, `${SECRET}\n`, { mode: 0o600 });
  const env = Object.fromEntries(
    [...(blocks.get('serve') ?? '').matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [
      name,
      name === 'VOUCH_JWT_SECRET_FILE' ? secret : value,
    ]),
  );
  const words = /^drawbridge (.*)$/m.exec(blocks.get('serve') ?? '')?.[1]?.split(' ') ?? [];
  const command = await stage.start(
    [...words, '--listen', '127.0.0.1:0', '--id-token-keys', `https://cilogon.org=${keys}/jwks`],
    { env },
  );
  const [, listening = ''] = await command.waitFor('stderr', /listening=(\S+)/);
  url = listening;

  const now = Math.floor(Date.now() / 1000);
  const person = {
    email: 'ada@example.edu',
    name: 'Ada Example',
    sub: 'http://cilogon.org/serverA/users/242181',
  };
  cookie = await createVouchCodec({ keys: [{ secret: SECRET }] }).encode({
    username: 'ada@example.edu',
    customClaims: person,
    accessToken: 'NB2HI4DTHIXS6Y3JNRXWO33OFZXXEZZPN5QXK5DIGI',
    idToken: await issuer.issue({
      ...person,
      aud: 'cilogon:/client_id/617cecdd74e32be4d818ca1151531dff',
      jti: 'https://cilogon.org/oauth2/idToken/171a64b19f06e12add09d8b4577df7ce/1647474642423',
      exp: now + 900,
    }),
    refreshToken: 'NB2HI4DTHIXS6Y3JNRXWO33OFZXXEZZPN5QXK5DIGIQA',
    audience: '127.0.0.1',
    expiresAt: now + 14_400,
    issuer: 'Vouch',
  });
});
afterAll(() => stage.clear());

const ask = (path: string, value?: string) =>
  fetch(`${url}/${path}`, {
    headers: value === undefined ? {} : { cookie: `fabric-service-alpha=${value}` },
  });

describe('docs/inspector.md', () => {
  it.each(STEPS)('shows what %s answers', async (step) => {
    const answer = await ask(step, cookie);
    expect(answer.headers.get('content-type')).toBe('application/json');
    const text = await answer.text();
    // As it is indented, and in its order; what is abbreviated there is so here, and times are other.
    const documented = blocks.get(step.slice(0, 5)) ?? '';
    expect(abbreviated(text, documented)).toBe(documented.trim());
  });

  it.each([
    ['none', undefined],
    ['malformed', 'H4sIAAAA'],
  ])('shows what is answered where the cookie is %s', async (mark, value) => {
    const answer = await ask(STEPS[0], value);
    expect([answer.status, await answer.text()]).toEqual([401, blocks.get(mark)?.trim()]);
    expect(answer.headers.get('x-error')).toBe('Login required: https://127.0.0.1:8443/login');
  });

  it('has a line of curl that works', async () => {
    const lines = (blocks.get('curl') ?? '')
      .replace(/H4sI\S*?(?=')/, cookie)
      .replace('https://127.0.0.1:8443', url);
    const { code, stdout } = await stage.shell(lines.replace('curl', 'curl --silent --fail'));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'cilogon.tokens' });
    expect(stdout).not.toContain('warnings');
  });

  it('names each variable and each option', async () => {
    const page = await readPage(PAGE);
    const { stdout } = await stage.run(['serve', 'inspector', '--help']);
    const names = stdout.match(/--[a-z-]+|(?:API|VOUCH)_\w+/g) ?? [];
    expect(names.length).toBeGreaterThan(10);
    for (const name of names.filter(
      (found) => !['--help', '--listen', '--data', '--config'].includes(found),
    )) {
      expect(page).toContain(`\`${name}`);
    }
  });
});

it('has nothing of a cookie in what it says', async () => {
  await ask(STEPS[3], cookie);
  await ask(STEPS[3], cookie.slice(0, 500));
  expect(stage.output()).not.toContain(cookie.slice(20, 60));
  expect(stage.output()).not.toContain(SECRET);
});

describeWith(
  ['python3-jsonschema', 'python3-yaml'],
  'the description in OpenAPI, to python3-jsonschema',
  () => {
    const VALIDATOR = fileURLToPath(new URL('json-schema/validate.py', import.meta.url));
    const OPENAPI = fileURLToPath(new URL('openapi/openapi-3.1.schema.json', import.meta.url));

    async function faultsOf(schema: string, document: unknown): Promise<string> {
      const file = join(folder, 'document.json');
      await writeFile(file, JSON.stringify(document));
      const { code, stdout, stderr } = await finish(
        start('/usr/bin/python3', [VALIDATOR, schema, file]),
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return stdout;
    }

    const described = async () => (await (await ask('openapi.json')).json()) as Described;

    it('is valid', async () => {
      const description = await described();
      expect(await faultsOf(OPENAPI, description)).toBe('');
      expect(await faultsOf(OPENAPI, { ...description, paths: [] })).not.toBe('');
      expect(JSON.parse(readFileSync(OPENAPI, 'utf8'))).toMatchObject({
        $id: 'https://spec.openapis.org/oas/3.1/schema/2022-10-07',
      });
    });

    it('is true of each answer', async () => {
      const { paths, components } = await described();
      const schema = join(folder, 'schema.json');
      const answers = [
        ...STEPS.map((step) => [step, cookie, 200] as const),
        [STEPS[0], undefined, 401] as const,
        [STEPS[0], 'x', 401] as const,
      ];
      for (const [step, value, status] of answers) {
        const answer = await ask(step, value);
        expect(answer.status).toBe(status);
        const of = paths[`/${step}`]?.get.responses[status]?.content['application/json'].schema;
        await writeFile(schema, JSON.stringify({ ...of, components }));
        expect(await faultsOf(schema, await answer.json()), step).toBe('');
      }
      expect(await faultsOf(schema, { errors: [{ details: 'x' }] })).toContain('message');
    });
  },
);

interface Described {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly get: {
          readonly responses: Readonly<
            Record<number, { readonly content: { 'application/json': { schema: object } } }>
          >;
        };
      }
    >
  >;
  readonly components: object;
}

/** Text as a page has it: each line that the page abbreviates, and each time, is that of the page where it may be. */
function abbreviated(text: string, documented: string): string {
  const wanted = documented.split('\n');
  return text
    .split('\n')
    .map((line, at) => {
      const other = wanted[at] ?? '';
      const [, begin] = /^(.*)\.\.\.",?$/.exec(other) ?? [];
      if (begin !== undefined && line.startsWith(begin)) return other;
      const name = /^ *"(?:exp|iat)": (?=\d+,?$)/.exec(line)?.[0];
      return name !== undefined && other.startsWith(name) ? other : line;
    })
    .join('\n');
}
