import { checked } from '@drawbridge/node/config';
import { findInjectFaults } from '../faults/find-inject-faults.ts';
import { siftSection } from '../faults/sift-section.ts';
import { type InjectSection, injectSchema } from './inject-section.ts';

/** The section `inject` of the configuration. */
export const injectSection = checked(injectSchema, (given, isValid) =>
  Promise.resolve(findInjectFaults(isValid ? (given as InjectSection) : siftSection(given))),
);
