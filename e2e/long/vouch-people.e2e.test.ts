import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVouchCodec } from '@drawbridge/oauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vouchSession } from '../../packages/gateway/src/vouch/vouch-defaults.fixture.ts';
import { endExample, serveExample, tryExample } from '../support/examples.ts';
import type { ServedExchange } from '../support/exchange.ts';
import { createStage } from '../support/stage.ts';

// The second service of Vouch Proxy's demonstration, started as its README says and asked by curl with the cookie of the first.

const stage = createStage();
afterAll(() => stage.clear());

const NAME = 'fabric-service-alpha';
const SECRET = 'what Vouch Proxy has as vouch.jwt.secret, for this run';
const ADA = '593dd0d3-cedb-4bc6-9522-a945da0a8a8e';
const DEVELOPMENT = 'a5488d93-7c6b-48ea-9de1-19e216c0519b';

const SESSION = vouchSession({
  username: 'ada@example.edu',
  customClaims: { email: 'ada@example.edu', name: 'Ada Example' },
  accessToken: 'NB2HI4DTHIXS6Y3JNRXWO33OFZXXEZZP',
  audience: '127.0.0.1',
  expiresAt: 4_102_444_800,
});
const codec = createVouchCodec({ keys: [{ secret: SECRET }] });

let served: ServedExchange;
let cookie: string;

beforeAll(async () => {
  cookie = await codec.encode(SESSION);
  const env = { VOUCH_COOKIE_NAME: NAME, VOUCH_JWT_SECRET: SECRET };
  served = await serveExample(stage, 'vouch-people', env);
});

/** Asks by curl, with a cookie if there is one. */
async function ask(path: string, sent = '', url = served.url): Promise<[number, unknown]> {
  const env = { COOKIE: sent, URL: url + path };
  const options = sent === '' ? '' : '--cookie "$COOKIE"';
  const { stdout } = await stage.shell(`curl -s -w '\\n%{http_code}' ${options} "$URL"`, { env });
  const [, body = '', status] = /^(.*)\n(\d{3})$/s.exec(stdout) ?? [];
  return [Number(status), JSON.parse(body)];
}

describe('vouch-people', () => {
  it('refuses who has no cookie, or none that is good', async () => {
    const other = createVouchCodec({ keys: [{ secret: `${SECRET}x` }] });
    const expired = await codec.encode({ ...SESSION, expiresAt: 1_647_489_043 });
    const refused = async (sent: string) => {
      const [status, body] = await ask('/people?person_name=ada', sent);
      return `${(body as { code: string }).code} ${status}`;
    };
    expect(await refused('')).toBe('credentials_missing 401');
    expect(await refused(`VouchCookie=${cookie}`)).toBe('credentials_missing 401');
    expect(await refused(`${NAME}_1of2=${cookie}`)).toBe('credentials_missing 401');
    expect(await refused(`${NAME}=${await other.encode(SESSION)}`)).toBe('signature_invalid 401');
    expect(await refused(`${NAME}=${cookie.slice(0, -8)}`)).toBe('token_malformed 401');
    expect(await refused(`${NAME}=${expired}`)).toBe('token_expired 401');
  });

  it('answers as the demonstration does, to the cookie in one piece and in parts', async () => {
    const half = cookie.length >> 1;
    const parts = `${NAME}_1of2=${cookie.slice(0, half)}; ${NAME}_2of2=${cookie.slice(half)}`;
    const ada = { email: 'ada@example.edu', name: 'Ada Example', uuid: ADA };
    for (const sent of [`${NAME}=${cookie}`, parts]) {
      expect(await ask('/people?person_name=ADA', sent)).toEqual([200, [ada]]);
      const [, all] = await ask('/people?person_name=example', sent);
      expect(all).toHaveLength(3);
      const development = {
        created_by: ada,
        created_time: '2022-03-08 15:42:58.323768+00:00',
        description: 'Development project',
        facility: 'FABRIC',
        name: 'Development project',
      };
      const [status, person] = await ask(`/people/${ADA}`, sent);
      expect([status, person]).toEqual([
        200,
        {
          ...ada,
          oidc_claim_sub: 'http://cilogon.org/serverA/users/242181',
          projects: expect.arrayContaining([{ ...development, uuid: DEVELOPMENT }]),
          roles: expect.arrayContaining([`${DEVELOPMENT}-po`, 'project-leads']),
        },
      ]);
      expect((person as { projects: object[] }).projects).toHaveLength(4);
      expect(await ask(`/projects/${DEVELOPMENT}`, sent)).toEqual([
        200,
        {
          ...development,
          project_members: [],
          project_owners: [ada],
          tags: ['VM.NoLimit'],
          uuid: DEVELOPMENT,
        },
      ]);
    }
  });

  it('has members in the order of the alphabet, as the demonstration has', async () => {
    for (const path of [`/people/${ADA}`, `/projects/${DEVELOPMENT}`, '/people']) {
      const [, answer] = await ask(path, `${NAME}=${cookie}`);
      const names = Object.keys((Array.isArray(answer) ? answer[0] : answer) as object);
      expect(names).toEqual(names.toSorted());
    }
  });

  it('knows nothing of others, and of paths that it does not have', async () => {
    const sent = `${NAME}=${cookie}`;
    expect((await ask(`/people/${DEVELOPMENT}`, sent))[0]).toBe(404);
    expect((await ask('/projects/__proto__', sent))[0]).toBe(404);
    expect(await ask('/people?person_name=nobody', sent)).toEqual([200, []]);
    expect((await ask('/other'))[0]).toBe(401);
  });

  it('reads the secret from a file', async () => {
    const file = join(await stage.folder(), 'secret');
    await writeFile(file, `${SECRET}\n`);
    const env = { VOUCH_COOKIE_NAME: NAME, VOUCH_JWT_SECRET_FILE: file };
    const { url } = await serveExample(stage, 'vouch-people', env);
    expect((await ask('/people', `${NAME}=${cookie}`, url))[0]).toBe(200);
  });

  it('runs with a secret of its own, as its README says', async () => {
    const { told, answered, end } = await tryExample(stage, 'vouch-people', 3);
    expect(told).toEqual(['401', '401', '401', '200', '200', '200', '200', '404']);
    expect(answered).toEqual(told);
    expect(end).toEqual({ code: 0, signal: null });
  });

  it('says what is wrong with its settings, and shows no secret', async () => {
    const hint = 'The settings are variables: README.md says what each should be.\n';
    const told = async (env: Readonly<Record<string, string>>) => {
      const { code, stderr } = await endExample('vouch-people', env);
      expect([code, stderr.endsWith(hint), stderr.includes(SECRET)]).toEqual([2, true, false]);
      return stderr;
    };
    expect(await told({})).toContain('VOUCH_JWT_SECRET is not set');
    const missing = { VOUCH_JWT_SECRET_FILE: join(await stage.folder(), 'none') };
    expect(await told(missing)).toContain('VOUCH_JWT_SECRET_FILE names a file that cannot be read');
    const both = { ...missing, VOUCH_JWT_SECRET: SECRET };
    expect(await told(both)).toContain('set one of them');
    const name = { VOUCH_COOKIE_NAME: 'a;b', VOUCH_JWT_SECRET: SECRET };
    expect(await told(name)).toContain('cookieName must be the name of a cookie');
  });

  it('ends when it is asked to, and said no secret', async () => {
    const { command } = served;
    expect(await command.stop()).toEqual({ code: 0, signal: null });
    expect(command.stdout()).toContain('"people stopped"');
    expect(command.stdout()).toContain('"request refused"');
    const secrets = [SECRET, cookie, cookie.slice(40, 80), String(SESSION.accessToken)];
    expect([command.stderr(), secrets.filter((each) => command.stdout().includes(each))]).toEqual([
      '',
      [],
    ]);
  });
});
