import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DRAWBRIDGE } from './support/command.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

const node = JSON.stringify(process.execPath);
const drawbridge = `${node} ${JSON.stringify(DRAWBRIDGE)}`;

describe('a shell', () => {
  test.each([
    ['leaves before the end of a result', `${drawbridge} --help | head -n 1`],
    ['reads nothing of a result', `${drawbridge} keys list --json | true`],
    ['reads nothing of a remark', `${drawbridge} keys list 2>&1 | true`],
  ])('%s, which is no fault', async (_, line) => {
    const { code, stderr } = await stage.shell(line);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('has closed standard input', async () => {
    const { code, stderr } = await stage.shell(`${drawbridge} token decode - <&-`);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'drawbridge: the token is empty\nWas the variable or the file filled that it is taken from?\n',
    });
  });

  test('gets the exit code', async () => {
    expect((await stage.run(['--version'])).code).toBe(0);
    expect((await stage.run(['token', 'decode', 'x'])).code).toBe(1);
    expect((await stage.run(['nonsense'])).code).toBe(2);
  });
});

describe('start-up', () => {
  /** What takes longer to load than the rest takes to run. */
  const HEAVY =
    /node_modules\/(?:undici|zod|yaml|jose|oidc-provider)\/|packages\/(?:exchange|dev)\//;

  /** The sources of all that a command line loads, by a loader that writes it to a file descriptor of its own. */
  async function loadedBy(args: string): Promise<string> {
    const folder = await stage.folder();
    const hooks = join(folder, 'hooks.mjs');
    await writeFile(
      hooks,
      `import { writeSync } from 'node:fs';
      export const load = (url, context, next) => (writeSync(3, url + '\\n'), next(url, context));`,
    );
    const register = `data:text/javascript,import{register}from"node:module";register("file://${hooks}")`;
    const { code, stdout } = await stage.shell(
      `${node} --import '${register}' ${JSON.stringify(DRAWBRIDGE)} ${args} 3>&1 >/dev/null`,
    );
    expect(code).toBe(0);
    const files = stdout.split('\n').filter((line) => line.startsWith('file:'));
    const bundled = await Promise.all(files.map((url) => readFile(new URL(url), 'utf8')));
    // Of each module in a file of the bundle a comment tells which it is.
    const modules = bundled.flatMap(
      (text) => text.match(/(?<=^\/\/(?:#region)? ?)\S+\.\w*[jt]s$/gm) ?? [],
    );
    expect(modules).toContain('packages/cli/src/program.ts');
    return [...files, ...modules].join('\n');
  }

  test.each(['--version', '--help', 'keys --help', 'completion bash'])(
    'of %s loads no package but its own',
    async (args) => {
      const loaded = await loadedBy(args);
      // But for the quoting of words, which is one small module.
      expect(loaded).not.toMatch(/packages\/(?!cli\/|core\/src\/encoding\/shell-quote)/);
      expect(loaded).not.toMatch(HEAVY);
    },
  );

  test.each(['--version', '--help', 'keys --help'])('of %s loads no command', async (args) => {
    expect(await loadedBy(args)).not.toMatch(/commands\/\w+\//);
  });

  test.each([
    ['keys list --help', 'commands/keys/list.ts'],
    ['token decode e30.e30.e30', 'commands/token/decode.ts'],
  ])('of %s loads no other command', async (args, own) => {
    const loaded = await loadedBy(args);
    expect(loaded).toContain(own);
    // Three helpers of `keys list` are no commands.
    const others = loaded
      .replace(own, '')
      .match(/commands\/(?!keys\/(?:key-options|timeline|describe-beginning)\.ts|index\.ts)\S*/g);
    expect(others).toBeNull();
    expect(loaded).not.toMatch(HEAVY);
    expect(loaded).not.toMatch(/packages\/node\/src\/(?:listener|http|config)\//);
  });
});
