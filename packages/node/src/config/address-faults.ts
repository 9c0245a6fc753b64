import { type ConfigFault, isJsonObject, member } from '@drawbridge/core';
import { type ListenAddress, readListenAddress } from '../listener/listen-address.ts';
import { joinPath } from './path.ts';
import { defaultOf, type Schema, shapeOf } from './shape.ts';

interface Listening {
  readonly path: string;
  readonly address: ListenAddress;
}

/**
 * Finds listeners that would take each other's address, in whatever sections they are: the second could not start.
 *
 * @param value - of the whole configuration; of one that is not valid everywhere, what is valid is judged
 */
export function addressFaults(value: unknown, schema: Schema): readonly ConfigFault[] {
  const listening = listenersOf(value, schema, '');
  return listening.flatMap(({ path, address }, index) => {
    const other = listening.slice(0, index).find((one) => overlap(one.address, address));
    if (other === undefined) return [];
    const message = `is an address that ${other.path} takes: each listener needs one of its own`;
    return [{ path, message }];
  });
}

function listenersOf(value: unknown, schema: Schema, path: string): readonly Listening[] {
  if (!isJsonObject(value)) return [];
  return [...shapeOf(schema).members].flatMap(([name, inner]): readonly Listening[] => {
    const at = joinPath(path, name);
    const given = member(value, name);
    if (!shapeOf(inner).listens) return listenersOf(given, inner, at);
    const text = given ?? defaultOf(inner);
    const address = typeof text === 'string' ? readListenAddress(text) : undefined;
    return address === undefined ? [] : [{ path: at, address }];
  });
}

function overlap(a: ListenAddress, b: ListenAddress): boolean {
  // With 0, each gets a port that is free.
  if (a.port !== b.port || a.port === 0) return false;
  return a.host === b.host || holds(a.host, b.host) || holds(b.host, a.host);
}

/** Whether a host stands for all addresses of the machine, another's among them. */
function holds(host: string, other: string): boolean {
  return host === '::' || (host === '0.0.0.0' && !other.includes(':'));
}
