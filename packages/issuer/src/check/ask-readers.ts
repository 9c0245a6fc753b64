import { relyingParty as aws } from '@drawbridge/clouds/aws/doctor';
import { relyingParty as azure } from '@drawbridge/clouds/azure/doctor';
import type { DoctorRule, RelyingParty, Scene } from '@drawbridge/clouds/doctor';
import { relyingParty as gcp } from '@drawbridge/clouds/gcp/doctor';
import { relyingParty as kubernetes } from '@drawbridge/clouds/kubernetes/doctor';
import { relyingParty as vault } from '@drawbridge/clouds/vault/doctor';
import { member, quote } from '@drawbridge/core';
import type { Finding, Reader } from './finding.ts';

/** What of a relying party is needed where neither a token nor its configuration is there. */
type Party = Pick<RelyingParty<never>, 'name' | 'rules'>;

const PARTIES: readonly Party[] = [aws, gcp, azure, kubernetes, vault];

/** What of an issuer there is to see without a token, in the order in which it is seen. */
const SUBJECTS: readonly DoctorRule['about'][] = ['address', 'tls', 'discovery', 'keys'];

/** The most names of algorithms that are told. */
const MOST_NAMES = 20;

/** What a rule of a relying party found. */
interface Failure {
  readonly reader: Reader;
  readonly rule: Pick<DoctorRule, 'id' | 'about' | 'level'>;
  readonly seen: string;
  readonly fix: string;
}

/** Has each relying party judge an issuer by its own rules: what is seen by several of them is one finding. */
export function askReaders(scene: Scene<never>): readonly Finding[] {
  const failures = PARTIES.flatMap((party) => [
    ...failuresOf(party, scene),
    ...algorithmFailures(party, scene),
  ]);
  const facts = [...new Set(failures.map(({ seen }) => seen))].map((seen) =>
    toFinding(failures.filter((failure) => failure.seen === seen)),
  );
  return SUBJECTS.flatMap((subject) => facts.filter(({ about }) => about === subject));
}

function failuresOf({ name, rules }: Party, scene: Scene<never>): readonly Failure[] {
  return rules.flatMap((rule) => {
    const outcome = SUBJECTS.includes(rule.about) ? rule.judge(scene) : undefined;
    return outcome?.state === 'failed' ? [{ reader: name, rule, ...outcome }] : [];
  });
}

/** A relying party that takes no algorithm of those that the issuer says it signs with takes none of its tokens. */
function algorithmFailures({ name, rules }: Party, scene: Scene<never>): readonly Failure[] {
  const rule = rules.find(({ id }) => id === 'token-algorithm');
  const named = member(scene.discovery ?? {}, 'id_token_signing_alg_values_supported');
  if (rule === undefined || !Array.isArray(named) || named.length === 0) return [];
  const algorithms = named as readonly unknown[];
  const signature = { state: 'unknown', why: 'there is no token' } as const;
  const outcomes = algorithms.map((alg) =>
    rule.judge({ ...scene, token: { length: 0, header: { alg }, claims: {}, signature } }),
  );
  const [first] = outcomes;
  if (first?.state !== 'failed' || outcomes.some((one) => one?.state !== 'failed')) return [];
  const more = algorithms.length - MOST_NAMES;
  const told = algorithms.slice(0, MOST_NAMES).map(quote).join(', ');
  const seen = `the discovery document names ${told}${more > 0 ? ` and ${more} more` : ''}, and no algorithm that is taken`;
  return [{ reader: name, rule: { ...rule, about: 'discovery' }, seen, fix: first.fix }];
}

/** It is told as who refuses tokens for it has it: who only may has other ways out. */
function toFinding(failures: readonly Failure[]): Finding {
  const refusing = failures.filter(({ rule }) => rule.level === 'error');
  const [told] = failures as readonly [Failure, ...Failure[]];
  const first = refusing[0] ?? told;
  const { id, about } = first.rule;
  const refusedBy = [...new Set(refusing.map(({ reader }) => reader))];
  const readers = [...new Set(failures.map(({ reader }) => reader))];
  return {
    id,
    about,
    level: refusedBy.length > 0 ? 'error' : 'warning',
    message: first.seen,
    advice: first.fix,
    refusedBy,
    mindedBy: readers.filter((reader) => !refusedBy.includes(reader)),
  };
}
