import { afterAll, expect, test } from 'vitest';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

/** A line of what was decided, as far as the outcome. */
const LINE = /<li id="log-\d+">.*?<\/strong>/gs;

test('the home page of drawbridge dev tries six parts without a person, and frees every port', async () => {
  const data = await stage.folder();
  const command = await stage.start(['dev', '--data', data, '--listen', '127.0.0.1:0']);
  const [home = ''] = await command.waitFor('stdout', /http:\/\/\S+\/(?=\n[^]*Ctrl-C)/);
  const { origin } = new URL(home);
  const page = await (await fetch(home)).text();
  const names = [...page.matchAll(/<h2 id="[a-z]+-name">([^<]+)/g)].map(([, name]) => name);
  expect(names.slice(0, 6)).toEqual(['Exchange', 'Gateway', 'Issuer', 'Login', 'Guard', 'Inject']);

  // A button that leads to a sign-in is for a person.
  for (const [, path = ''] of page.matchAll(/<form method="post" action="([^"]+)">/g)) {
    await fetch(origin + path, { method: 'POST', redirect: 'manual', headers: { origin } });
  }
  const after = await (await fetch(home)).text();
  expect([...after.matchAll(LINE)].map(([line]) => inWords(line))).toEqual([
    'Inject ✓ Token added',
    'Guard ✓ Let in',
    'Guard ✕ Refused with 401',
    'Guard ✕ Refused with 401',
    'Guard ✓ Let in',
    'Issuer ✓ Signed and verified',
    'Gateway ✓ Let in',
    'Gateway ✕ Refused',
    'Exchange ✕ Refused',
    'Exchange ✓ Let across',
    'Exchange ✓ Let across',
  ]);

  const urls = [...after.matchAll(/href="(http:\/\/127\.0\.0\.1:\d+)/g)].map(
    ([, url]) => url ?? '',
  );
  expect(await command.stop('SIGINT')).toEqual({ code: 0, signal: null });
  for (const url of new Set([...urls, home]))
    await expect(fetch(url), url).rejects.toThrow(TypeError);
});

function inWords(line: string): string {
  const text = line.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  return text.replace(/^.*?\d\d:\d\d:\d\d /, '').trim();
}
