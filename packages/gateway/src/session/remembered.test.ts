import * as fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Session } from './session.ts';
import { APP, AUTH, createWorld, HOUR, LIFETIME, type World } from './sessions.fixture.ts';
import type { Sessions } from './sessions.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** What happens to sessions of two people, each of whom has two at their provider. */
type Step =
  | { readonly does: 'begin'; readonly who: number; readonly sid: number }
  | { readonly does: 'end' | 'endListed'; readonly which: number }
  | { readonly does: 'endPerson'; readonly who: number }
  | { readonly does: 'endSid'; readonly who: number; readonly sid: number }
  | { readonly does: 'wait'; readonly seconds: number };

const two = fc.nat(1);
const begin: fc.Arbitrary<Step> = fc.record({
  does: fc.constant('begin' as const),
  who: two,
  sid: two,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  begin,
  fc.record({ does: fc.constantFrom('end' as const, 'endListed' as const), which: fc.nat(5) }),
  fc.record({ does: fc.constant('endPerson' as const), who: two }),
  fc.record({ does: fc.constant('endSid' as const), who: two, sid: two }),
  fc.record({
    does: fc.constant('wait' as const),
    seconds: fc.constantFrom(1, 500, HOUR - 1, HOUR, LIFETIME),
  }),
);

interface Known {
  readonly session: Session;
  readonly who: string;
  readonly sid: string;
  readonly cookies: ReadonlyMap<string, string>;
  isEnded: boolean;
}

let runs = 0;

/** Has one process remember all that happens, and asks one that has just begun each time. */
async function live(make: () => Sessions, steps: readonly Step[], isWarmFirst: boolean) {
  const run = runs++;
  const warm = make();
  const { issuer } = world.issuer;
  const known: Known[] = [];
  const whoOf = (who: number) => `person-${run}-${who}`;
  const sidOf = (who: number, sid: number) => `sid-${run}-${who}-${sid}`;
  const endThose = (those: (each: Known) => boolean) => {
    for (const each of known.filter(those)) each.isEnded = true;
  };

  async function take(next: Step): Promise<void> {
    // Whoever ends a session need not be the one who remembers it.
    const other = make();
    switch (next.does) {
      case 'begin': {
        const [who, sid] = [whoOf(next.who), sidOf(next.who, next.sid)];
        const session = await warm.begin(await world.signedIn({ claims: { sub: who }, sid }));
        const cookies = new Map<string, string>();
        for (const host of [APP, AUTH]) cookies.set(host, await warm.cookieFor(session, host));
        known.push({ session, who, sid, cookies, isEnded: false });
        return;
      }
      case 'end': {
        const one = known[next.which % known.length];
        if (one === undefined) return;
        await other.end(one.session);
        one.isEnded = true;
        return;
      }
      case 'endListed': {
        const one = known[next.which % known.length];
        const listed = one && (await other.list(one.session.user));
        const handle = listed?.[next.which % listed.length]?.handle;
        if (one !== undefined && handle !== undefined) {
          await other.endListed(one.session.user, handle);
        }
        return;
      }
      case 'endPerson':
        await other.endPerson(issuer, whoOf(next.who));
        return endThose(({ who }) => who === whoOf(next.who));
      case 'endSid':
        await other.endSid(issuer, sidOf(next.who, next.sid));
        return endThose(({ sid }) => sid === sidOf(next.who, next.sid));
      case 'wait':
        world.clock.advance(next.seconds);
    }
  }

  async function compare(): Promise<void> {
    for (const { session, who, cookies, isEnded } of known) {
      for (const [of, cookie] of cookies) {
        for (const host of cookies.keys()) {
          const order = isWarmFirst ? [warm, make()] : [make(), warm];
          const opened: (Session | undefined)[] = [];
          for (const sessions of order) opened.push(await sessions.open(cookie, host));
          const [first, second] = opened;
          expect(first?.id).toBe(second?.id);
          expect(first?.user).toEqual(second?.user);
          if (isEnded || of !== host) expect(first).toBeUndefined();
          if (first !== undefined)
            expect([first.id, first.user.subject]).toEqual([session.id, who]);
        }
      }
    }
  }

  for (const next of steps) {
    await take(next);
    await compare();
  }
  return known;
}

it.each<[string, () => Sessions]>([
  ['in the store', () => world.inStore()],
  ['in cookies', () => world.inCookies()],
])(
  'sessions %s are those that are there, whatever is remembered of them (property)',
  async (_, make) => {
    await fc.assert(
      fc.asyncProperty(
        begin,
        fc.array(step, { maxLength: 7 }),
        fc.boolean(),
        async (first, more, isWarmFirst) => {
          await live(make, [first, ...more], isWarmFirst);
        },
      ),
      { numRuns: 25 },
    );
  },
);
