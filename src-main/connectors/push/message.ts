import type { Rejected } from '../../../src-preload/contract/index.ts';
import { compileExpression, type Evaluate, ExpressionError } from '../expression.ts';
import { NotJsonError, parseJson } from '../json-text.ts';
import { Rejections } from '../rejections.ts';
import { upstreamError } from '../upstream-error.ts';
import type { PushSettings } from '../../../src-preload/contract/index.ts';

/** One change of one record. */
export interface PushChange {
  action: 'create' | 'update' | 'delete';
  /** `null` when neither the record nor the change says it where it is looked for. */
  id: string | null;
  /** `null` when the change only names the record. */
  record: Record<string, unknown> | null;
}

/** What a message says. */
export interface PushReading {
  /** The message's number in its stream; `null` where it has none. */
  sequence: number | null;
  changes: PushChange[];
  /** What could not be used, by reason. */
  rejected: Rejected[];
}

/** Length of an excerpt, characters. */
const MOST_EXAMPLE = 120;

/** Secrets are struck out of this much of a value before it is cut: half a secret would not be recognized. */
const MOST_SEARCHED = 40_000;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNothing = (value: unknown) => value === undefined || value === null || value === '';

/** An id as text; `null` for what cannot be one. */
const idText = (value: unknown): string | null =>
  typeof value === 'string' && value !== ''
    ? value.toWellFormed()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : null;

/** A whole number, also as digits; `null` for anything else. */
function sequenceNumber(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

/** A value as text, long enough to be cut once secrets are struck out. */
const asExample = (value: unknown) =>
  (value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value)).slice(0, MOST_SEARCHED);

/** Turns messages into changes by the expressions of the settings. */
export class PushReader {
  readonly #settings: PushSettings;
  readonly #redact: (text: string) => string;
  readonly #messages: Evaluate;
  readonly #record: Evaluate;
  readonly #idField: Evaluate;
  readonly #id: Evaluate | null;
  readonly #action: Evaluate | null;
  readonly #sequence: Evaluate | null;
  readonly #actions = new Map<string, PushChange['action']>();

  /** `idField` finds the id in a record. Throws `ExpressionError` when an expression cannot be read. */
  constructor(settings: PushSettings, idField: string, redact: (text: string) => string) {
    const optional = (text: string | undefined) => (text === undefined ? null : compileExpression(text));
    this.#settings = settings;
    this.#redact = redact;
    this.#messages = compileExpression(settings.messages);
    this.#record = compileExpression(settings.record);
    this.#idField = compileExpression(idField);
    this.#id = optional(settings.id);
    this.#action = optional(settings.action);
    this.#sequence = optional(settings.sequence);
    // Compiled only to find a mistake before the first poll.
    if (settings.kind === 'long-poll') optional(settings.cursor);
    for (const action of ['create', 'update', 'delete'] as const) {
      for (const name of settings.actions[action]) this.#actions.set(name.toLowerCase(), action);
    }
  }

  /** Reads one message. Never rejects: what cannot be used is counted in the result, with an excerpt free of secrets. */
  async read(text: string): Promise<PushReading> {
    const rejections = new Rejections();
    const reading: Pick<PushReading, 'sequence' | 'changes'> = { sequence: null, changes: [] };
    try {
      const body = parseJson(text);
      reading.sequence = sequenceNumber(await this.#sequence?.(body));
      reading.changes = await this.#changes(body, rejections);
    } catch (error) {
      if (error instanceof NotJsonError) rejections.add('not JSON', asExample(text));
      else if (error instanceof ExpressionError) rejections.add('an expression failed', error.message);
      else rejections.add('cannot be read', error instanceof Error ? error.message : String(error));
    }
    return {
      ...reading,
      rejected: rejections.list().map((each) => ({ ...each, example: this.#redact(each.example).slice(0, MOST_EXAMPLE) })),
    };
  }

  async #changes(body: unknown, rejections: Rejections): Promise<PushChange[]> {
    const found = await this.#messages(body);
    if (isNothing(found)) {
      const { messages } = this.#settings;
      rejections.add(messages === '' ? 'an empty message' : `no changes at "${messages}"`, asExample(body));
      return [];
    }
    const changes: PushChange[] = [];
    for (const entry of Array.isArray(found) ? (found as unknown[]) : [found]) {
      try {
        const change = await this.#change(entry, rejections);
        if (change !== null) changes.push(change);
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        rejections.add('an expression failed', error.message);
      }
    }
    return changes;
  }

  async #change(entry: unknown, rejections: Rejections): Promise<PushChange | null> {
    const action = await this.#actionOf(entry, rejections);
    if (action === null) return null;
    const { record: where, fetch } = this.#settings;
    // A change that is itself the record has nothing left to fetch.
    const found = fetch !== undefined && where === '' ? null : await this.#record(entry);
    const record = isObject(found) ? found : null;
    const named = record ?? (where === '' ? entry : null);
    const id = (isObject(named) ? idText(await this.#idField(named)) : null) ?? idText(await this.#id?.(entry));
    if (record === null && id === null) {
      if (action === 'delete') return rejections.add('a deletion without record or id', asExample(entry));
      return rejections.add(where === '' ? 'not an object' : `no record at "${where}", and no id`, asExample(entry));
    }
    return { action, id, record };
  }

  async #actionOf(entry: unknown, rejections: Rejections): Promise<PushChange['action'] | null> {
    if (this.#action === null) return 'update';
    const named = await this.#action(entry);
    if (isNothing(named)) return rejections.add(`no action at "${this.#settings.action ?? ''}"`, asExample(entry));
    const text = asExample(named);
    return this.#actions.get(text.toLowerCase()) ?? rejections.add('an unknown action', text);
  }
}

/**
 * Makes the reader of messages. `idField` is the source's own expression for the id of a record. Throws `UpstreamError`
 * with code expression when an expression cannot be read.
 */
export function openPushReader(settings: PushSettings, idField: string, redact: (text: string) => string): PushReader {
  try {
    return new PushReader(settings, idField, redact);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw upstreamError('expression', `The expression ${error.message}.`, 'Correct it in the settings of the source.');
  }
}
