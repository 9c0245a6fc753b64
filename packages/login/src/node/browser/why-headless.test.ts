import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sshForwardLine, whyHeadless } from './why-headless.ts';

function why(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'linux', files: string[] = []) {
  return whyHeadless({ env, platform, exists: (path) => files.includes(path) });
}

describe('whyHeadless', () => {
  const desktop = { DISPLAY: ':0' };

  it.each([
    ['SSH session', { SSH_CONNECTION: '10.0.0.1 5 10.0.0.2 22' }],
    ['SSH session', { SSH_TTY: '/dev/pts/1' }],
    ['SSH session', { SSH_CLIENT: '10.0.0.1 5 22' }],
    ['CI job', { CI: 'true' }],
    ['codespace', { CODESPACES: 'true' }],
    ['cloud shell', { CLOUD_SHELL: 'true' }],
  ])('finds a %s, with a desktop or not', (reason, env) => {
    expect(why(env)).toContain(reason);
    expect(why({ ...env, ...desktop }, 'darwin')).toContain(reason);
  });

  it.each(['/.dockerenv', '/run/.containerenv'])('knows a container by %s', (file) => {
    expect(why(desktop, 'linux', [file])).toContain('container');
  });

  it('takes Linux for headless where it has no display', () => {
    expect(why({})).toContain('no desktop');
    expect(why({ DISPLAY: '' })).toContain('no desktop');
  });

  it.each<[string, NodeJS.ProcessEnv, NodeJS.Platform]>([
    ['X', desktop, 'linux'],
    ['Wayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux'],
    ['a browser that is named', { BROWSER: 'w3m' }, 'linux'],
    ['WSL', { WSL_DISTRO_NAME: 'Debian' }, 'linux'],
    ['macOS', {}, 'darwin'],
    ['Windows', {}, 'win32'],
    ['CI that is off', { ...desktop, CI: 'false' }, 'linux'],
    ['variables that are empty', { ...desktop, SSH_TTY: '', CI: '' }, 'linux'],
  ])('opens a browser with %s', (_, env, platform) => {
    expect(why(env, platform)).toBeUndefined();
  });
});

describe('sshForwardLine', () => {
  it.each([
    ['10.0.0.1 50000 10.0.0.2 22', 'ada', 'ssh -L 6432:127.0.0.1:6432 ada@10.0.0.2'],
    ['::1 50000 fd00::2 2222', undefined, 'ssh -p 2222 -L 6432:127.0.0.1:6432 fd00::2'],
    ['10.0.0.1 50000 10.0.0.2 22', 'a; rm', 'ssh -L 6432:127.0.0.1:6432 10.0.0.2'],
    ['10.0.0.1 50000 $(id) 22', 'ada', undefined],
    ['10.0.0.1 50000 10.0.0.2 22;id', 'ada', undefined],
    ['10.0.0.1 50000 -oProxyCommand=id 22', 'ada', undefined],
    [undefined, 'ada', undefined],
  ])('for %s and %s', (SSH_CONNECTION, USER, line) => {
    expect(sshForwardLine({ SSH_CONNECTION, USER }, 6432)).toBe(line);
  });

  it('has nothing in it that a shell would obey', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.ipV6(), (USER, rest, address) => {
        const line = sshForwardLine({ USER, SSH_CONNECTION: `a 1 ${address}${rest} 22` }, 1);
        if (line !== undefined) expect(line).toMatch(/^ssh [\w:. @-]+$/);
      }),
    );
  });
});
