import { describe, expect, it } from 'vitest';
import { assumeRoleWithWebIdentity } from './assume-role.ts';
import { longestSession } from './longest-session.ts';
import { ANSWER, ENDPOINT, errorXml, ROLE, scripted, TOKEN, xml } from './sts.fixture.ts';

/** As AWS says it. */
const EXCEEDED = errorXml(
  'ValidationError',
  'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
);
/** As Ceph says it. */
const ODD = errorXml('InvalidArgument', '');
const tooLong = (answer = EXCEEDED) => xml(answer, 400);

function askFor(...answers: readonly (() => Response)[]) {
  const script = scripted(...answers);
  const { fetch, retry } = script;
  const common = { role: ROLE, endpoint: ENDPOINT, token: TOKEN, sessionName: 'ann' };
  const ask = (duration: number) =>
    assumeRoleWithWebIdentity({ ...common, duration, fetch, retry });
  const asked = () => script.requests.map(({ request }) => request.body.get('DurationSeconds'));
  return { ask, asked };
}

describe('longestSession', () => {
  it.each([
    ['refused', errorXml('AccessDenied', 'Not authorized')],
    ['another setting', errorXml('ValidationError', "Value at 'roleSessionName' failed")],
    ['too short', errorXml('ValidationError', "Value '1' at 'durationSeconds' failed")],
  ])('asks once, and for nothing shorter, where the request is %s', async (_, answer) => {
    const { ask, asked } = askFor(() => xml(answer, 400));
    await expect(longestSession(false, ask)).rejects.toThrow(/answered/);
    expect(asked()).toEqual(['43200']);
  });

  it('asks four times at most, and then says what STS says', async () => {
    const { ask, asked } = askFor(() => tooLong());
    await expect(longestSession(false, ask)).rejects.toMatchObject({
      code: 'cloud_setting_invalid',
      message: expect.stringContaining('exceeds the MaxSessionDuration'),
    });
    expect(asked()).toEqual(['43200', '28800', '14400', '3600']);
  });

  it('asks once for a role that is assumed by another', async () => {
    const { ask, asked } = askFor(() => tooLong());
    await expect(longestSession(true, ask)).rejects.toMatchObject({
      code: 'cloud_setting_invalid',
    });
    expect(asked()).toEqual(['3600']);
  });

  it.each([
    [0, 43_200],
    [1, 28_800],
    [2, 14_400],
    [3, 3600],
  ])('has the session that is given after %i refusals, of %i seconds', async (count, duration) => {
    const refusals = Array.from({ length: count }, () => () => tooLong());
    const { ask } = askFor(...refusals, () => xml(ANSWER));
    const { value, ...rest } = await longestSession(false, ask);
    expect(rest).toEqual({ duration });
    expect(value.arn).toContain('assumed-role/deploy');
  });

  it('understands Ceph, which does not say what is wrong', async () => {
    const { ask } = askFor(
      () => tooLong(ODD),
      () => xml(ANSWER),
    );
    expect((await longestSession(false, ask)).duration).toBe(28_800);
  });
});
