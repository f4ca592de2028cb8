/** A body that is not what its format wants. The message says where and what, as a sentence. */
export class FormatError extends Error {
  override name = 'FormatError';
}

/** Stands in a list for an entry that could not be read, so that it is counted and shown among what was rejected. */
export class BadEntry {
  readonly reason: string;
  /** Where it is, and an excerpt. */
  readonly example: string;

  constructor(reason: string, example: string) {
    this.reason = reason;
    this.example = example;
  }
}

/** A line as it may be quoted: short, and in one line. */
export const excerpt = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
