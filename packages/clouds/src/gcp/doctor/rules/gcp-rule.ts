import type { DoctorRule } from '../../../doctor/rule.ts';
import type { GoogleTrust } from '../../evaluate/google-trust.ts';
import type { GcpRequirement } from '../requirements.ts';

/** A rule of Google Cloud. */
export type GcpRule = DoctorRule<GoogleTrust, GcpRequirement>;
