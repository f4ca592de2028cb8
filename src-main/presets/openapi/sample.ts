import { type Json, listOf, membersOf, type OpenApiDocument, textOf } from './document.ts';

/** A sample is nested no deeper, and holds no more values. */
const DEEPEST = 8;
const MOST_VALUES = 3000;

const SAMPLE_TIMES = ['2026-01-02T03:04:05Z', '2026-01-03T03:04:05Z'];

/** Makes a value that a schema describes, for guesses about answers that nobody has asked for yet. */
export class Sampler {
  readonly #document: OpenApiDocument;
  #values = 0;

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  /** A value; those of two `round`s differ, as those of two records do. `undefined` where nothing is known. */
  make(schema: unknown, round = 0): unknown {
    this.#values = 0;
    return this.#make(schema, round, new Set(), 0);
  }

  #make(given: unknown, round: number, above: ReadonlySet<Json>, depth: number): unknown {
    const schema = this.#document.resolve(given);
    this.#values += 1;
    // A schema within itself, such as a comment with its answers, has been shown once.
    if (above.has(schema) || depth > DEEPEST || this.#values > MOST_VALUES) return undefined;
    const within = new Set([...above, schema]);
    const deeper = (each: unknown, another = round) => this.#make(each, another, within, depth + 1);
    const constant = schema['const'] ?? listOf(schema['enum'])[0];
    if (constant !== undefined) return constant;
    const parts = listOf(schema['allOf']);
    if (parts.length > 0) return this.#merged([...parts, { ...schema, allOf: undefined }].map((each) => deeper(each)));
    const choices = [...listOf(schema['oneOf']), ...listOf(schema['anyOf'])].filter(
      (each) => this.#document.resolve(each)['type'] !== 'null',
    );
    if (choices.length > 0 && schema['properties'] === undefined) return deeper(choices[0]);
    const types = typeof schema['type'] === 'string' ? [schema['type']] : listOf(schema['type']).map(textOf);
    const type =
      types.find((each) => each !== 'null') ??
      (schema['properties'] === undefined ? (schema['items'] === undefined ? '' : 'array') : 'object');
    switch (type) {
      case 'array':
        return [deeper(schema['items'], 0), deeper(schema['items'], 1)].filter((each) => each !== undefined);
      case 'object':
        return Object.fromEntries(
          membersOf(schema['properties'])
            .slice(0, 200)
            .map(([name, each]) => [name, deeper(each)])
            .filter(([, value]) => value !== undefined),
        );
      case 'string':
        return this.#text(schema, round);
      case 'integer':
      case 'number':
        return 1 + round;
      case 'boolean':
        return round === 0;
      default:
        return schema['example'];
    }
  }

  #text(schema: Json, round: number): string {
    const format = textOf(schema['format']);
    if (/date/.test(format)) return SAMPLE_TIMES[round] ?? '';
    return textOf(schema['example']) === '' || round > 0 ? `text ${round}` : textOf(schema['example']);
  }

  #merged(values: readonly unknown[]): unknown {
    const objects = values.filter((value): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value));
    return objects.length > 0 ? Object.assign({}, ...objects) : values.find((value) => value !== undefined);
  }
}
