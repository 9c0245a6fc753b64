import type { DoctorRule } from '../../../doctor/rule.ts';
import type { AwsTrust } from '../aws-trust.ts';
import type { AwsRequirement } from '../requirements.ts';

/** A rule of AWS. */
export type AwsRule = DoctorRule<AwsTrust, AwsRequirement>;
