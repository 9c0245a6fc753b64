import { quote } from '@drawbridge/core';
import { unknown } from '../trouble.ts';
import { defineMethod } from './define.ts';
import type { FunctionRow } from './function-table.ts';

const TEMPLATE = /^([^{}]*)\{\w+\}([^{}]*)$/;

/**
 * Google's own function: what stands between what is before and after `{name}`, or no text where they are not there in that order
 * ("Attribute reference for IAM Conditions", section "Extract values from attributes", docs.cloud.google.com, read 2026-11).
 */
export const EXTRACT: FunctionRow = defineMethod(
  'extract',
  ['string', 'string'],
  'string',
  ([text, template], meter) => {
    meter.spendSearch(text.length, template.length);
    const parts = TEMPLATE.exec(template);
    // Nothing is said of templates with no name in braces, or with several.
    if (parts === null) return unknown(`what extract() makes of the template ${quote(template)}`);
    const [, before = '', after = ''] = parts;
    const found = text.indexOf(before);
    if (found === -1) return '';
    const start = found + before.length;
    if (after === '') return text.slice(start);
    const end = text.indexOf(after, start);
    return end === -1 ? '' : text.slice(start, end);
  },
);
