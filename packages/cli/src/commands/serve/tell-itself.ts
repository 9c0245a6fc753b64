import type { Log, LogFields } from '@drawbridge/core';
import type { ExchangeSection } from '@drawbridge/exchange/node';
import type { StopTerms } from '@drawbridge/node/workers';
import { type StartReaders, tellRules } from './start-messages.ts';

/** Who is told how a part fares. */
export interface Teller {
  /** It serves. */
  ready(fields: LogFields): void;
  /** It is to stop. */
  stopping(signal: string, terms: StopTerms): void;
  /** Waited for once nobody can connect any more. */
  readonly unreachable?: () => Promise<void>;
  /** @param stopped - how many connections were cut off, and the milliseconds since no more calls were taken */
  stopped(stopped: { readonly cutOff: number; readonly ms: number }): void;
}

/** Has the log told of a part that this process serves. */
export function tellPart(part: string, log: Log): Teller {
  return {
    ready(fields) {
      log.info(`${part} ready`, fields);
    },
    stopping(signal, { delay }) {
      log.info(`${part} stopping`, { signal, ...(delay > 0 && { delay }) });
    },
    stopped({ cutOff, ms }) {
      const fields = { ms: Math.round(ms), cutOff };
      if (cutOff > 0) log.warn(`${part} stopped`, fields);
      else log.info(`${part} stopped`, fields);
    },
  };
}

/** Has the log told of an exchange that this process serves, and of its rules. */
export function tellItself({ rules }: ExchangeSection, readers: StartReaders): Teller {
  const teller = tellPart('exchange', readers.log);
  return {
    ...teller,
    ready(fields) {
      tellRules(rules, readers);
      teller.ready(fields);
    },
  };
}
