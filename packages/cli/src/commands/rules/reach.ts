import { findReach } from '@drawbridge/clouds/aws';
import { epochSeconds, printable, systemClock } from '@drawbridge/core';
import { createStyle } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled, wholeNumber } from '../../option-values.ts';
import { readTrustFile, TRUST_HELP } from '../../read-trust-file.ts';
import { print } from '../../terminal.ts';
import { configuredExchange } from './configured-exchange.ts';
import { rolesOf } from './roles-of.ts';
import { showReach } from './show-reach.ts';

interface Options extends CommonOptions {
  readonly trust: string;
  readonly role?: string;
  readonly timeout: number;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Find which upstream tokens can become a role of AWS, by the rules of the configuration and by whom the role trusts: each ' +
        'way with a token that goes it, and what cannot be decided with why. Nothing is fetched and nothing is signed.',
    )
    .requiredOption(
      '--trust <file>',
      `${TRUST_HELP}: a trust policy, or what "aws iam get-role", "aws iam list-roles" or "aws iam ` +
        'get-account-authorization-details" prints',
      filled,
    )
    .option('--role <arn>', 'this role alone, or the role of a trust policy', filled)
    .option(
      '--timeout <seconds>',
      'for the search: what it does not come to is undecided',
      wholeNumber(1, 86_400),
      60,
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Example:
  aws iam list-roles > roles.json
  drawbridge rules reach --trust roles.json --role arn:aws:iam::111122223333:role/prod-admin

What is not listed is proved: no token goes that way.`,
    )
    .action(async (options: Options) => {
      const { issuer, upstreams, rules } = await configuredExchange(context, options);
      const roles = rolesOf(await readTrustFile(options.trust, 'aws'), options);
      const report = await findReach({
        issuer,
        upstreams: upstreams.map(
          ({ issuer: upstream, audiences, anyAudience, requiredClaims, limits }) => ({
            issuer: upstream,
            audiences: anyAudience === true ? undefined : (audiences ?? []),
            requiredClaims,
            tokenLength: limits?.tokenLength,
          }),
        ),
        rules,
        roles,
        now: epochSeconds(systemClock),
        deadline: options.timeout * 1000,
      });
      print(
        terminal,
        options.json === true
          ? printable(JSON.stringify({ issuer, roles: roles.length, ...report }))
          : showReach(report, { issuer, roles }, createStyle(terminal.stdout, terminal.env)),
      );
    });
};
