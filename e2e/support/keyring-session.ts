import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { finish, type RunningCommand, start } from './command.ts';
import type { Stage } from './stage.ts';

/** A session of a desktop, as far as it has to do with the keyring: a bus of its own, and a real gnome-keyring. */
export interface KeyringSession {
  /** For what runs in the session. */
  readonly env: Readonly<Record<string, string>>;
  /** Has the keyring there, opened by its password. */
  unlock(): Promise<void>;
  /** Has it there, and locked. Whoever wants what is in it waits for a person, who does not come. */
  lock(): Promise<void>;
  /** Ends it; the bus stays. */
  end(): Promise<void>;
}

const PASSWORD = 'of tests';

/** Asks for what is not there, which a locked keyring answers as well. */
const PROBE = `
const { Entry } = require(${JSON.stringify(createRequire(import.meta.url).resolve('@napi-rs/keyring'))});
new Entry('drawbridge', 'nobody', { linux: { store: 'secret-service' } }).getPassword();
`;

/** Starts a session with an empty keyring that is open, until the stage is cleared. */
export async function startKeyringSession(stage: Stage): Promise<KeyringSession> {
  const home = await stage.folder();
  const at = (name: string) => join(home, name);
  const services = at('data/dbus-1/services');
  await Promise.all([mkdir(services, { recursive: true }), mkdir(at('run'), { mode: 0o700 })]);
  await writeFile(at('prompt'), `#!/bin/sh\necho $$ >> ${at('prompts')}\nexec sleep 30\n`);
  await chmod(at('prompt'), 0o755);
  // What the bus would start by itself: the keyring is not there when it was ended, and its window never opens.
  for (const [name, program] of [
    ['org.freedesktop.secrets', '/bin/false'],
    ['org.gnome.keyring.SystemPrompter', at('prompt')],
  ] as const) {
    const service = `[D-BUS Service]\nName=${name}\nExec=${program}\n`;
    await writeFile(join(services, `${name}.service`), service);
  }
  const places = {
    HOME: home,
    XDG_RUNTIME_DIR: at('run'),
    XDG_DATA_HOME: at('data'),
    XDG_CONFIG_HOME: at('config'),
    XDG_CACHE_HOME: at('cache'),
  };
  const flags = ['--session', '--nofork', '--nosyslog', '--print-address'];
  const bus = start('/usr/bin/dbus-daemon', flags, { env: places });
  let keyring: RunningCommand | undefined;
  stage.later(async () => {
    await keyring?.stop('SIGKILL');
    // They have what the bus would print to, so it does not end before them.
    const prompts = await readFile(at('prompts'), 'utf8').catch(() => '');
    for (const pid of prompts.split('\n').filter(Boolean)) endProcess(Number(pid));
    await bus.stop('SIGKILL');
  });
  const [, address = ''] = await bus.waitFor('stdout', /^(unix:\S+)$/m);
  const env = { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: at('run') };

  async function run(...more: readonly string[]): Promise<void> {
    await keyring?.stop('SIGKILL');
    keyring = start(
      '/usr/bin/gnome-keyring-daemon',
      ['--foreground', '--components=secrets', ...more],
      { env: { ...places, ...env }, stdin: PASSWORD },
    );
    for (const until = Date.now() + 20_000; ; ) {
      const { code, stderr } = await finish(start(process.execPath, ['-e', PROBE], { env }));
      if (code === 0) return;
      if (Date.now() > until) throw new Error(`the keyring does not answer: ${stderr}`);
    }
  }

  await run('--unlock');
  return {
    env,
    unlock: () => run('--unlock'),
    lock: () => run(),
    end: async () => void (await keyring?.stop('SIGKILL')),
  };
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
