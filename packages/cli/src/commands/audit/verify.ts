import { DrawbridgeError, printable } from '@drawbridge/core';
import {
  type AuditFindings,
  type AuditPlace,
  createStyle,
  type Style,
  verifyAudit,
} from '@drawbridge/node';
import { InvalidArgumentError } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { repeatable } from '../../option-values.ts';
import { print } from '../../terminal.ts';

interface Options extends CommonOptions {
  readonly partial?: boolean;
  readonly holds?: readonly string[];
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Check that no record of a decision was changed, moved or removed. Name files that were rotated too, the oldest first.',
    )
    .argument('<file...>', 'files that the setting audit.file named')
    .option('--partial', 'the first file is not the oldest: streams may begin before it')
    .option('--holds <hash>', 'a record with this hash must be there; may be repeated', hashes)
    .option('--json', 'print JSON, also when something is wrong')
    .addHelpText(
      'after',
      '\nEach process writes a stream of its own, in which every record holds the hash of the one before.\n' +
        'Whoever can write to the file can remove the end of a stream, or write all of it anew: keep the last\n' +
        'hashes that this prints somewhere else, and ask for them with --holds.',
    )
    .action(async (files: readonly string[], { partial = false, holds = [], json }: Options) => {
      const findings = await verifyAudit(files, { partial, holds });
      const { fault } = findings;
      if (json === true) print(terminal, printable(JSON.stringify(toJson(findings))));
      if (fault !== undefined) {
        throw new DrawbridgeError('check_failed', {
          detail: `${showPlace(fault)}${fault.message}`,
          hint:
            fault.file === undefined
              ? 'The records that are there are unbroken. Were the rotated files named too?'
              : 'The records before it are as they were written; of those after it nothing is known.',
        });
      }
      if (json === true) return;
      print(terminal, describe(findings, createStyle(terminal.stdout, terminal.env)));
    });
};

/** Some hashes. One that is none would read as if records had been removed. */
function hashes(value: string, before: readonly string[] | undefined): readonly string[] {
  if (!/^[0-9a-f]{64}$/.test(value)) {
    throw new InvalidArgumentError(
      'A hash is 64 digits of 0-9 and a-f, as this command prints it.',
    );
  }
  return repeatable(value, before);
}

function toJson({ records, streams, halves, fault }: AuditFindings): object {
  return { valid: fault === undefined, ...fault, records, streams, halves };
}

function describe({ records, streams, halves }: AuditFindings, { good, bold }: Style): string {
  const lines = streams.map(
    ({ stream, first, last, hash }) =>
      `  stream ${bold(printable(stream))}  records ${first} to ${last}  last hash ${hash}`,
  );
  const places = halves.map(
    (half) =>
      `  half a line, of a process that was killed or a full disk: ${printable(showPlace(half))}`,
  );
  const summary = `${records} ${records === 1 ? 'record' : 'records'} in ${streams.length} ${streams.length === 1 ? 'stream' : 'streams'}`;
  return [`${good('unbroken')}  ${summary}`, ...lines, ...places].join('\n');
}

function showPlace({ file, line }: Partial<AuditPlace>): string {
  return file === undefined ? '' : `${file}:${line} `;
}
