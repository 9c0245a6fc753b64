import type { Parcels } from '../../sign-in/parcels.ts';
import type { VouchAnswers } from '../answers/vouch-answers.ts';
import type { VouchContext } from '../vouch-context.ts';
import type { VouchCookies } from '../vouch-cookies.ts';
import type { Attempts } from './attempts.ts';

/** What the steps of a sign-in share. */
export interface LoginContext extends VouchContext {
  readonly answers: VouchAnswers;
  readonly attempts: Attempts;
  readonly cookies: VouchCookies;
  readonly parcels: Parcels;
}
