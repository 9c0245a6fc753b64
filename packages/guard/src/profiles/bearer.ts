import type { HeaderProfile } from '../headers/header-profile.ts';

/** `Authorization: Bearer` and nothing else: what every client of an API sends by itself. */
export const BEARER = Object.freeze<HeaderProfile>({
  name: 'bearer',
  access: [{ name: 'Authorization', scheme: 'Bearer' }],
  source: 'https://www.rfc-editor.org/rfc/rfc6750#section-2.1, 2026-11',
});
