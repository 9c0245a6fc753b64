import type { DoctorRule } from '../../../doctor/rule.ts';
import type { AuthenticationConfiguration } from '../../evaluate/configuration.ts';
import type { KubernetesRequirement } from '../requirements.ts';

/** A rule of Kubernetes. */
export type KubernetesRule = DoctorRule<AuthenticationConfiguration, KubernetesRequirement>;
