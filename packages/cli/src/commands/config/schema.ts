import { configJsonSchema } from '@drawbridge/node/config';
import type { DefineCommand } from '../../command.ts';
import { SECTIONS } from '../../parts.ts';
import { print } from '../../terminal.ts';

export const define: DefineCommand = (command, { terminal }) => {
  command
    .description(
      'Print the JSON Schema (draft 2020-12) of the configuration file. An editor that knows it ' +
        'completes and checks the file while you write.',
    )
    .addHelpText(
      'after',
      `
Example:
  drawbridge config schema > drawbridge.schema.json
  and as the first line of the file:
  # yaml-language-server: $schema=drawbridge.schema.json`,
    )
    .action(() => print(terminal, JSON.stringify(configJsonSchema(SECTIONS), undefined, 2)));
};
