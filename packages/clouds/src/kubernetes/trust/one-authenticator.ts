import { quote } from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';
import type { TrustPlan } from './trust-plan.ts';

/** What flags, and EKS, can say of a plan: one audience, and one subject at most. */
export interface SimplePlan {
  readonly audience: string;
  readonly subject?: string;
  /** `-` where there is none: without one, they put the issuer before it. */
  readonly usernamePrefix: string;
}

/**
 * @param what - what the plan is printed for
 * @throws {DrawbridgeError} `cloud_setting_invalid` for a plan that says more
 */
export function requireSimple(plan: TrustPlan, what: string): SimplePlan {
  const { audiences, subjects, subjectPatterns, discoveryUrl, username } = plan;
  const [audience = '', ...audiencesToo] = audiences;
  const [subject, ...subjectsToo] = subjects;
  const more = [
    ...(audiencesToo.length > 0 ? ['several audiences'] : []),
    ...(subjectsToo.length > 0 ? ['several subjects'] : []),
    ...(subjectPatterns.length > 0 ? ['patterns of subjects'] : []),
    ...(discoveryUrl === undefined ? [] : ['a discovery address']),
  ];
  if (more.length > 0) {
    throw settingFault(
      `${what} cannot have ${more.join(', ')}`,
      'Use --format yaml, where the API server takes a file, or give less.',
    );
  }
  // API servers leave out white space around it.
  if (subject !== undefined && subject !== subject.trim()) {
    throw settingFault(`${what} cannot have white space around the subject ${quote(subject)}`);
  }
  return {
    audience,
    ...(subject !== undefined && { subject }),
    usernamePrefix: username.prefix === '' ? '-' : username.prefix,
  };
}
