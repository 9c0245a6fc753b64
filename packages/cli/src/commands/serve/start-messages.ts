import { type Log, type LogFields, toDrawbridgeError } from '@drawbridge/core';
import { basePathOf } from '@drawbridge/exchange';
import type { ExchangeSection } from '@drawbridge/exchange/node';
import { describeRule, type Rule } from '@drawbridge/rules';
import type { Config } from '../../context.ts';
import { tell, type Terminal } from '../../terminal.ts';
import { ToldError } from '../../told-error.ts';

const MAX_SHOWN = 40;

/** Where a start is told of: to a person, or line by line to a program that reads the log. */
export interface StartReaders {
  readonly terminal: Terminal;
  readonly log: Log;
  readonly format: NonNullable<Config['log']>['format'];
}

/** Tells the rules in words; of very many the first ones. */
export function tellRules(rules: readonly Rule[], { terminal, log, format }: StartReaders): void {
  const shown = rules.slice(0, MAX_SHOWN).map((rule) => ({ ...rule, words: describeRule(rule) }));
  const rest = rules.length - shown.length;
  if (format === 'json') {
    for (const { name, words } of shown) log.info('rule', { name, means: onOneLine(words) });
    if (rest > 0) log.info('more rules', { count: rest });
    return;
  }
  const more = rest > 0 ? [`and ${rest} rules more`] : [];
  tell(terminal, [...shown.map(({ words }) => words), ...more].join('\n'));
}

/** Without the first, which says which rule it is. Values with line ends are in quotes, and escaped. */
function onOneLine(words: string): string {
  const [, ...lines] = words.split('\n');
  return lines.map((line) => line.trim().replace(/ {2}/, ' ')).join('; ');
}

/**
 * Runs what a log is there for already.
 *
 * @param readers - `part` is what runs. Default: the exchange
 * @throws {ToldError} in the place of a fault, where the log is for programs and has it now
 */
export async function orTellLog(
  { log, format, part = 'exchange' }: Pick<StartReaders, 'log' | 'format'> & { part?: string },
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } catch (thrown) {
    if (format !== 'json' || thrown instanceof ToldError) throw thrown;
    const error = toDrawbridgeError(thrown);
    const { code, kind, message, hint } = error;
    const { stack } = (error.cause ?? error) as Error;
    log.error(`${part} failed`, {
      code,
      detail: message,
      hint,
      ...(kind === 'bug' && { stack }),
    });
    throw new ToldError(kind, thrown);
  }
}

/**
 * What is said of an exchange that is ready: how much it knows, and where everything is.
 *
 * @param urls - of its listeners, by name
 * @param workers - how many processes serve it, where it is not this one alone
 */
export function readyFields(
  { issuer, basePath, upstreams, rules }: ExchangeSection,
  urls: ReadonlyMap<string, string>,
  workers?: number,
): LogFields {
  const base = basePathOf(issuer, basePath);
  const at = (name: string) => (urls.has(name) ? `${urls.get(name)}${base}` : undefined);
  return {
    issuer,
    upstreams: upstreams.length,
    rules: rules.length,
    workers,
    health: `${urls.get('exchange')}/readyz`,
    documents: at('documents'),
    listening: at('exchange'),
  };
}
