import { describe, expect, it } from 'vitest';
import { isIamError } from './iam-fault.ts';

const error = (name: string, httpStatusCode?: number) =>
  Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } });

describe('isIamError', () => {
  it.each([
    ['NoSuchEntity', 404],
    ['NoSuchEntityException', 404],
    // Of Ceph, whose errors the AWS SDK does not read.
    ['NotFound', 404],
    ['Unknown', 404],
  ])('takes %s with %d for what is not there', (name, status) => {
    expect(isIamError(error(name, status), 'NoSuchEntity')).toBe(true);
    expect(isIamError(error(name, status), 'EntityAlreadyExists')).toBe(false);
  });

  it('takes a nameless 409 for what is there already', () => {
    expect(isIamError(error('Unknown', 409), 'EntityAlreadyExists')).toBe(true);
  });

  it.each([
    ['AccessDenied', 404],
    ['DeleteConflict', 409],
    ['ConcurrentModification', 409],
    ['Unknown', 403],
    ['Unknown', undefined],
  ])('takes %s with %s for neither', (name, status) => {
    expect(isIamError(error(name, status), 'NoSuchEntity')).toBe(false);
    expect(isIamError(error(name, status), 'EntityAlreadyExists')).toBe(false);
  });
});
