import { subjectRules } from './subject-rule.ts';
import type { TrustPlan } from './trust-plan.ts';
import type { Members } from './yaml.ts';

/**
 * The AuthenticationConfiguration of a plan, for `--authentication-config` of kube-apiserver (kubernetes.io, "Authenticating",
 * "Authentication configuration from a file").
 *
 * Whatever the claims say, nobody becomes one of the names that Kubernetes keeps for itself.
 */
export function toConfiguration(plan: TrustPlan): Members {
  const { issuer, audiences, username, groups, discoveryUrl, ca } = plan;
  const rules = subjectRules(plan);
  return {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AuthenticationConfiguration',
    jwt: [
      {
        issuer: {
          url: issuer,
          ...(discoveryUrl !== undefined && { discoveryURL: discoveryUrl }),
          ...(ca !== undefined && { certificateAuthority: ca.pem }),
          audiences,
          ...(audiences.length > 1 && { audienceMatchPolicy: 'MatchAny' }),
        },
        ...(rules.length > 0 && { claimValidationRules: rules }),
        claimMappings: {
          username: { ...username },
          ...(groups !== undefined && { groups: { ...groups } }),
        },
        userValidationRules: [
          {
            expression: '!user.username.startsWith("system:")',
            message: 'Kubernetes keeps names of system: for itself',
          },
          ...(groups === undefined
            ? []
            : [
                {
                  expression: 'user.groups.all(group, !group.startsWith("system:"))',
                  message: 'Kubernetes keeps groups of system: for itself',
                },
              ]),
        ],
      },
    ],
  };
}
