import { describe, expect, it } from 'vitest';
import { GITHUB_MEMBERSHIP } from './documented-answers.fixture.ts';
import { githubTeams } from './github-teams.ts';
import { vouchProviderDefaults } from './provider-defaults.ts';
import { ACCESS_TOKEN, json, type StubAnswer } from './vouch-provider.fixture.ts';

const { userTeamUrl = '', userOrgUrl = '' } = vouchProviderDefaults('github', {});
const API = 'https://api.github.com/orgs';
const none =
  (status: number): StubAnswer =>
  () =>
    new Response(null, { status });

/** Asks for teams, of whom GitHub says this. */
async function ask(
  teamWhitelist: readonly string[],
  answers: Readonly<Record<string, StubAnswer>>,
  username = 'ada',
) {
  const asked: string[] = [];
  const teams = await githubTeams({
    userTeamUrl: `${userTeamUrl}?access_token=`,
    userOrgUrl,
    teamWhitelist,
    username,
    accessToken: ACCESS_TOKEN,
    timeout: 1000,
    async fetch(url, { headers, method, signal }) {
      asked.push(url);
      expect(headers['authorization']).toBe(`Bearer ${ACCESS_TOKEN}`);
      const answer = answers[url] ?? none(404);
      return answer({ url, headers, method, signal, body: new URLSearchParams() });
    },
  });
  return { teams, asked };
}

const TEAM = `${API}/acme/teams/core/memberships/ada`;
const ORG = `${API}/acme/members/ada`;

describe('teams of GitHub', () => {
  it.each([
    ['is pending', { [TEAM]: json({ ...GITHUB_MEMBERSHIP, state: 'pending' }) }],
    ['is told without a state', { [TEAM]: json({}) }],
    ['is told by a page', { [TEAM]: () => new Response('<html>active') }],
    ['is none', { [TEAM]: none(404) }],
    ['is told of the organization alone', { [ORG]: none(204) }],
  ])('are none where a membership %s', async (_, answers) => {
    expect((await ask(['acme/core'], answers)).teams).toEqual([]);
  });

  // https://docs.github.com/en/rest/orgs/members#check-organization-membership-for-a-user
  it.each([302, 404])('are none for an organization that answers %d', async (status) => {
    expect((await ask(['acme'], { [ORG]: none(status) })).teams).toEqual([]);
  });

  it.each([
    ['acme/core', TEAM, 204],
    ['acme/core', TEAM, 302],
    ['acme/core', TEAM, 403],
    ['acme', ORG, 200],
    ['acme', ORG, 403],
    ['acme', ORG, 500],
  ])('of %s are not known where %s answers %d, and no name is told', async (entry, url, status) => {
    const asked = ask([entry], { [url]: none(status) });
    await expect(asked).rejects.toMatchObject({ kind: 'upstream' });
    await expect(asked).rejects.not.toMatchObject({ message: expect.stringContaining('ada') });
  });

  it('are not known where the connection breaks, and no name is told', async () => {
    const broken: StubAnswer = () => Promise.reject(new TypeError(`${TEAM} is not reached`));
    const asked = ask(['acme/core'], { [TEAM]: broken });
    await expect(asked).rejects.not.toMatchObject({ message: expect.stringContaining('ada') });
  });

  it('are those of the list, and no others are asked for', async () => {
    const list = ['acme/ops', 'acme', 'acme/core', 'a/b/c', '/x', 'y/', ''];
    const answers = { [TEAM]: json(GITHUB_MEMBERSHIP), [ORG]: none(204) };
    const { teams, asked } = await ask(list, answers);
    expect(teams).toEqual(['acme', 'acme/core']);
    expect(asked.toSorted()).toEqual(
      [`${API}/acme/teams/ops/memberships/ada`, ORG, TEAM].toSorted(),
    );
  });

  it.each(['.', '..'])('are none of a name that makes another address: %s', async (username) => {
    const { teams, asked } = await ask(['acme', 'acme/core'], {}, username);
    expect([teams, asked]).toEqual([[], []]);
  });

  it('are asked for by one name, whatever is in it', async () => {
    const { asked } = await ask(['acme', 'a?b/c#d'], {}, '../../x?:org_id');
    expect(asked).toEqual([
      `${API}/acme/members/..%2F..%2Fx%3F%3Aorg_id`,
      `${API}/a%3Fb/teams/c%23d/memberships/..%2F..%2Fx%3F%3Aorg_id`,
    ]);
  });
});
