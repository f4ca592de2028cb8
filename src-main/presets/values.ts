import type { PresetParameter, PresetValues, SourcePreset } from '../../src-preload/contract/index.ts';

/** What a place in a template is filled with; `undefined`: nothing was entered where nothing is needed. */
export type Filling = string | number | boolean | { env: string } | undefined;

export interface ValueProblem {
  path: string;
  message: string;
}

type Said = Filling | readonly Filling[];

const numberOf = (value: unknown): number => (typeof value === 'string' && value.trim() === '' ? NaN : Number(value));

function isWhole(text: string, pattern: string | undefined): boolean {
  return pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(text);
}

/** One value, or words for what is wrong with it. */
function readOne(parameter: PresetParameter, value: Exclude<Filling, undefined>): { value: Filling } | { problem: string } {
  const { kind, label, choices, pattern, min, max, example } = parameter;
  if (typeof value === 'object')
    return kind === 'secret' ? { value } : { problem: `${label} cannot come from an environment variable; only secrets can` };
  switch (kind) {
    case 'number': {
      const number = numberOf(value);
      if (!Number.isFinite(number) || typeof value === 'boolean') return { problem: `${label} is a number` };
      if (min !== undefined && number < min) return { problem: `${label} is at least ${min}` };
      if (max !== undefined && number > max) return { problem: `${label} is at most ${max}` };
      return { value: number };
    }
    case 'boolean':
      if (typeof value === 'boolean') return { value };
      return value === 'true' || value === 'false' ? { value: value === 'true' } : { problem: `${label} is true or false` };
    case 'choice':
      if (choices.some((choice) => choice.value === String(value))) return { value: String(value) };
      return { problem: `${label} is one of ${choices.map((choice) => choice.value).join(', ')}` };
    default: {
      const text = String(value).trim();
      if (isWhole(text, pattern)) return { value: text };
      const shown = kind === 'secret' ? '' : `: "${text.slice(0, 100)}"`;
      return { problem: `${label} is not written as it has to be${shown}${example === '' ? '' : `; for example ${example}`}` };
    }
  }
}

function read(parameter: PresetParameter, given: PresetValues[string] | undefined): { said: Said; problems: string[] } {
  const value = given ?? parameter.standard;
  // A choice may be a tab.
  const isEmpty = value === undefined || (typeof value === 'string' && (parameter.kind === 'choice' ? value : value.trim()) === '');
  if (isEmpty)
    return { said: parameter.many ? [] : undefined, problems: parameter.required ? [`${parameter.label} has to be filled in`] : [] };
  const parts = parameter.many && typeof value === 'string' ? value.split(/[,\r\n]+/).filter((part) => part.trim() !== '') : [value];
  const problems: string[] = [];
  const said = parts.map((part) => {
    const one = readOne(parameter, part);
    if ('value' in one) return one.value;
    problems.push(one.problem);
    return undefined;
  });
  return { said: parameter.many ? said : said[0], problems: [...new Set(problems)] };
}

/** The values of a preset as its parameters want them, the standard ones where none were given. */
export function readValues(preset: SourcePreset, values: PresetValues): { said: Map<string, Said>; problems: ValueProblem[] } {
  const problems: ValueProblem[] = Object.keys(values)
    .filter((name) => !preset.parameters.some((parameter) => parameter.name === name))
    .map((name) => ({ path: `values.${name}`, message: `"${preset.name}" has no parameter "${name}"` }));
  const said = new Map<string, Said>();
  for (const parameter of preset.parameters) {
    const given = Object.hasOwn(values, parameter.name) ? values[parameter.name] : undefined;
    const one = read(parameter, given);
    said.set(parameter.name, one.said);
    problems.push(...one.problems.map((message) => ({ path: `values.${parameter.name}`, message })));
  }
  return { said, problems };
}

/**
 * The rounds in which a template is filled: one, or one for each of several values. Values of several parameters go
 * together in their order; a single value serves all rounds.
 */
export function roundsOf(
  said: ReadonlyMap<string, Said>,
  repeat: readonly string[],
): { rounds: Map<string, Filling>[]; problem: string | null } {
  const lists = repeat
    .map((name) => said.get(name) ?? [])
    .map((value) => (Array.isArray(value) ? (value as readonly Filling[]) : [value as Filling]));
  const count = repeat.length === 0 ? 1 : Math.max(...lists.map((list) => list.length));
  const uneven = lists.findIndex((list) => list.length > 1 && list.length !== count);
  if (uneven >= 0)
    return { rounds: [], problem: `there are ${lists[uneven]?.length ?? 0} of ${repeat[uneven] ?? ''} for ${count} sources` };
  const rounds = Array.from({ length: count }, (_none, round) => {
    const values = [...said].map(([name, value]): [string, Filling] => {
      const at = repeat.indexOf(name);
      const list = lists[at];
      if (list !== undefined) return [name, list[list.length === 1 ? 0 : round]];
      // Several values of which the source needs one text, such as the markets of one call.
      return [name, Array.isArray(value) ? (value.length === 0 ? undefined : value.join(',')) : (value as Filling)];
    });
    return new Map(values);
  });
  return { rounds, problem: null };
}
