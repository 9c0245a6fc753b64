import { type VouchConfig, VOUCH_KEYS, type VouchKeyName } from '@drawbridge/gateway/node';
import { CARRIED } from '../becomes.ts';
import { createFindings, type Findings } from '../findings.ts';
import { COUNTERPARTS } from './counterparts/all-counterparts.ts';

/** What is being translated, and what was found on the way. */
export interface Migration extends Pick<VouchConfig, 'settings' | 'place' | 'given'> {
  readonly findings: Findings;
  /** @param name - of a key or a flag */
  note(name: string, sentence: string): void;
  /** @param message - the rest of a sentence */
  fault(name: string, message: string): void;
}

/** Begins with what has no counterpart: a sentence for each key that was given, but for one that says what is so anyway. */
export function createMigration({ settings, place, given, notes }: VouchConfig): Migration {
  const findings = createFindings();
  const note = (name: string, sentence: string) => void findings.notes.push(`${name}: ${sentence}`);
  for (const { fields } of notes) {
    const { setting, hint } = fields;
    if (setting !== undefined && !VOUCH_KEYS.has(setting as VouchKeyName)) {
      note(
        setting,
        `not carried over; it is no key of Vouch Proxy${hint === undefined ? '' : ` ${hint}`}.`,
      );
    }
  }
  for (const [key, { value }] of given) {
    const becomes = COUNTERPARTS[key];
    const fallback = VOUCH_KEYS.get(key)?.fallback;
    const isDefault = String(value).toLowerCase() === String(fallback).toLowerCase();
    if (becomes.kind === 'setting' || isDefault) continue;
    note(key, `${CARRIED[becomes.kind]} ${becomes.sentence}`);
  }
  return {
    settings,
    place,
    given,
    findings,
    note,
    fault(name, message) {
      const where = given.get(name as VouchKeyName)?.place;
      findings.faults.push({ path: where === undefined ? name : `${name} (${where})`, message });
    },
  };
}
