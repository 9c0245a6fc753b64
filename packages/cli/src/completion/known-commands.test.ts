import { expect, test } from 'vitest';
import { gatherCommands } from './known-commands.fixture.ts';

// `npm run docs` writes it anew. It is written down so that a shell that starts need not load
// every command, and with them all schemas, for the sake of their options.
test('the known commands are those that there are', async () => {
  const commands = await gatherCommands();
  expect(commands.length).toBeGreaterThan(10);
  await expect(
    [
      '// Written by `npm run docs`.',
      "import type { KnownCommand } from './known-command.ts';",
      '',
      '/** Every command with its options, as completion knows them. */',
      'export const KNOWN_COMMANDS: readonly KnownCommand[] = ' +
        `${JSON.stringify(commands, undefined, 2)};`,
      '',
    ].join('\n'),
  ).toMatchFileSnapshot('known-commands.ts');
});
