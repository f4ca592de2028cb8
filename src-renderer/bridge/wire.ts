import type { FreshetClient } from './client.ts';

/** One open connection to the engine. */
export interface Wire {
  client: FreshetClient;
  /** Settles when the connection has ended; `sign-in` when the server no longer accepts the token. */
  closed: Promise<'lost' | 'sign-in'>;
  close: () => void;
}

/** Opens a connection. Rejects with `SignInNeeded` when a token is missing or refused, with any other error when nobody answers. */
export type OpenWire = () => Promise<Wire>;

/** The server wants a token that this page does not have. */
export class SignInNeeded extends Error {
  readonly refused: boolean;

  constructor(refused: boolean) {
    super(refused ? 'The token was not accepted.' : 'A token is needed.');
    this.name = 'SignInNeeded';
    this.refused = refused;
  }
}
