import { basePathFault } from '../../base-path.ts';
import { z } from 'zod';

/** A path that everything is served below. */
export const basePath = z.string().superRefine((value, context) => {
  const message = basePathFault(value);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});
