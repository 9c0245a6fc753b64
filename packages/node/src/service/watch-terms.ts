import type { Clock, Log, Metrics } from '@drawbridge/core';
import { certificateTerm, type CertificateTerm } from '../certificates/certificate-term.ts';

/** Watches when the certificates of listeners end. */
export interface TermWatch {
  /**
   * Has a listener's certificate watched, in the place of the one before, and tells at once what is wrong.
   *
   * @param certificate - PEM text
   */
  watch(listener: string, certificate: string): void;
  close(): void;
}

/** What a term is judged by, and where it is told. */
export interface TermWatchOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds between two looks. Default: one hour, for some certificates live a day. */
  readonly interval?: number;
}

const DAY = 86_400_000;
/** However long a certificate lives, a person needs no more time than this. */
const SOON = 14 * DAY;
/** Who renews by a timer does so when a third is left; that of a day must not be told each day. */
const SHARE_OF_TERM = 0.2;

interface Watched {
  readonly term: CertificateTerm;
  told: { readonly event: string; readonly at: number } | undefined;
}

/**
 * Makes a watch. Callers refuse a certificate that has ended, and the listener itself notices nothing: so the log
 * is told ahead, when it ends, and once a day from then on.
 */
export function watchTerms({
  clock,
  log,
  metrics,
  interval = 3_600_000,
}: TermWatchOptions): TermWatch {
  const listeners = new Map<string, Watched>();

  function look(listener: string, watched: Watched): void {
    const now = clock.now();
    const found = troubleOf(watched.term, now);
    const { told } = watched;
    if (found === undefined || (told?.event === found.event && now - told.at < DAY)) return;
    watched.told = { event: found.event, at: now };
    const ends = new Date(watched.term.ends).toISOString();
    log[found.level](found.event, { listener, ...found.fields, ends });
  }

  const timer = setInterval(() => {
    for (const [listener, watched] of listeners) look(listener, watched);
  }, interval);
  timer.unref();

  return {
    watch(listener, certificate) {
      const term = certificateTerm(certificate);
      const name = 'drawbridge_certificate_end_timestamp_seconds';
      metrics.set(name, { listener }, term.ends / 1000);
      const watched: Watched = { term, told: undefined };
      listeners.set(listener, watched);
      look(listener, watched);
    },
    close: () => clearInterval(timer),
  };
}

function troubleOf({ begins, ends }: CertificateTerm, now: number) {
  if (now >= ends) return { level: 'error', event: 'certificate has ended', fields: {} } as const;
  if (now < begins) {
    const fields = { begins: new Date(begins).toISOString() };
    return { level: 'error', event: 'certificate has not begun', fields } as const;
  }
  const left = ends - now;
  if (left > Math.min(SOON, (ends - begins) * SHARE_OF_TERM)) return undefined;
  const fields = { days: Math.floor(left / DAY) };
  return { level: 'warn', event: 'certificate ends soon', fields } as const;
}
