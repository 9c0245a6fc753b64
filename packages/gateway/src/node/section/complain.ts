import type { z } from 'zod';

/** Makes a check of a function that says what is wrong, or nothing. */
export function complain(judge: (value: string) => string | undefined) {
  return (value: string, context: z.RefinementCtx) => {
    const message = judge(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  };
}
