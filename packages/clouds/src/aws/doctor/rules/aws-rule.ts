import type { DoctorRule } from '../../../doctor/rule.ts';
import type { AwsRequirement } from '../requirements.ts';

/** A rule of AWS. */
export type AwsRule = DoctorRule<unknown, AwsRequirement>;
