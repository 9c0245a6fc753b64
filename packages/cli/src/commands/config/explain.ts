import { printable } from '@drawbridge/core';
import { createStyle } from '@drawbridge/node';
import { type EffectiveSetting, loadConfig, type Origin } from '@drawbridge/node/config';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { SECTIONS } from '../../parts.ts';
import { print } from '../../terminal.ts';

interface Options extends CommonOptions {
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Show every setting in force and where it comes from: a flag, the environment, the file, or ' +
        'the default. Of a secret only where it is; of what may be a secret, nothing.',
    )
    .option('--json', 'print JSON: a list of objects with path, value and origin')
    .action(async (options: Options) => {
      const config = await loadConfig(SECTIONS, context.layers(options));
      const given = config.settings().filter(({ path }) => path !== 'version');
      const data: EffectiveSetting = {
        path: 'data',
        value: await context.data(options),
        origin: { layer: 'default' },
      };
      const settings = given.some(({ path }) => path === 'data') ? given : [data, ...given];
      if (options.json) {
        print(terminal, printable(JSON.stringify(settings)));
        return;
      }
      const { dim } = createStyle(terminal.stdout, terminal.env);
      const paths = column(settings.map(({ path }) => path));
      const values = column(settings.map(showValue));
      for (const [index, { origin }] of settings.entries()) {
        print(terminal, `${paths[index]}  ${values[index]}  ${dim(printable(showOrigin(origin)))}`);
      }
    });
};

function showValue({ value, hidden }: EffectiveSetting): string {
  if (hidden) return '(not shown)';
  // Quoted where it could be taken for a number or the like: a rule tells `true` from "true".
  const bare =
    typeof value === 'string' &&
    /^[\w./:@*-]+$/.test(value) &&
    !/^(?:true|false|null)$/i.test(value) &&
    Number.isNaN(Number(value));
  return bare ? value : JSON.stringify(value);
}

function showOrigin({ layer, name, place }: Origin): string {
  return [layer, place ?? name].filter(Boolean).join(' ');
}

/** Cells as wide as the widest, unless that is so wide that it would push all others off the screen. */
function column(cells: readonly string[]): readonly string[] {
  const shown = cells.map((cell) => printable(cell));
  const width = Math.min(60, Math.max(...shown.map(({ length }) => length)));
  return shown.map((cell) => cell.padEnd(width));
}
