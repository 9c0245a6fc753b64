import { settingFault } from '../../setting-fault.ts';
import type { TrustPlan } from './trust-plan.ts';
import type { Members } from './yaml.ts';

const GROUP = 'rbac.authorization.k8s.io';

/**
 * The ClusterRoleBinding of a plan (kubernetes.io, "Using RBAC Authorization"): who is let in has no rights before it.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` where there is no role, or nobody whose name is known
 */
export function toBinding(plan: TrustPlan): Members {
  const { clusterRole, boundGroups, groups, subjects, subjectPatterns, username } = plan;
  if (clusterRole === undefined) {
    throw settingFault('a binding needs a role', 'Give --cluster-role, such as view.');
  }
  if (boundGroups.length > 0 && groups === undefined) {
    throw settingFault('a group is bound, and no claim has groups', 'Give --groups-claim.');
  }
  const names =
    boundGroups.length > 0
      ? boundGroups.map((group) => ['Group', `${groups?.prefix ?? ''}${group}`] as const)
      : username.claim === 'sub' && subjectPatterns.length === 0
        ? subjects.map((subject) => ['User', `${username.prefix}${subject}`] as const)
        : [];
  if (names.length === 0) {
    throw settingFault(
      'nobody is known by name who could get the role',
      'Give --group with --groups-claim, or --sub alone for users that are called by it.',
    );
  }
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: `drawbridge-${clusterRole}` },
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: clusterRole },
    subjects: names.map(([kind, name]) => ({ kind, apiGroup: GROUP, name })),
  };
}
