import { z } from 'zod';
import { basePathFault } from '../../base-path.ts';

/** A path that everything is served below; `/` for none. */
export const basePath = z.string().superRefine((value, context) => {
  const message = value === '/' ? undefined : basePathFault(value);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});
