import { type Call, headerValues } from '@drawbridge/core';

/** Whether a browser shows the answer in place of a page (Fetch Metadata sections 2.1 and 2.3). Programs do not say what they ask for. */
export function opensPage(call: Pick<Call, 'headers'>): boolean {
  const says = (name: string, value: string) =>
    headerValues(call, name).every((said) => said === value);
  return says('sec-fetch-mode', 'navigate') && says('sec-fetch-dest', 'document');
}
