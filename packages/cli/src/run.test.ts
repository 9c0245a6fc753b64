import { DrawbridgeError, type ErrorCode, ERRORS } from '@drawbridge/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { COMMANDS } from './commands/index.ts';
import { exitCode } from './exit-codes.ts';
import { testRun } from './test-run.fixture.ts';

/** Puts a command in place of `keys list` that ends with a fault. */
function failWith(thrown: unknown): void {
  const entry = COMMANDS.find(({ words }) => words.join(' ') === 'keys list');
  if (entry === undefined) throw new TypeError('there is no such command');
  vi.spyOn(entry, 'load').mockResolvedValue({
    define: (command) =>
      void command.action(() => {
        throw thrown;
      }),
  });
}

afterEach(() => vi.restoreAllMocks());

describe('run', () => {
  const codes = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => code !== 'internal');
  test.each(codes)('tells of %s in a sentence, with a hint and its exit code', async (code) => {
    failWith(new DrawbridgeError(code, { detail: 'it went wrong', hint: 'Mend it.' }));
    expect(await testRun(['keys', 'list'])).toEqual({
      code: exitCode(ERRORS[code].kind),
      stdout: '',
      stderr: 'drawbridge: it went wrong\nMend it.\n',
    });
  });

  test('tells of a bug with its stack, and asks for a report', async () => {
    const bug = new RangeError('out of range');
    failWith(bug);
    const { code, stderr } = await testRun(['keys', 'list']);
    expect(code).toBe(70);
    expect(stderr).toBe(
      `drawbridge: out of range\n${bug.stack}\n` +
        'This is a bug in Drawbridge. Please report it with the lines above.\n',
    );
  });

  test.each([[undefined], [null], ['text']])('survives that %j is thrown', async (thrown) => {
    failWith(thrown);
    const { code, stderr } = await testRun(['keys', 'list']);
    expect(code).toBe(70);
    expect(stderr).toMatch(/^drawbridge: a value that is not an Error was thrown\n/);
  });

  test.each([
    ['colours a fault on a terminal', {}, true],
    ['heeds NO_COLOR', { NO_COLOR: '1' }, false],
    ['heeds TERM=dumb', { TERM: 'dumb' }, false],
  ])('%s', async (_, env, coloured) => {
    failWith(new DrawbridgeError('usage_invalid'));
    const { stderr } = await testRun(['keys', 'list'], { env, isTTY: true });
    expect(stderr.includes('\u001b[31mdrawbridge:')).toBe(coloured);
  });
});
