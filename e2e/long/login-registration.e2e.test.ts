import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningCommand } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { createProviderStore } from '../support/provider-store.ts';
import { type SignInProvider, startSignInProvider } from '../support/sign-in-provider.ts';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

const store = createProviderStore();
let provider: SignInProvider;
beforeAll(async () => {
  provider = await startSignInProvider(stage, { settings: { adapter: store.adapter } });
});

/** A person's machine. */
async function machine() {
  const home = await stage.folder();
  const env = { HOME: home, XDG_STATE_HOME: join(home, 'state') };
  return (...args: readonly string[]) => stage.start(['login', ...args], { env });
}

/** Has the provider lose all clients, as by a new start with an empty database. */
const forgetClients = () => store.forget('Client', 'RegistrationAccessToken');

const client = (name: string) => expect.objectContaining({ client_id: name }) as unknown;

/** Where the command sends the browser: the first address, or a later one. */
async function addressOf(command: RunningCommand, nth = 1): Promise<string> {
  const all = new RegExp(`(?:^ {2}(http\\S+)$[^]*?){${nth}}`, 'm');
  return (await command.waitFor('stderr', all))[1] ?? '';
}

/** Is the browser: signs in, and comes back. */
async function browse(address: string): Promise<void> {
  await fetch(await provider.signInByFetch(address));
}

const clientOf = (address: string) => new URL(address).searchParams.get('client_id') ?? '';

describe('drawbridge login without a client', () => {
  it('registers one, and another once the provider has forgotten it', async () => {
    const login = await machine();
    const common = ['--profile', 'dev', '--port', '0'];
    const registrations = provider.registrations();
    const since = () => provider.registrations() - registrations;

    const first = await login(...common, '--issuer', provider.issuer);
    const address = await addressOf(first);
    await browse(address);
    expect([(await first.exited).code, since()]).toEqual([0, 1]);
    expect(first.stderr()).toContain(`one was registered with ${provider.issuer}`);
    expect(store.of('Client')).toEqual([client(clientOf(address))]);
    expect(store.of('Client')[0]).toMatchObject({
      application_type: 'native',
      client_name: 'Drawbridge',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['http://127.0.0.1/callback'],
      token_endpoint_auth_method: 'none',
    });

    // By its name alone; and the client is gone when the code is to be redeemed.
    const second = await login(...common);
    const known = await addressOf(second);
    expect([clientOf(known), since()]).toEqual([clientOf(address), 1]);
    const back = await provider.signInByFetch(known);
    forgetClients();
    const page = await (await fetch(back)).text();
    expect(page).toContain('invalid_client');
    expect(page).toContain('go on in the browser tab');
    const next = await addressOf(second, 2);
    await browse(next);
    expect([(await second.exited).code, since()]).toEqual([0, 2]);
    expect(second.stderr()).toContain(`refused the client ${clientOf(known)}`);
    expect(store.of('Client')).toEqual([client(clientOf(next))]);

    // Gone before the browser is opened, which would be shown an error and sent nowhere.
    forgetClients();
    const third = await login(...common);
    await browse(await addressOf(third));
    expect([(await third.exited).code, since()]).toEqual([0, 3]);

    const secrets = store.of('RegistrationAccessToken').map(({ jti }) => String(jti));
    expect(secrets).toHaveLength(1);
    for (const secret of secrets) expect(stage.output()).not.toContain(secret);
  });

  it('registers all ports at once, another client for others, and one for devices', async () => {
    const login = await machine();
    const [one, other] = [await freePort(), await freePort()];
    const uris = [one, other].map((port) => `http://127.0.0.1:${port}/callback`);
    const command = await login('--issuer', provider.issuer, '--port', `${one},${other}`);
    const address = await addressOf(command);
    await browse(address);
    expect((await command.exited).code).toBe(0);
    const made = store.of('Client').find(({ client_id: id }) => id === clientOf(address));
    expect(new Set(made?.['redirect_uris'] as string[])).toEqual(new Set(uris));

    const redirectUri = `http://localhost:${one}/else`;
    const exact = await login('--issuer', provider.issuer, '--redirect-uri', redirectUri);
    const elsewhere = await addressOf(exact);
    expect(clientOf(elsewhere)).not.toBe(clientOf(address));
    expect(new URL(elsewhere).searchParams.get('redirect_uri')).toBe(redirectUri);
    await browse(elsewhere);
    expect((await exact.exited).code).toBe(0);

    const device = await login('--issuer', provider.issuer, '--device');
    const [, page = ''] = await device.waitFor('stderr', /code in it: (\S+)/);
    await provider.approveDevice(page);
    expect((await device.exited).code).toBe(0);
  });

  it('registers one for commands that begin at once, and another when it is told to', async () => {
    const login = await machine();
    const registrations = provider.registrations();
    const commands = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        login('--issuer', provider.issuer, '--port', '0', '--profile', name),
      ),
    );
    const addresses = await Promise.all(commands.map((command) => addressOf(command)));
    expect(new Set(addresses.map(clientOf)).size).toBe(1);
    expect(provider.registrations() - registrations).toBe(1);
    const ended = await Promise.all(commands.map((command) => command.stop('SIGINT')));
    expect(ended.map(({ code }) => code)).toEqual([130, 130, 130]);
    const advised = commands.filter((command) =>
      /was registered on \d{4}-\d\d-\d\d\..* --register/.test(command.stderr()),
    );
    expect(advised).toHaveLength(2);

    const anew = await login('--issuer', provider.issuer, '--port', '0', '--register');
    expect(clientOf(await addressOf(anew))).not.toBe(clientOf(addresses[0] ?? ''));
    await anew.stop('SIGINT');
  });

  it('says what to register by hand where the provider lets nobody register', async () => {
    const login = await machine();
    const features = {
      devInteractions: { enabled: true },
      registration: { enabled: true, initialAccessToken: 'a-token-that-nobody-has' },
    };
    const closed = await startSignInProvider(stage, { settings: { features } });
    const command = await login('--issuer', closed.issuer);
    expect((await command.exited).code).toBe(2);
    expect(command.stderr()).toContain('the redirect URI http://127.0.0.1:6432/callback');
    expect(command.stderr()).toContain('--client-id');
    expect(command.stderr()).not.toContain('Sign in at');
    expect(closed.registrations()).toBe(0);
  });
});
