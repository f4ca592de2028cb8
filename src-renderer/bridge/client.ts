import { createORPCClient } from '@orpc/client';
import type { ClientLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../src-preload/contract/index.ts';

export type FreshetClient = ContractRouterClient<Contract>;

/** Makes the typed client over one link; a link lives as long as its socket or port. */
export function clientOver(link: ClientLink<object>): FreshetClient {
  return createORPCClient<FreshetClient>(link);
}
