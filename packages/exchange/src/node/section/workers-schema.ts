import { z } from 'zod';

/** More than any machine has use for; one digit too many must not fill the memory. */
const MOST = 256;

/** How many processes serve. */
export const workersSchema = z.union([z.literal('auto'), z.int().min(1).max(MOST)], {
  error: `is neither a whole number from 1 to ${MOST} nor auto`,
});
