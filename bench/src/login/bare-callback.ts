import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// What a sign-in asks for after the callback, with the fetch of Node and no check at all: a token for the code, the keys,
// and credentials of STS; and a profile that is written. It waits for one callback.
const [, , issuer = '', sts = '', file = ''] = process.argv;

async function signIn(code: string): Promise<void> {
  const token = await post(`${issuer}/token`, { grant_type: 'authorization_code', code });
  const { id_token: idToken } = (await token.json()) as { readonly id_token: string };
  await (await fetch(`${issuer}/jwks`)).json();
  const credentials = await post(sts, {
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: 'arn:aws:iam::111122223333:role/developer',
    RoleSessionName: 'alice',
    WebIdentityToken: idToken,
  });
  const [, keyId = ''] = /<AccessKeyId>(\w+)</.exec(await credentials.text()) ?? [];
  writeFileSync(file, `[dev]\naws_access_key_id = ${keyId}\n`);
}

const post = (url: string, form: Readonly<Record<string, string>>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form) });

const server = createServer((request, response) => {
  const code = new URL(request.url ?? '/', 'http://localhost').searchParams.get('code') ?? '';
  void signIn(code).then(() => {
    response.writeHead(200, { connection: 'close' }).end('signed in');
    server.close();
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
process.stderr.write(`\n  http://127.0.0.1:${port}/?redirect_uri=http://127.0.0.1:${port}/\n`);
