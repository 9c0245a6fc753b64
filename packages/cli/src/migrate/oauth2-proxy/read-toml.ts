import { configError, printable } from '@drawbridge/core';
import { parse, TomlError } from 'smol-toml';

/** A value, and where it was given: `line 4`, or the variable. */
export interface Given {
  readonly value: unknown;
  readonly where: string;
}

/** The members that alpha configuration has at its top. */
const ALPHA =
  /^(?:providers|upstreamConfig|injectRequestHeaders|injectResponseHeaders|server|metricsServer)\s*:/m;

/**
 * Reads a configuration file of oauth2-proxy (TOML 1.0). No fault quotes from it: there are secrets in it.
 *
 * @returns what is at its top, by name
 * @throws {DrawbridgeError} `config_invalid`, with the line
 */
export function readToml(text: string): ReadonlyMap<string, Given> {
  const lines = text.split('\n');
  return new Map(
    Object.entries(parseToml(text)).map(([name, value]) => [
      name,
      { value, where: placeOf(name, lines) },
    ]),
  );
}

function parseToml(text: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    if (ALPHA.test(text)) {
      throw configError(
        [{ path: '', message: 'the file is alpha configuration (YAML), which is not read' }],
        'Give the file of --config, in TOML, or write the section gateway by the table in docs/migrate/oauth2-proxy.md.',
      );
    }
    if (!(thrown instanceof TomlError)) throw thrown;
    throw configError([
      { path: `line ${thrown.line}`, message: `is not TOML: ${reasonOf(thrown)}` },
    ]);
  }
}

/** The first line of the message; below it stands the text of the file. */
function reasonOf({ message }: TomlError): string {
  const [first = ''] = message.split('\n');
  return printable(first.replace('Invalid TOML document: ', ''));
}

/** A name stands at the beginning of its line, bare or in quotes. */
function placeOf(name: string, lines: readonly string[]): string {
  const at = lines.findIndex((line) => {
    const [key = ''] = line.split('=');
    return line.includes('=') && key.trim().replaceAll(/^["']|["']$/g, '') === name;
  });
  const table = lines.findIndex((line) => /^\s*\[/.test(line) && line.includes(name));
  const found = at === -1 ? table : at;
  return found === -1 ? 'the file' : `line ${found + 1}`;
}
