import { type VouchConfig, VOUCH_KEYS, type VouchKeyName } from '@drawbridge/gateway/node';
import { CARRIED } from '../becomes.ts';
import { createFindings, createTeller, type Findings, type Teller } from '../findings.ts';
import { COUNTERPARTS } from './counterparts/all-counterparts.ts';

/** What is being translated, and what was found on the way. */
export interface Migration extends Teller, Pick<VouchConfig, 'settings' | 'place' | 'given'> {
  readonly findings: Findings;
}

/** Begins with what has no counterpart: a sentence for each key that was given, but for one that says what is so anyway. */
export function createMigration({ settings, place, given, notes }: VouchConfig): Migration {
  const findings = createFindings();
  const teller = createTeller(findings, (name) => given.get(name as VouchKeyName)?.place);
  for (const { fields } of notes) {
    const { setting, hint } = fields;
    if (setting !== undefined && !VOUCH_KEYS.has(setting as VouchKeyName)) {
      const more = hint === undefined ? '' : ` ${hint}`;
      teller.note(setting, `not carried over; it is no key of Vouch Proxy${more}.`);
    }
  }
  for (const [key, { value }] of given) {
    const becomes = COUNTERPARTS[key];
    const fallback = VOUCH_KEYS.get(key)?.fallback;
    const isDefault = String(value).toLowerCase() === String(fallback).toLowerCase();
    if (becomes.kind === 'setting' || isDefault) continue;
    teller.note(key, `${CARRIED[becomes.kind]} ${becomes.sentence}`);
  }
  return { settings, place, given, findings, ...teller };
}
