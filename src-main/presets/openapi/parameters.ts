import type { PresetParameter } from '../../../src-preload/contract/index.ts';
import { type Json, listOf, type OpenApiDocument, textOf } from './document.ts';

/** A parameter of an operation. */
export interface Parameter {
  name: string;
  place: string;
  required: boolean;
  help: string;
  schema: Json;
}

/** The parameters of an operation and of its path; those of the operation replace others of the same name and place. */
export function parametersOf(path: Json, operation: Json, document: OpenApiDocument): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const given of [...listOf(path['parameters']), ...listOf(operation['parameters'])]) {
    const parameter = document.resolve(given);
    const [name, place] = [textOf(parameter['name']), textOf(parameter['in'])];
    if (name === '' || place === '') continue;
    found.set(`${place} ${name}`, {
      name,
      place,
      required: parameter['required'] === true || place === 'path',
      help: textOf(parameter['description']),
      // Swagger 2 writes the schema into the parameter itself.
      schema: document.version === 2 && place !== 'body' ? parameter : document.resolve(parameter['schema']),
    });
  }
  return [...found.values()];
}

/** A name for a parameter of a preset that none has yet, made of the one of the API. */
export function presetName(name: string, taken: Set<string>): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words
    .map((word, index) => `${index === 0 ? word.slice(0, 1).toLowerCase() : word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('');
  const base = /^[a-z]/.test(joined) ? joined.slice(0, 50) : `p${joined.slice(0, 50)}`;
  let free = base;
  for (let number = 2; taken.has(free); number += 1) free = `${base}${number}`;
  taken.add(free);
  return free;
}

const scalar = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** A parameter of an operation as one of a preset. */
export function asPresetParameter(
  { name: label, required, help, schema }: Parameter,
  name: string,
  document: OpenApiDocument,
): Partial<PresetParameter> {
  const types = typeof schema['type'] === 'string' ? [schema['type']] : listOf(schema['type']).map(textOf);
  const type = types.find((each) => each !== 'null') ?? 'string';
  const isList = type === 'array';
  const inner = isList ? document.resolve(schema['items']) : schema;
  const choices = listOf(inner['enum']).filter(scalar).map(String).slice(0, 199);
  const given = Array.isArray(schema['default']) ? (schema['default'] as unknown[]).join(',') : schema['default'];
  const standard = scalar(given) ? given : undefined;
  const shared = { name, label: label.slice(0, 200), required, help: help.trim().slice(0, 2000) };
  const empty = required ? [] : [{ value: '', label: 'as usual' }];
  if (type === 'boolean') {
    const yesNo = [
      { value: 'true', label: 'yes' },
      { value: 'false', label: 'no' },
    ];
    return { ...shared, kind: 'choice', choices: [...empty, ...yesNo], ...(standard === undefined ? {} : { standard: String(standard) }) };
  }
  if (choices.length > 0 && !isList) {
    const isKnown = standard !== undefined && choices.includes(String(standard));
    return {
      ...shared,
      kind: 'choice',
      choices: [...empty, ...choices.map((value) => ({ value }))],
      ...(isKnown ? { standard: String(standard) } : {}),
    };
  }
  const example = scalar(schema['example']) ? String(schema['example']).slice(0, 1000) : '';
  const several = isList && choices.length > 0 ? `${shared.help} Of ${choices.join(', ')}.`.trim().slice(0, 2000) : shared.help;
  if ((type === 'integer' || type === 'number') && (standard === undefined || typeof standard === 'number')) {
    const bound = (key: string) => (typeof schema[key] === 'number' ? schema[key] : undefined);
    const [min, max] = [bound('minimum'), bound('maximum')];
    return {
      ...shared,
      kind: 'number',
      example,
      ...(standard === undefined ? {} : { standard }),
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    };
  }
  return {
    ...shared,
    kind: 'text',
    example,
    help: several,
    many: isList,
    ...(standard === undefined ? {} : { standard: String(standard) }),
  };
}
