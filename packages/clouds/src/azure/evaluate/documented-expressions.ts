import type { Comparison } from './claims-expression.ts';

/** What the documentation has expressions over, for the tokens of one kind of issuer. */
interface Platform {
  isIssuer(issuer: string): boolean;
  /** Claims that go with `eq` and `matches`. */
  readonly patterns: readonly string[];
  /** Claims that go with `eq` alone. They never are another's, as names may come to be. */
  readonly ids: readonly string[];
  /** Whether an expression needs one of these, given what it compares sub with. */
  needsId(subjects: readonly string[]): boolean;
}

/**
 * Microsoft's documentation, "Flexible federated identity credentials (preview)" of 2026-08-14 and "Set up a flexible federated identity
 * credential" of 2026-09-18, which alone has project_id of GitLab (read 2026-11).
 */
const PLATFORMS: readonly Platform[] = [
  {
    isIssuer: (issuer) => issuer === 'https://token.actions.githubusercontent.com',
    patterns: ['sub', 'job_workflow_ref'],
    ids: ['repository_id', 'repository_owner_id'],
    needsId: () => true,
  },
  {
    isIssuer: (issuer) => /^https:\/\/gitlab\.(?:com|[^/.]+\.(?:com|ca))$/.test(issuer),
    patterns: ['sub'],
    ids: ['project_id'],
    needsId: (subjects) => !subjects.some((subject) => /^project_id:\d+:/.test(subject)),
  },
  {
    isIssuer: (issuer) =>
      ['https://app.terraform.io', 'https://app.eu.terraform.io'].includes(issuer),
    patterns: ['sub'],
    ids: [],
    needsId: () => false,
  },
];

/** Whether the documentation has such a comparison for the tokens of an issuer. */
export function isDocumented(issuer: string, { claim, operator }: Comparison): boolean {
  const platform = platformOf(issuer);
  if (platform === undefined) return false;
  return platform.patterns.includes(claim) || (operator === 'eq' && platform.ids.includes(claim));
}

/** Claims of which the documentation has an expression for an issuer compare one, and this one does none. */
export function claimsLeftOut(
  issuer: string,
  comparisons: readonly Comparison[],
): readonly string[] {
  const platform = platformOf(issuer);
  if (platform === undefined) return [];
  const subjects = comparisons.filter(({ claim }) => claim === 'sub');
  if (subjects.length === 0) return ['sub'];
  const { ids } = platform;
  const hasId = comparisons.some(({ claim, operator }) => operator === 'eq' && ids.includes(claim));
  const isNeeded = platform.needsId(subjects.map(({ comparand }) => comparand));
  return isNeeded && !hasId ? ids : [];
}

function platformOf(issuer: string): Platform | undefined {
  return PLATFORMS.find(({ isIssuer }) => isIssuer(issuer));
}
