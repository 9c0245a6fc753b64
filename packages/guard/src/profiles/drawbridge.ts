import type { HeaderProfile } from '../headers/header-profile.ts';

/** Drawbridge's own gateway, which signs a JWT of its own about the user. */
export const DRAWBRIDGE = Object.freeze<HeaderProfile>({
  name: 'drawbridge',
  access: [{ name: 'X-Drawbridge-Identity' }],
  source: 'the gateway of Drawbridge, 2026-11',
});
