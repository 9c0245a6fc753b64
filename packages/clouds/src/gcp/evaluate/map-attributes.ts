import { encodeUtf8, quote } from '@drawbridge/core';
import type { TokenView } from '@drawbridge/rules';
import type { CelBudget, CelOutcome } from '../../cel/index.ts';
import { about, type Finding, unclear, unmet } from '../../trust/finding.ts';
import { shown } from '../../trust/shown.ts';
import type { GcpRequirement } from '../doctor/requirements.ts';
import { LIMITS } from '../limits.ts';
import { cut } from './cut.ts';
import type { GoogleProvider, MappedAttribute } from './google-trust.ts';

/** What a token has at Google. A member that is `undefined` is not known; one that is not there was not mapped. */
export interface Attributes {
  readonly google: Readonly<Record<string, unknown>>;
  readonly attribute: Readonly<Record<string, unknown>>;
}

export interface Mapped {
  readonly attributes: Attributes;
  readonly findings: readonly Finding[];
}

/** What all expressions of a provider may cost together: some of them may cost as much as one alone may. */
export const PROVIDER_BUDGET = 2_000_000;

/** Evaluates the mapping of a provider. */
export function mapAttributes(
  { mapping }: GoogleProvider,
  { claims }: TokenView,
  budget: CelBudget,
): Mapped {
  const findings: Finding[] = [];
  const google: [string, unknown][] = [];
  const attribute: [string, unknown][] = [];
  for (const mapped of mapping) {
    const outcome = mapped.program.evaluate({ assertion: claims }, budget);
    const found = judge(mapped, outcome);
    if (found !== undefined) findings.push(...about([requirementOf(mapped, outcome)], [found]));
    if ('fault' in outcome) continue;
    const { target } = mapped;
    const name = target.slice(target.indexOf('.') + 1);
    const value = 'value' in outcome && found?.isCertain !== true ? outcome.value : undefined;
    (target.startsWith('google.') ? google : attribute).push([name, value]);
  }
  const size = judgeSize([...google, ...attribute].map(([, value]) => value));
  return {
    attributes: { google: Object.fromEntries(google), attribute: Object.fromEntries(attribute) },
    findings: [
      ...findings,
      ...about<GcpRequirement>(['mapping-size'], size === undefined ? [] : [size]),
    ],
  };
}

/** What an attribute that is not as it should be does not meet: a subject is to be there, and short. */
function requirementOf({ target }: MappedAttribute, outcome: CelOutcome): GcpRequirement {
  if (target !== 'google.subject') return 'mapping-cel';
  return 'value' in outcome && typeof outcome.value === 'string' && outcome.value !== ''
    ? 'subject-length'
    : 'mapping-subject';
}

function judge({ target, text }: MappedAttribute, outcome: CelOutcome): Finding | undefined {
  const at = `attributeMapping, ${target}=${cut(text)}`;
  const wanted = target === 'google.groups' ? 'a list of texts' : 'a text';
  if ('value' in outcome) return judgeValue(target, at, outcome.value);
  if ('fault' in outcome) {
    const seen = `it fails: ${outcome.fault}`;
    if (target === 'google.subject') {
      return unmet(at, seen, wanted, 'Map google.subject from a claim that every token has.');
    }
    const fix =
      'Have the issuer put the claim into the token, or take the attribute out of the mapping: what Google makes of an attribute that fails is not documented.';
    return unclear(at, seen, wanted, fix);
  }
  const seen =
    'unknown' in outcome
      ? `it depends on what is not known here: ${outcome.unknown}`
      : `it is not evaluated here: ${outcome.costly}`;
  return unclear(at, seen, wanted, 'Try it at Google, or write it more simply.');
}

function judgeValue(target: string, at: string, value: unknown): Finding | undefined {
  if (value === null && target !== 'google.subject') {
    const fix =
      'Have the issuer put a value there, or take the attribute out of the mapping: what Google makes of null is not documented.';
    return unclear(
      at,
      'it is null',
      target === 'google.groups' ? 'a list of texts' : 'a text',
      fix,
    );
  }
  if (target === 'google.groups') {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return undefined;
    const fix = 'Map google.groups from a claim that is a list of texts, or take it out.';
    // A text alone may be taken for a list of one.
    const find = typeof value === 'string' ? unclear : unmet;
    return find(at, `it is ${told(value)}`, 'a list of texts', fix);
  }
  if (typeof value !== 'string') {
    // Google says so: "The mapped attribute '…' must be of type STRING." (google-github-actions/auth, issue 378).
    const fix =
      'Make a text of it: string(…) of a number or bool, or .join(",") of a list of texts.';
    return unmet(at, `it is ${told(value)}`, 'a text', fix);
  }
  return target === 'google.subject' ? judgeSubject(at, value) : undefined;
}

function judgeSubject(at: string, subject: string): Finding | undefined {
  const wanted = `1 to ${LIMITS.subject} bytes`;
  if (subject === '') {
    const fix = 'Map google.subject from a claim that is never empty.';
    return unclear(at, 'it is empty', wanted, fix);
  }
  const bytes = encodeUtf8(subject).length;
  if (bytes <= LIMITS.subject) return undefined;
  const fix =
    'Map a part of the claim that is unique, such as assertion.sub.split("/")[1], or have the issuer make shorter subjects.';
  // The page counts characters, the API bytes.
  const find = Array.from(subject).length > LIMITS.subject ? unmet : unclear;
  return find(at, `it has ${bytes} bytes: ${quote(subject)}`, wanted, fix);
}

function judgeSize(values: readonly unknown[]): Finding | undefined {
  const size = values
    .flat()
    .reduce<number>(
      (sum, value) => sum + (typeof value === 'string' ? encodeUtf8(value).length : 0),
      0,
    );
  if (size <= LIMITS.total) return undefined;
  const find = size > LIMITS.raisedTotal ? unmet : unclear;
  return find(
    'attributeMapping',
    `all attributes together have ${size} bytes`,
    `${LIMITS.total} bytes at most`,
    'Map fewer groups: filter them, as in assertion.groups.filter(g, g.startsWith("gcp-")).',
  );
}

/** A value of CEL, which may be none of JSON. */
function told(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Map) return 'a map';
  return typeof value === 'object' && value !== null ? 'neither text nor number' : shown(value);
}
