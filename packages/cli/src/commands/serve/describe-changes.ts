import { isDeepStrictEqual } from 'node:util';
import type { ExchangeSection } from '@drawbridge/exchange/node';
import type { GatewaySection } from '@drawbridge/gateway/node';

/** How many names of a kind are told. */
const MAX_NAMED = 10;

/**
 * Says what differs between two sections of an exchange, in words for a line of the log: rules, upstreams and clients by
 * their names, other settings by theirs. Values are left out.
 */
export function describeChanges(before: ExchangeSection, after: ExchangeSection): string {
  const { upstreams, rules, clients = [] } = after;
  return inWords([
    ...listChanges('rules', before.rules, rules, ({ name }) => name),
    ...listChanges('upstreams', before.upstreams, upstreams, ({ issuer }) => issuer),
    ...listChanges('clients', before.clients ?? [], clients, ({ id }) => id),
    ...otherChanges('exchange', ['rules', 'upstreams', 'clients'], before, after),
  ]);
}

/** The same for two sections of a gateway: rules, providers and hosts by their names. */
export function describeGatewayChanges(before: GatewaySection, after: GatewaySection): string {
  const { rules, providers, hosts } = after;
  return inWords([
    ...listChanges('rules', before.rules, rules, ({ name }) => name),
    ...listChanges('providers', before.providers, providers, ({ name }) => name),
    ...listChanges('hosts', before.hosts, hosts, (host) => host),
    ...otherChanges('gateway', ['rules', 'providers', 'hosts'], before, after),
  ]);
}

function inWords(parts: readonly string[]): string {
  return parts.length === 0 ? 'none in the settings' : parts.join('; ');
}

function listChanges<T>(
  noun: string,
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
): readonly string[] {
  const old = new Map(before.map((item) => [nameOf(item), item]));
  const now = new Map(after.map((item) => [nameOf(item), item]));
  const kept = [...now.keys()].filter((name) => old.has(name));
  const keptBefore = [...old.keys()].filter((name) => now.has(name));
  const told = [
    say(
      `${noun} added`,
      [...now.keys()].filter((name) => !old.has(name)),
    ),
    say(
      `${noun} removed`,
      [...old.keys()].filter((name) => !now.has(name)),
    ),
    say(
      `${noun} changed`,
      kept.filter((name) => !isDeepStrictEqual(old.get(name), now.get(name))),
    ),
    // The first match decides, so the order of rules is part of what they say.
    isDeepStrictEqual(kept, keptBefore) ? undefined : `${noun} in another order`,
  ];
  return told.filter((part) => part !== undefined);
}

function say(what: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const rest = names.length - MAX_NAMED;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return `${what}: ${names.slice(0, MAX_NAMED).join(', ')}${more}`;
}

function otherChanges<T extends object>(
  part: string,
  named: readonly string[],
  before: T,
  after: T,
): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter(
    (name) =>
      !named.includes(name) &&
      !isDeepStrictEqual(Reflect.get(before, name), Reflect.get(after, name)),
  );
  const told = say(
    'changed',
    changed.map((name) => `${part}.${name}`),
  );
  return told === undefined ? [] : [told];
}
