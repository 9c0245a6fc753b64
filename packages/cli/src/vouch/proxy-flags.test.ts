import { describe, expect, it } from 'vitest';
import { readProxyFlags, USAGE } from './proxy-flags.ts';

const NONE = { healthcheck: false, version: false, help: false, logtest: false };

describe('readProxyFlags', () => {
  it.each([
    [[], {}],
    [['-port', '9091'], { port: '9091' }],
    [['--port', '9091'], { port: '9091' }],
    [['-port=9091'], { port: '9091' }],
    [['--port=9091', '-config', '/c.yml'], { port: '9091', config: '/c.yml' }],
    [['-config=a=b'], { config: 'a=b' }],
    [['-loglevel', 'debug', '-healthcheck'], { loglevel: 'debug', healthcheck: true }],
    [['-healthcheck=false'], { healthcheck: false }],
    [
      ['-healthcheck=T', '--version', '-logtest'],
      { healthcheck: true, version: true, logtest: true },
    ],
    [['-h'], { help: true }],
    [['-port', '1', '-port', '2'], { port: '2' }],
  ])('reads %j', (words, flags) => {
    expect(readProxyFlags(words)).toEqual({ ...NONE, ...flags });
  });

  it.each([
    [['-x'], 'there is no flag -x'],
    [['-port'], '-port needs PORT'],
    [['-config='], '-config needs FILE'],
    [['-healthcheck=maybe'], '-healthcheck is true or false'],
    [['serve'], 'is none'],
    [['---port', '1'], 'is none'],
    [['-'], 'is none'],
    [['--'], 'is none'],
    [['-=x'], 'is none'],
    [['-toString'], 'there is no flag -toString'],
  ])('refuses %j', (words, sentence) => {
    expect(readProxyFlags(words)).toContain(sentence);
  });

  it('has a line for each flag', () => {
    for (const name of [
      'config',
      'port',
      'loglevel',
      'healthcheck',
      'version',
      'help',
      'logtest',
    ]) {
      expect(USAGE).toMatch(new RegExp(`^  -${name} `, 'm'));
    }
  });
});
