import { DrawbridgeError } from '@drawbridge/core';

/** What was asked of a cloud is nothing that it takes: a setting, a flag, a variable or a file must change. */
export function settingFault(detail: string, hint?: string): DrawbridgeError {
  return new DrawbridgeError('cloud_setting_invalid', {
    detail,
    ...(hint !== undefined && { hint }),
  });
}
