import { encodeUtf8, quote } from '@drawbridge/core';
import type { TokenView } from '@drawbridge/rules';
import type { CelOutcome } from '../../cel/index.ts';
import type { Reason } from '../../trust/index.ts';
import { cut } from './cut.ts';
import type { GoogleProvider, MappedAttribute } from './google-trust.ts';
import type { Findings } from './judge-token.ts';

/**
 * IAM API, attributeMapping: google.subject has 127 bytes at most ("characters" on the page of Workload Identity Federation), and all
 * together have 8 KB; for workforce pools, that was raised to 16 KB.
 */
const LIMITS = { subject: 127, total: 8192, raisedTotal: 16_384 } as const;

/** What a token has at Google. A member that is `undefined` is not known; one that is not there was not mapped. */
export interface Attributes {
  readonly google: Readonly<Record<string, unknown>>;
  readonly attribute: Readonly<Record<string, unknown>>;
}

export interface Mapped extends Findings {
  readonly attributes: Attributes;
}

/** Evaluates the mapping of a provider. */
export function mapAttributes({ mapping }: GoogleProvider, { claims }: TokenView): Mapped {
  const refused: Reason[] = [];
  const open: Reason[] = [];
  const google: [string, unknown][] = [];
  const attribute: [string, unknown][] = [];
  for (const mapped of mapping) {
    const { target } = mapped;
    const outcome = mapped.program.evaluate({ assertion: claims });
    const judged = judge(mapped, outcome);
    if (judged !== undefined) (judged.isSure ? refused : open).push(judged.reason);
    const [space, name] = [target.split('.', 1)[0], target.slice(target.indexOf('.') + 1)];
    if ('fault' in outcome) continue;
    const value = 'value' in outcome && judged?.isSure !== true ? outcome.value : undefined;
    (space === 'google' ? google : attribute).push([name, value]);
  }
  const attributes = {
    google: Object.fromEntries(google),
    attribute: Object.fromEntries(attribute),
  };
  const size = judgeSize([...google, ...attribute].map(([, value]) => value));
  if (size !== undefined) (size.isSure ? refused : open).push(size.reason);
  return { attributes, refused, open };
}

interface Judged {
  /** Whether Google surely refuses the token for it. */
  readonly isSure: boolean;
  readonly reason: Reason;
}

function judge(mapped: MappedAttribute, outcome: CelOutcome): Judged | undefined {
  const { target, text } = mapped;
  const isSubject = target === 'google.subject';
  const at = `attributeMapping, ${target}=${cut(text)}`;
  const wanted = target === 'google.groups' ? 'a list of texts' : 'a text';
  if ('unknown' in outcome || 'costly' in outcome) {
    const seen =
      'unknown' in outcome
        ? `it depends on what is not known here: ${outcome.unknown}`
        : `it is not evaluated here: ${outcome.costly}`;
    return {
      isSure: false,
      reason: { at, seen, wanted, fix: 'Try it at Google, or write it more simply.' },
    };
  }
  if ('fault' in outcome) {
    const seen = `it fails: ${outcome.fault}`;
    return isSubject
      ? {
          isSure: true,
          reason: {
            at,
            seen,
            wanted,
            fix: 'Map google.subject from a claim that every token has.',
          },
        }
      : {
          isSure: false,
          reason: {
            at,
            seen,
            wanted,
            fix: 'Have the issuer put the claim into the token, or take the attribute out of the mapping: what Google makes of an attribute that fails is not documented.',
          },
        };
  }
  return judgeValue(target, at, outcome.value);
}

function judgeValue(target: string, at: string, value: unknown): Judged | undefined {
  if (target === 'google.groups') {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return undefined;
    const fix = 'Map google.groups from a claim that is a list of texts, or take it out.';
    // A text alone may be taken for a list of one.
    return {
      isSure: typeof value !== 'string',
      reason: { at, seen: `it is ${told(value)}`, wanted: 'a list of texts', fix },
    };
  }
  if (typeof value !== 'string') {
    // Google says so: "The mapped attribute '…' must be of type STRING." (google-github-actions/auth, issue 378).
    const fix =
      'Make a text of it: string(…) of a number or bool, or .join(",") of a list of texts.';
    return { isSure: true, reason: { at, seen: `it is ${told(value)}`, wanted: 'a text', fix } };
  }
  if (target !== 'google.subject') return undefined;
  const bytes = encodeUtf8(value).length;
  const isLong = bytes > LIMITS.subject;
  if (!isLong && value !== '') return undefined;
  const fix = isLong
    ? 'Map a part of the claim that is unique, such as assertion.sub.split("/")[1], or have the issuer make shorter subjects.'
    : 'Map google.subject from a claim that is never empty.';
  return {
    isSure: isLong && Array.from(value).length > LIMITS.subject,
    reason: {
      at,
      seen: isLong ? `it has ${bytes} bytes: ${quote(value)}` : 'it is empty',
      wanted: `1 to ${LIMITS.subject} bytes`,
      fix,
    },
  };
}

function judgeSize(values: readonly unknown[]): Judged | undefined {
  const size = values
    .flat()
    .reduce<number>(
      (sum, value) => sum + (typeof value === 'string' ? encodeUtf8(value).length : 0),
      0,
    );
  if (size <= LIMITS.total) return undefined;
  return {
    isSure: size > LIMITS.raisedTotal,
    reason: {
      at: 'attributeMapping',
      seen: `all attributes together have ${size} bytes`,
      wanted: `${LIMITS.total} bytes at most`,
      fix: 'Map fewer groups: filter them, as in assertion.groups.filter(g, g.startsWith("gcp-")).',
    },
  };
}

function told(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return 'a map';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'neither text nor number' : quote(value);
}
