import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { testRun } from './test-run.fixture.ts';

const PAGE = new URL('../../../docs/commands.md', import.meta.url);

test('docs/commands.md has a section for each command, with each of its options', async () => {
  const overview = await testRun(['--help']);
  const list = /Commands:\n([\s\S]*?)\n\n/.exec(overview.stdout)?.[1] ?? '';
  const commands = [...list.matchAll(/^ {2}(\S+(?: \S+)*) {2,}/gm)].map(([, name]) => name ?? '');
  expect(commands).toContain('keys list');

  const sections = (await readFile(PAGE, 'utf8')).split('\n## ');
  const everywhere = sections.find((section) => section.startsWith('For every command')) ?? '';
  for (const command of commands) {
    const section = sections.find((candidate) => commandOf(candidate, commands) === command);
    expect(section, command).toBeDefined();
    const { stdout } = await testRun([...command.split(' '), '--help']);
    expect(stdout, command).toContain('--help');
    for (const [option] of stdout.matchAll(/--[a-z][a-z_-]+(?= |,)/g)) {
      if (option === '--help') continue;
      expect(`${section}${everywhere}`, `${command} ${option}`).toContain(option);
    }
  }
});

/** The command that a section is about: the longest that its heading begins with, for words for arguments follow. */
function commandOf(section: string, commands: readonly string[]): string | undefined {
  const [heading = ''] = section.split('\n');
  return commands
    .filter((command) => `${heading} `.startsWith(`drawbridge ${command} `))
    .toSorted((a, b) => b.length - a.length)[0];
}
