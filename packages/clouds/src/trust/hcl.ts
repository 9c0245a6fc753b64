import { quote } from '@drawbridge/core';
import { settingFault } from '../setting-fault.ts';

/** An expression of HCL, as opposed to text. */
export class HclExpression {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HclValue =
  | string
  | number
  | boolean
  | HclExpression
  | readonly HclValue[]
  | { readonly [name: string]: HclValue };

type Body = Readonly<Record<string, HclValue>>;

/**
 * A resource of Terraform and OpenTofu, without a line end.
 *
 * @param blocks - what is nested in it as blocks, and not as values: `oidc { … }`
 * @throws {DrawbridgeError} `cloud_setting_invalid` as {@link hclString}
 */
export function hclResource(
  type: string,
  label: string,
  body: Body,
  blocks: Readonly<Record<string, Body>> = {},
): string {
  const nested = Object.entries(blocks).map(
    ([name, inner]) => `\n  ${name} {\n${lines(inner, '    ').join('\n')}\n  }\n`,
  );
  return block('resource', type, label, body, nested.join(''));
}

/**
 * A data source of Terraform and OpenTofu, without a line end.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` as {@link hclString}
 */
export function hclData(type: string, label: string, body: Body): string {
  return block('data', type, label, body);
}

/**
 * Text in HCL: `${` and `%{` would begin templates (HCL native syntax, "Template Expressions").
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for text that HCL changes: it normalizes all to Unicode's NFC
 */
export function hclString(text: string): string {
  if (text !== text.normalize('NFC')) {
    throw settingFault(
      `${quote(text)} cannot be written for Terraform, which composes characters (NFC)`,
      'Use another format, such as json.',
    );
  }
  const escaped = text
    .replace(/[\\"]/g, String.raw`\$&`)
    .replace(/([$%])\{/g, '$1$1{')
    .replaceAll('\n', String.raw`\n`);
  return `"${escaped.replace(/[^\x20-\x7e]/gu, unicode)}"`;
}

/**
 * A value in HCL.
 *
 * @param indent - of the line that it begins on
 * @throws {DrawbridgeError} `cloud_setting_invalid` as {@link hclString}
 */
export function toHcl(value: HclValue, indent: string): string {
  if (typeof value === 'string') return hclString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof HclExpression) return value.text;
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.every((item) => typeof item === 'string')) {
      return `[${value.map((item) => toHcl(item, inner)).join(', ')}]`;
    }
    const items = value.map((item) => `${inner}${toHcl(item, inner)},\n`);
    return `[\n${items.join('')}${indent}]`;
  }
  const members = Object.entries(value).map(([name, member]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : hclString(name);
    return `${inner}${key} = ${toHcl(member, inner)}\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}

/** A label of a block: letters, digits and `_`, a letter first. @param prefix - what begins one that has no letter first */
export function hclLabel(name: string, prefix: string): string {
  const label = name.replace(/[^A-Za-z0-9_]+/g, '_');
  return /^[A-Za-z]/.test(label) ? label : `${prefix}_${label}`;
}

function block(kind: string, type: string, label: string, body: Body, nested = ''): string {
  return `${kind} "${type}" "${label}" {\n${lines(body, '  ').join('\n')}\n${nested}}`;
}

function lines(body: Body, indent: string): readonly string[] {
  const width = Math.max(...Object.keys(body).map((name) => name.length));
  return Object.entries(body).map(
    ([name, value]) => `${indent}${name.padEnd(width)} = ${toHcl(value, indent)}`,
  );
}

function unicode(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16);
  return point.length <= 4
    ? String.raw`\u${point.padStart(4, '0')}`
    : String.raw`\U${point.padStart(8, '0')}`;
}

function isList(value: HclValue): value is readonly HclValue[] {
  return Array.isArray(value);
}
