import { DrawbridgeError, member, printable, quote } from '@drawbridge/core';
import { createStyle, type Style } from '@drawbridge/node';
import {
  compileRules,
  type Explanation,
  type Outcome,
  REFUSAL_CODES,
  type RuleExplanation,
  type TokenView,
  type Wanting,
} from '@drawbridge/rules';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { decodeTokenArgument } from '../../decode-token-argument.ts';
import { filled, repeatable } from '../../option-values.ts';
import { print, tell } from '../../terminal.ts';
import { readTokenArgument, TOKEN_HELP } from '../../token-argument.ts';
import { configuredExchange } from './configured-exchange.ts';
import { showRule } from './show-rule.ts';

interface Options extends CommonOptions {
  readonly audience?: readonly string[];
  readonly client?: string;
  readonly json?: boolean;
}

const REFUSALS = {
  rule: 'No rule is about this token.',
  target: 'No rule for this token allows what was asked for.',
  client: 'The rules for this token want a client that proves who it is.',
} as const;

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Show every rule and why it does or does not match a token. The token is not verified: what ' +
        'the rules would say of one that has ended can still be asked.',
    )
    .argument('<token>', TOKEN_HELP)
    .option(
      '--audience <audience>',
      'ask for this audience or resource, as a caller would; may be repeated',
      repeatable,
    )
    .option('--client <id>', 'call as this client', filled)
    .option('--json', 'print JSON')
    .action(async (argument: string, options: Options) => {
      const { rules, upstreams } = await configuredExchange(context, options);
      const token = viewOf(await readTokenArgument(argument, terminal));
      const ask = { audiences: options.audience ?? [], client: options.client };
      const explanation = (await compileRules(rules, 'exchange.rules')).explain(token, ask);
      if (options.json) {
        print(terminal, printable(JSON.stringify(explanation)));
      } else {
        print(terminal, await show(explanation, createStyle(terminal.stdout, terminal.env)));
        tell(terminal, 'Not verified: see drawbridge token verify.');
        if (!upstreams.some(({ issuer }) => issuer === token.issuer)) tellStranger(token.issuer);
      }
      requireAllowed(explanation.outcome);

      function tellStranger(issuer: string): void {
        const known = upstreams.map((upstream) => upstream.issuer).join(', ');
        tell(
          terminal,
          printable(
            `Its issuer, ${quote(issuer)}, is none of the upstreams (${known}): before any rule, the exchange ` +
              'refuses it as issuer_unknown. Add the issuer to exchange.upstreams, spelled exactly so.',
          ),
        );
      }
    });
};

function viewOf(token: string): TokenView {
  const { claims } = decodeTokenArgument(token);
  const issuer = member(claims, 'iss');
  if (typeof issuer === 'string') return { issuer, claims };
  throw new DrawbridgeError('claim_missing', { detail: 'the token has no iss that is a string' });
}

async function show({ rules, outcome }: Explanation, style: Style): Promise<string> {
  const decides = 'refused' in outcome ? undefined : ruleOf(outcome);
  const blocks = rules.map((rule) => showExplanation(rule, rule.rule === decides, style));
  return [...blocks, await showOutcome(outcome, style)].join('\n\n');
}

function ruleOf(outcome: Exclude<Outcome, { refused: unknown }>): string {
  return 'allowed' in outcome ? outcome.allowed.rule : outcome.rule;
}

function showExplanation(
  { rule, matches, checks }: RuleExplanation,
  decides: boolean,
  { bold, dim, good, bad }: Style,
): string {
  const verdict = decides
    ? good('decides')
    : matches
      ? dim('would match, but a rule before it decides')
      : dim('does not match');
  const lines = checks.map(({ what, met, seen }) => {
    const is = met
      ? ''
      : dim(seen === undefined ? '  (it has none)' : `  (it is ${printable(seen)})`);
    return `  ${met ? good('yes') : bad('no ')}  ${printable(what)}${is}`;
  });
  return [`${bold(printable(rule))}  ${verdict}`, ...lines].join('\n');
}

async function showOutcome(outcome: Outcome, { bold, good, bad }: Style): Promise<string> {
  if ('allowed' in outcome) {
    const { rule, ...grant } = outcome.allowed;
    return `${good('allowed')} by ${bold(printable(rule))}\n${printable(JSON.stringify(grant, undefined, 2))}`;
  }
  if ('unfit' in outcome) return `${bad('refused')}  ${printable(outcome.unfit)}`;
  const { refused, narrowest, wanting } = outcome;
  return [
    `${bad('refused')}  ${wanting === undefined ? REFUSALS[refused] : wants(wanting)}`,
    wanting === undefined
      ? 'The narrowest rule that would allow it, if it should be allowed:'
      : 'The narrowest rule that would allow it to callers who prove nothing, if they should have it:',
    '',
    printable(await showRule(narrowest)),
  ].join('\n');
}

function wants({ rule, clients }: Wanting): string {
  return printable(
    `The rule ${rule} would allow it to ${clients.join(' or ')}: --client shows how.`,
  );
}

/** The exit code says what the rules say. */
function requireAllowed(outcome: Outcome): void {
  if ('unfit' in outcome) throw new DrawbridgeError('claim_unfit', { detail: outcome.unfit });
  if (!('refused' in outcome)) return;
  const { refused } = outcome;
  throw new DrawbridgeError(REFUSAL_CODES[refused], { detail: 'the rules refuse this token' });
}
