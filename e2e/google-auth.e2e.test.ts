import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepTestLogin, type TestLogin } from './support/kept-login.ts';
import { serveHere } from './support/serve-here.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
const asked: URLSearchParams[] = [];
let sts = '';

beforeAll(async () => {
  // Stands for Google's STS: it trades any token, and remembers the questions.
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      asked.push(new URLSearchParams(body));
      response.setHeader('content-type', 'application/json');
      response.end('{"access_token":"traded","token_type":"Bearer","expires_in":3600}');
    });
  });
  sts = await serveHere(stage, server);
});
afterAll(() => stage.clear());

/** Has Google's library come by a token in a process of its own, with the configuration that we print. */
async function askLibrary({ data }: TestLogin) {
  const pool = 'locations/global/workforcePools/acme/providers/okta';
  const words = ['gcp', 'credential', '--profile', 'dev', '--data', data];
  const printed = await stage.run([...words, '--external-account', pool, '--user-project', '123']);
  expect(printed).toMatchObject({ code: 0, stderr: '' });
  const file = join(await stage.folder(), 'gcp.json');
  const configuration = { ...(JSON.parse(printed.stdout) as object), token_url: `${sts}/v1/token` };
  await writeFile(file, JSON.stringify(configuration));
  // Not its search for default credentials, which would ask outside for the name of the project.
  const script =
    "require('google-auth-library').ExternalAccountClient.fromJSON(require(process.env.CONFIGURATION))" +
    '.getAccessToken().then(({ token }) => console.log(token), (e) => { console.error(e.message); process.exitCode = 9; })';
  return stage.shell('exec node -e "$SCRIPT"', {
    env: {
      SCRIPT: script,
      CONFIGURATION: file,
      GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES: '1',
    },
  });
}

test("Google's library shows the command to run where nobody is signed in", async () => {
  const login = await keepTestLogin(stage, { left: -10, isRenewed: false });
  const { code, stderr } = await askLibrary(login);
  expect(code).toBe(9);
  expect(stderr).toContain(`Run: drawbridge login --profile dev --data ${login.data}`);
  expect(asked).toEqual([]);
});

test("Google's library runs the command, and trades the ID token of the login", async () => {
  const login = await keepTestLogin(stage);
  expect(await askLibrary(login)).toMatchObject({ code: 0, stdout: 'traded\n' });
  expect(asked.map((each) => each.get('subject_token'))).toEqual([login.idToken]);
});
