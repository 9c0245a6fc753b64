/** What may be before the route. The forgetful ones have no use of what they remember. */
const SIDES = [
  'unguarded',
  'guarded',
  'guarded-forgetful',
  'fast-jwt',
  'fast-jwt-forgetful',
] as const;
export type Side = (typeof SIDES)[number];

export function isSide(text: string): text is Side {
  return SIDES.some((side) => side === text);
}
