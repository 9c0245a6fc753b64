import { isJsonObject, type Log, type LogFields } from '@drawbridge/core';

/** A log that passes everything on and remembers the rule of the latest exchange. */
export interface RuleWitness {
  readonly log: Log;
  /** Name of the rule that let the latest token across. */
  latestRule(): string | undefined;
}

/** Watches what an exchange tells its operator: the caller is not told which rule decided. */
export function witnessRules(log: Log): RuleWitness {
  let latest: string | undefined;
  const info = (event: string, fields?: LogFields) => {
    if (isJsonObject(fields) && typeof fields['rule'] === 'string') latest = fields['rule'];
    log.info(event, fields);
  };
  return { log: { ...log, info }, latestRule: () => latest };
}
