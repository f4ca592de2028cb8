import type { SecretStore } from './secrets.ts';

const NAME = 'oauth:tokens';

/** An access token. Times are milliseconds since the epoch. */
export interface IssuedToken {
  accessToken: string;
  issuedAt: number;
  /** `null` where the server did not say. */
  endsAt: number | null;
}

/** What one sign-in has come to. */
export interface TokenRecord {
  /** The refresh token that took the place of the one that was entered; `null` as long as none did. */
  refreshToken: string | null;
  /** When it was last renewed, milliseconds since the epoch. */
  renewedAt: number;
  /** By scope and further parameters. */
  tokens: Readonly<Record<string, IssuedToken>>;
}

function parse(text: string | null): Map<string, TokenRecord> {
  if (text === null) return new Map();
  try {
    const { records } = JSON.parse(text) as { records: Record<string, TokenRecord> };
    return new Map(Object.entries(records));
  } catch {
    return new Map();
  }
}

/** Access tokens and replaced refresh tokens, kept as one entry of the secret store. */
export class TokenRecords {
  readonly #secrets: SecretStore;
  #loading: Promise<Map<string, TokenRecord>> | null = null;
  /** Writes follow one another, so that an older state cannot overtake a newer one. */
  #last: Promise<void> = Promise.resolve();
  /** Counts the changes, and how many of them are on disk. */
  #changes = 0;
  #saved = 0;

  constructor(secrets: SecretStore) {
    this.#secrets = secrets;
  }

  async get(key: string): Promise<TokenRecord | null> {
    return (await this.#load()).get(key) ?? null;
  }

  /** Resolves once the record is on disk. When that fails it rejects, and the record is kept in memory. */
  async put(key: string, record: TokenRecord): Promise<void> {
    (await this.#load()).set(key, record);
    this.#changes += 1;
    await this.saved();
  }

  /** Resolves once everything is on disk; tries again what could not be written. */
  async saved(): Promise<void> {
    const wanted = this.#changes;
    if (this.#saved >= wanted) return;
    const records = await this.#load();
    const write = this.#last.then(async () => {
      if (this.#saved >= wanted) return;
      const writing = this.#changes;
      await this.#secrets.set(NAME, JSON.stringify({ version: 1, records: Object.fromEntries(records) }));
      this.#saved = writing;
    });
    this.#last = write.catch(() => undefined);
    await write;
  }

  /** Drops the records that are not needed any more. */
  async dropUnless(isNeeded: (key: string, record: TokenRecord) => boolean): Promise<void> {
    const records = await this.#load();
    for (const [key, record] of records) {
      if (isNeeded(key, record)) continue;
      records.delete(key);
      this.#changes += 1;
    }
    await this.saved();
  }

  #load(): Promise<Map<string, TokenRecord>> {
    this.#loading ??= this.#secrets.get(NAME).then(parse, (error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }
}
