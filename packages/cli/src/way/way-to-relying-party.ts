import {
  type Answer,
  examine,
  failed,
  type Outcome,
  passed,
  type RelyingParty,
  type Scene,
  unknown,
} from '@drawbridge/clouds/doctor';
import type { Links } from './link.ts';

/** The links of an issuer's token by what a relying party's rules are about, in the order in which the token travels. */
const LINKS: readonly (readonly [about: Answer['about'], at: string])[] = [
  ['address', 'issuer address'],
  ['tls', 'issuer certificate'],
  ['discovery', 'discovery document'],
  ['keys', 'keys'],
  ['token', 'token'],
  ['trust', 'trust'],
];

/**
 * From the address of an issuer to the trust of who is to take its token, by that one's own rules: what it does not ask for
 * breaks nothing.
 */
export async function* wayToRelyingParty<Trust>(
  party: RelyingParty<Trust>,
  scene: Scene<Trust>,
): Links {
  const answers = await examine(party, scene);
  for (const [about, at] of LINKS) {
    const own = answers.filter((answer) => answer.about === about);
    if (own.length > 0) yield { at: `${at} (${party.title})`, outcome: outcomeOf(own, party) };
  }
}

/** A link holds unless one of its rules has failed. Those that failed come first. */
function outcomeOf(answers: readonly Answer[], { name }: Pick<RelyingParty, 'name'>): Outcome {
  const count = (state: Answer['state']) => answers.filter((each) => each.state === state).length;
  const [worst] = answers;
  if (worst?.state === 'failed') {
    return failed(
      `${worst.id}: ${worst.seen}; wanted: ${worst.wanted}`,
      `${worst.fix ?? ''} "drawbridge doctor ${name}" has every rule.`.trim(),
    );
  }
  const open = count('unknown');
  // Of what was not seen at all nothing holds.
  if (worst?.state === 'unknown' && count('passed') === 0) {
    return unknown(`${worst.id}: ${worst.seen}`, worst.fix ?? '');
  }
  const told = [
    count('passed') === 1 ? '1 rule holds' : `${count('passed')} rules hold`,
    ...(count('warning') > 0
      ? [count('warning') === 1 ? '1 warns' : `${count('warning')} warn`]
      : []),
    ...(open > 0 ? [`${open} cannot be known from here`] : []),
  ];
  return passed(told.join(', '));
}
