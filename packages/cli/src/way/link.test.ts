import { failed, passed, unknown } from '@drawbridge/clouds/doctor';
import { expect, it } from 'vitest';
import { goAlong, type Links } from './link.ts';

it('goes past what holds and what cannot be known, and no further than what is broken', async () => {
  const looked: string[] = [];
  async function* way(): Links {
    for (const at of ['name', 'tls', 'keys', 'token']) {
      looked.push(at);
      const outcome =
        at === 'keys'
          ? failed('none', 'Publish them.')
          : at === 'tls'
            ? unknown('a proxy is between', 'Look elsewhere.')
            : passed('it is there');
      yield { at, outcome };
    }
  }
  const { links, broken } = await goAlong(way());
  expect(links.map(({ at }) => at)).toEqual(['name', 'tls', 'keys']);
  expect(broken?.at).toBe('keys');
  expect(looked).toEqual(['name', 'tls', 'keys']);
});

it('closes what a way holds open when it goes no further', async () => {
  let closed = false;
  async function* way(): Links {
    try {
      yield { at: 'name', outcome: failed('none', 'Correct it.') };
    } finally {
      closed = true;
    }
  }
  await goAlong(way());
  expect(closed).toBe(true);
});
