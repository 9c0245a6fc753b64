import type { Style } from '@drawbridge/node';
import { describeRule } from '@drawbridge/rules';
import { curlCommand } from './curl-command.ts';
import { describeClaims } from './describe-claims.ts';
import type { DevSystem } from './start-dev.ts';

/** Tells the way of the first token, and how to take the next one across by hand. */
export function firstScreen(system: DevSystem, style: Style): string {
  const { home, upstreamIssuer, issuer, crossing, matched } = system;
  const { exchanged } = crossing;
  const rule = system.rules.find(({ name }) => name === matched);
  const heading = (number: number, text: string) =>
    `${style.accent(String(number))}  ${style.bold(text)}`;

  return [
    `${style.bold('Drawbridge')} carries an identity across a trust boundary. Try all of it in a browser:`,
    '',
    indent(style.accent(home)),
    '',
    'Here is one crossing.',
    '',
    facts(
      [
        ['private OpenID provider', upstreamIssuer],
        ['public issuer', issuer],
      ],
      style,
    ),
    '',
    heading(1, 'A CI job holds a token of the private provider. No cloud can verify it.'),
    facts(describeClaims(crossing.upstreamClaims), style),
    '',
    heading(2, 'The exchange verifies it, and a rule matches.'),
    indent(rule === undefined ? '' : describeRule(rule)),
    '',
    heading(3, 'The exchange mints a token of the public issuer.'),
    facts(describeClaims(exchanged.claims), style),
    '',
    heading(4, 'Anybody can verify it from the published keys.'),
    facts(
      [
        ['keys', `${issuer}/.well-known/jwks.json`],
        ['key', String(exchanged.header['kid'])],
        ['signature', style.good(`${exchanged.alg}, valid`)],
      ],
      style,
    ),
    '',
    style.bold('Do it again'),
    indent(curlCommand(system)),
    '',
    style.bold('and see what comes out'),
    indent(
      `${curlCommand(system)} |\n` +
        `  npx drawbridge token verify - --issuer ${issuer} --audience ${String(exchanged.claim('aud'))}`,
    ),
    '',
    style.dim('The file is kept fresh while this runs. Ctrl-C ends it.'),
  ].join('\n');
}

function facts(rows: readonly (readonly [string, string])[], style: Style): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return indent(
    rows.map(([name, value]) => `${style.dim(name.padEnd(width))}  ${value}`).join('\n'),
  );
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '   ');
}
