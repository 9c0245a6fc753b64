import { DrawbridgeError } from '@drawbridge/core';

/** What was asked of AWS is nothing that it takes: a setting, a flag or a variable must change. */
export function settingFault(detail: string, hint?: string): DrawbridgeError {
  return new DrawbridgeError('cloud_setting_invalid', {
    detail,
    ...(hint !== undefined && { hint }),
  });
}
