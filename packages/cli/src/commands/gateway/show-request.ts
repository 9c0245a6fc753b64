import { printable } from '@drawbridge/core';
import type { ExplainedReading, RequestExplanation } from '@drawbridge/gateway';
import type { Style } from '@drawbridge/node';
import { toYaml } from '@drawbridge/node/config';
import type { AccessDecision, AccessRuleExplanation } from '@drawbridge/rules';

/** What is decided about a request, and why, for a person to read. */
export async function showRequest(
  { decision, readings, nearest, narrowest }: RequestExplanation,
  style: Style,
): Promise<string> {
  const several = readings.length > 1;
  const blocks = readings.flatMap((reading) => [
    ...(several
      ? [style.bold(`Read as ${printable(reading.path)}: ${inShort(reading.decision)}`)]
      : []),
    ...reading.rules.map((rule) => showRule(rule, reading, style)),
  ]);
  const said = [
    showDecision(decision, style),
    ...(several ? ['Apps read this path in several ways, and the strictest answer holds.'] : []),
    ...(nearest === undefined ? [] : [printable(`The rule that came nearest is ${nearest}.`)]),
    ...(narrowest === undefined
      ? []
      : [
          `The narrowest rule that would allow it, if it should be allowed${printable(place(readings))}:`,
          '',
          printable((await toYaml([narrowest])).trimEnd()),
        ]),
  ];
  return [...blocks, said.join('\n')].join('\n\n');
}

/** Where the narrowest rule must stand: what keeps out before it keeps out all the same. The first of them, where readings differ. */
function place(readings: readonly ExplainedReading[]): string {
  const deciding = readings.flatMap(({ decision, rules }) =>
    decision.kind === 'denied' && decision.rule !== undefined
      ? [rules.findIndex(({ rule }) => rule === decision.rule)]
      : [],
  );
  const first = readings[0]?.rules[Math.min(...deciding)];
  if (first === undefined) return '';
  return `; it must stand before "${first.rule}", for the first rule that holds decides`;
}

function showRule(
  explanation: AccessRuleExplanation,
  { decision }: ExplainedReading,
  { bold, dim, good, bad }: Style,
): string {
  const { rule, effect, holds, checks } = explanation;
  const decides = 'rule' in decision && decision.rule === rule;
  const verdict = decides
    ? (effect === 'allow' ? good : bad)(
        `decides: it ${effect === 'allow' ? 'lets in' : 'keeps out'}`,
      )
    : dim(
        holds
          ? 'would hold, but a rule before it decides'
          : checks.some(({ standing }) => standing === 'unmet')
            ? 'does not hold'
            : 'hangs on what is not known',
      );
  const mark = { met: good('yes'), unmet: bad('no '), unknown: bad('?  ') };
  const lines = checks.map(({ what, standing, seen, why }) => {
    const is = seen === undefined ? 'there is none' : `it is ${printable(seen)}`;
    const because = why === undefined ? is : printable(why);
    return `  ${mark[standing]}  ${printable(what)}${standing === 'met' ? '' : dim(`  (${because})`)}`;
  });
  return [`${bold(printable(rule))}  ${verdict}`, ...lines].join('\n');
}

function inShort(decision: AccessDecision): string {
  return decision.kind === 'signIn' ? 'sign in' : decision.kind;
}

function showDecision(decision: AccessDecision, { bold, good, bad }: Style): string {
  switch (decision.kind) {
    case 'allowed': {
      const whom = decision.isPublic ? ', to anyone' : '';
      return `${good('allowed')} by ${bold(printable(decision.rule))}${whom}`;
    }
    case 'signIn':
      return `${bad('sign in')}  A rule may let somebody in, once it is known who asks.`;
    case 'denied':
      return `${bad('denied')}  ${printable(decision.why)}.`;
  }
}
