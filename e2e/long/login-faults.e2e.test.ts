import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningCommand } from '../support/command.ts';
import { addressOf, createLoginPlace, type LoginPlace } from '../support/login-place.ts';
import { readPage } from '../support/read-page.ts';
import { serveHere } from '../support/serve-here.ts';
import { createStage } from '../support/stage.ts';

// Sign-ins by the command in which a browser or another program does not do as it should.

const stage = createStage();
afterAll(() => stage.clear());

let place: LoginPlace;
beforeAll(async () => {
  place = await createLoginPlace(stage);
});

const codeOf = async (command: RunningCommand) => (await command.exited).code;

describe('a browser', () => {
  it('that goes before its page came leaves a sign-in that is done', async () => {
    const { file, login: start } = await place.machine();
    const command = await start(...place.flags());
    const back = await place.provider.signInByFetch(await addressOf(command));
    const tab = request(back);
    tab.on('error', () => undefined);
    tab.end(() => tab.destroy());
    expect([await codeOf(command), command.stdout()]).toEqual([
      0,
      expect.stringContaining(place.role),
    ]);
    expect(await file('config')).toContain('[profile dev]');
  });

  it('that comes twice is led to one page, and its code is redeemed once', async () => {
    const { login: start } = await place.machine();
    const command = await start(...place.flags());
    const back = await place.provider.signInByFetch(await addressOf(command));
    const before = place.provider.grants('authorization_code');
    const answers = await Promise.all([1, 2].map(() => fetch(back, { redirect: 'manual' })));
    const [one, other] = answers.map(({ headers }) => headers.get('location') ?? '');
    expect(one).toMatch(/^\/shown\//);
    expect(other).toBe(one);
    expect(await readPage(await fetch(new URL(one ?? '', back)))).toContain(place.role);
    expect(await codeOf(command)).toBe(0);
    expect(place.provider.grants('authorization_code')).toBe(before + 1);
  });

  it('that is on another machine is stood in for by a person who pastes, wrongly first', async () => {
    const { file, loginTyping } = await place.machine();
    const command = await loginTyping(...place.flags());
    const back = new URL(await place.provider.signInByFetch(await addressOf(command)));
    expect(command.stderr()).toMatch(/No browser is opened, for this/);
    const wrong = new URL(back);
    wrong.searchParams.set('state', 'of-another-sign-in');
    command.type(`${wrong.href}\n`);
    await command.waitFor('stderr', /is not of this sign-in/);
    command.type(`${back.href}\n`);
    expect(await codeOf(command)).toBe(0);
    expect(command.stderr()).not.toContain(back.searchParams.get('code'));
    expect(await file('config')).toContain('[profile dev]');
  });

  it('could not come back where another program has the port: nobody is sent away', async () => {
    const taken = new URL(await serveHere(stage, createServer())).port;
    const { env } = await place.machine();
    const asked = place.provider.requests.length;
    const args = ['login', ...place.flags(), '--port', taken];
    const { code, stderr, stdout } = await stage.run(args, { env });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`none of the ports ${taken} could be listened on`);
    expect(stderr).toMatch(/End what listens there;.*--port.*register.*provider.*--device/);
    expect(
      place.provider.requests.slice(asked).filter((path) => !path.includes('well-known')),
    ).toEqual([]);
  });
});

describe('files of AWS', () => {
  it('that another program edits while the browser is away keep what it wrote, each line in its place', async () => {
    const { home, file, login: start } = await place.machine();
    const dotfiles = join(home, 'dotfiles');
    await Promise.all([mkdir(join(home, '.aws')), mkdir(dotfiles)]);
    await symlink('../dotfiles/config', join(home, '.aws/config'));
    await writeFile(join(dotfiles, 'config'), '[profile a]\nregion = eu-west-1\n');
    const command = await start(...place.flags());
    await addressOf(command);
    // A section that is there twice counts as one, of which the last word is used.
    const edited =
      '# mine\n[profile dev]\noutput = json\n[profile b]\n[profile dev]\noutput = text\n';
    await writeFile(join(dotfiles, 'config'), edited);
    await place.browse(command);
    expect(await codeOf(command)).toBe(0);
    const text = await file('config');
    expect(text).toMatch(
      /^# mine\n\[profile dev\]\n[^]*\[profile b\]\n\[profile dev\]\noutput = text\n/,
    );
    expect(text.match(/credential_process/g)).toHaveLength(1);
    expect(await readFile(join(dotfiles, 'config'), 'utf8')).toBe(text);
  });

  it('with keys of the same profile are left alone, and the login is there', async () => {
    const { env, home, file, login: start } = await place.machine();
    await mkdir(join(home, '.aws'));
    const keys = '[dev]\naws_access_key_id = AKIAMINE\naws_secret_access_key = mine\n';
    await writeFile(join(home, '.aws/credentials'), keys);
    const command = await start(...place.flags());
    const page = await place.browse(command);
    expect([await codeOf(command), command.stdout()]).toEqual([2, '']);
    expect(page).toContain('You are signed in, but');
    for (const said of [page, command.stderr()]) {
      expect(said).toContain('the login is kept, but its profile was not written');
      expect(said).toContain('--force');
      expect(said).toContain('drawbridge login --profile dev');
    }
    expect(await file('credentials')).toBe(keys);
    await expect(file('config')).rejects.toThrow('ENOENT');
    const ran = await stage.run(['exec', '--profile', 'dev', '--', 'true'], { env });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });
});
