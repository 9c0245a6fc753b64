import { byClaim, ISSUER, JANE, type TokenCase } from './published-tokens.fixture.ts';

/** The cases of the same source as those of claims that are about groups which another server tells, or another claim. */

const WITH_GROUPS = byClaim('username', '', '');
const SOURCES = { src1: { endpoint: `${ISSUER.url}/groups`, access_token: 'groups_token' } };
const ELSEWHERE = { ...JANE, _claim_names: { groups: 'src1' }, _claim_sources: SOURCES };
const AT_GROUPS = 'claimMappings.groups';

export const GROUP_CASES: readonly TokenCase[] = [
  // What the other server answers makes these different, and is not known here.
  {
    name: 'groups-distributed',
    authenticator: WITH_GROUPS,
    claims: ELSEWHERE,
    wanted: { undecidedAt: AT_GROUPS },
  },
  {
    name: 'groups-distributed invalid client',
    authenticator: WITH_GROUPS,
    claims: ELSEWHERE,
    wanted: { undecidedAt: AT_GROUPS },
  },
  {
    name: 'groups-distributed-malformed-distributed-claim',
    authenticator: WITH_GROUPS,
    claims: ELSEWHERE,
    wanted: { undecidedAt: AT_GROUPS },
  },
  {
    name: 'groups-distributed-wrong-audience',
    authenticator: WITH_GROUPS,
    claims: ELSEWHERE,
    wanted: { undecidedAt: AT_GROUPS },
  },
  {
    name: 'groups-distributed-expired-token',
    authenticator: WITH_GROUPS,
    claims: ELSEWHERE,
    wanted: { undecidedAt: AT_GROUPS },
  },
  {
    name: 'group-string-claim-distributed',
    authenticator: WITH_GROUPS,
    claims: ELSEWHERE,
    wanted: { undecidedAt: AT_GROUPS },
  },
  {
    name: 'groups-prefix-distributed',
    authenticator: byClaim('username', 'oidc:', 'groups:'),
    claims: ELSEWHERE,
    wanted: { undecidedAt: AT_GROUPS },
  },
  {
    name: 'groups-distributed-unusual-name',
    authenticator: byClaim('username', '', '', 'rabbits'),
    claims: { ...ELSEWHERE, _claim_names: { rabbits: 'src1' } },
    wanted: { undecidedAt: AT_GROUPS },
  },
  {
    name: 'groups-distributed-malformed-claim-names',
    authenticator: WITH_GROUPS,
    claims: { ...ELSEWHERE, _claim_names: { groups: 'nonexistent-claim-source' } },
    wanted: { refusedAt: 'the claim _claim_names' },
  },
  {
    name: 'groups-distributed-malformed-names-and-sources',
    authenticator: WITH_GROUPS,
    claims: { ...JANE, _claim_names: { groups: 'src1' } },
    wanted: { refusedAt: 'the claim _claim_names' },
  },
  {
    name: 'groups-distributed-normal-claim-wins',
    authenticator: WITH_GROUPS,
    claims: { ...ELSEWHERE, groups: 'team1' },
    wanted: { username: 'jane', groups: ['team1'] },
  },
  {
    name: 'group-string-claim',
    authenticator: WITH_GROUPS,
    claims: { ...JANE, groups: 'team1' },
    wanted: { username: 'jane', groups: ['team1'] },
  },
  {
    name: 'group-string-claim-aggregated-not-supported',
    authenticator: WITH_GROUPS,
    claims: { ...ELSEWHERE, _claim_sources: { src1: { JWT: 'some.jwt.token' } } },
    wanted: { username: 'jane' },
  },
];
