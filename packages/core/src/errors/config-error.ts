import { DrawbridgeError } from './drawbridge-error.ts';

/** One thing that is wrong with a configuration. */
export interface ConfigFault {
  /** Where: `exchange.rules[0].grant.audience`. Empty for the file as a whole. */
  readonly path: string;
  /** What, as the rest of a sentence that begins with the path: `is empty`. Never a secret's value. */
  readonly message: string;
}

/** How many faults are told: another file in the place of a configuration has one in each line. */
const MAX_TOLD = 1000;

/**
 * The error that reports every fault of a configuration at once, a line each.
 *
 * @param faults - at least one
 */
export function configError(faults: readonly ConfigFault[], hint?: string): DrawbridgeError {
  const lines = toLines(faults);
  const detail =
    lines.length === 1
      ? `the configuration is not valid: ${lines[0]}`
      : listed(`the configuration has ${faults.length} faults:`, lines);
  return new DrawbridgeError('config_invalid', { detail, ...(hint !== undefined && { hint }) });
}

/**
 * The error that reports every fault of a command line, whose paths are its options: `--ca`.
 *
 * @param faults - at least one
 */
export function usageError(faults: readonly ConfigFault[], hint?: string): DrawbridgeError {
  const lines = toLines(faults);
  const [only = ''] = lines;
  const detail =
    lines.length === 1 ? only : listed(`the command line has ${faults.length} faults:`, lines);
  return new DrawbridgeError('usage_invalid', { detail, ...(hint !== undefined && { hint }) });
}

function toLines(faults: readonly ConfigFault[]): readonly string[] {
  const lines = faults
    .slice(0, MAX_TOLD)
    .map(({ path, message }) => inOneLine(`${path} ${message}`.trim()));
  if (faults.length > MAX_TOLD) lines.push(`and ${faults.length - MAX_TOLD} more`);
  return lines;
}

function listed(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** A name of a member or file may hold line feeds, and what follows one would pass for a fault of its own. */
function inOneLine(text: string): string {
  return text.replaceAll('\n', String.raw`\u000a`);
}
