import { DrawbridgeError, parseIpAddress, printable } from '@drawbridge/core';
import { createAppHosts, createAuthOrigin, explainRequest } from '@drawbridge/gateway';
import { createStyle } from '@drawbridge/node';
import { type AccessDecision, compileAccessRules } from '@drawbridge/rules';
import { InvalidArgumentError } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled, namedJson, repeatable } from '../../option-values.ts';
import { print, tell } from '../../terminal.ts';
import { askedUrl } from './asked-url.ts';
import { gatewaySectionOf } from './gateway-section-of.ts';
import { showRequest } from './show-request.ts';
import { type PersonOptions, toldPerson } from './told-person.ts';

interface Options extends CommonOptions, PersonOptions {
  readonly method: string;
  readonly address?: string;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Say which rule decides about a request, and why: every rule is shown, check by check. Nobody is looked up and ' +
        'nothing is fetched: who asks is told by options, and without any, nobody is signed in.',
    )
    .argument('<url>', 'what is asked for, as a browser sends it')
    .option('--method <method>', 'how it is asked for', methodName, 'GET')
    .option('--address <ip>', 'where from; without, the proxy does not tell', ipAddress)
    .option('--provider <name>', 'who signed the person in; needed where there are several', filled)
    .option('--user <who>', 'a verified email, or what has no @: a subject', filled)
    .option('--email <email>', 'the verified email, where --user is the subject', filled)
    .option('--group <name>', 'a group of the person; may be repeated', repeatable)
    .option(
      '--no-groups',
      'the person is in no group; without this and --group, groups are unknown',
    )
    .option('--claim <name=json>', 'a claim of the person; may be repeated', claim)
    .option(
      '--claims <claims>',
      'all claims of an ID token, as JSON: - reads standard input, @FILE a file',
      filled,
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Example:
  drawbridge gateway explain https://app.example.com/admin --config drawbridge.yaml \\
    --user alice@example.com --group admins`,
    )
    .action(async (url: string, options: Options) => {
      const section = gatewaySectionOf(await context.config(options));
      const person = await toldPerson(section, options, terminal);
      const { method, address } = options;
      const auth = createAuthOrigin(section.url);
      const explanation = explainRequest(
        {
          auth,
          hosts: createAppHosts(section.hosts, auth),
          access: await compileAccessRules(section.rules, 'gateway.rules'),
        },
        { ...askedUrl(url), method, address },
        person,
      );
      if (options.json) print(terminal, printable(JSON.stringify(explanation)));
      else {
        const style = createStyle(terminal.stdout, terminal.env);
        print(terminal, await showRequest(explanation, style));
        tell(terminal, 'Nobody was looked up: what is said of the person was taken as told.');
      }
      requireAllowed(explanation.decision);
    });
};

/** Methods are told apart by case (RFC 9110 section 9.1). */
function methodName(value: string): string {
  if (METHOD.test(value)) return value;
  const capitals = value.toUpperCase();
  const meant = METHOD.test(capitals) ? capitals : 'GET';
  throw new InvalidArgumentError(`Give a method in capitals, as it is sent: --method ${meant}.`);
}

/** As the gateway takes it of a proxy. */
const METHOD = /^[A-Z]+(?:-[A-Z]+)*$/;

/** One that is none would be an address that nobody tells, and no rule would say so. */
function ipAddress(value: string): string {
  if (parseIpAddress(value) !== undefined) return value;
  throw new InvalidArgumentError('Give an IP address, such as 192.0.2.10.');
}

function claim(
  value: string,
  earlier: ReadonlyMap<string, unknown> = new Map(),
): ReadonlyMap<string, unknown> {
  const [name, parsed] = namedJson(value);
  if (earlier.has(name)) throw new InvalidArgumentError(`${JSON.stringify(name)} is given twice.`);
  return new Map([...earlier, [name, parsed]]);
}

/** The exit code says what the rules say. */
function requireAllowed({ kind }: AccessDecision): void {
  if (kind === 'allowed') return;
  if (kind === 'denied') {
    throw new DrawbridgeError('access_denied', {
      detail: 'the rules do not let this request through',
    });
  }
  throw new DrawbridgeError('credentials_missing', {
    detail: 'nobody is signed in, and without that the rules do not let this request through',
    hint: 'Say who asks: --user, or --claims.',
  });
}
