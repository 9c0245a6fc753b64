import { DrawbridgeError, printable } from '@drawbridge/core';
import { hasSettings } from '@drawbridge/node';
import { examineConfig, placedError, type PlacedFault } from '@drawbridge/node/config';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { SECTIONS, summarizeParts } from '../../parts.ts';
import { print } from '../../terminal.ts';

interface Options extends CommonOptions {
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Find every fault of the configuration: of the file and the environment together. ' +
        'Nothing is fetched, and no file that it names is opened: whether a certificate is there ' +
        'is told by the start.',
    )
    .option('--json', 'print JSON, also when there are faults')
    .action(async (options: Options) => {
      const layers = context.layers(options);
      if (layers.file === undefined && !hasSettings(terminal.env)) {
        throw new DrawbridgeError('usage_invalid', {
          detail: 'there is no configuration to check',
          hint: 'Give a file with --config or DRAWBRIDGE_CONFIG.',
        });
      }
      const examined = await examineConfig(SECTIONS, layers);
      if (examined.faults !== undefined) throw tellFaults(examined.faults);
      const parts = summarizeParts(examined.config.value);
      const where = layers.file ?? 'the environment';
      print(
        terminal,
        options.json
          ? JSON.stringify({ valid: true, faults: [] })
          : printable(`${where} is valid: ${parts.join('; ') || 'no part is configured'}`),
      );

      function tellFaults(found: readonly PlacedFault[]): DrawbridgeError {
        if (options.json)
          print(terminal, printable(JSON.stringify({ valid: false, faults: found })));
        return placedError(found);
      }
    });
};
