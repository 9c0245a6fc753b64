/** What may be before the route. The forgetful ones remember as the others do, and have no use of it. */
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
