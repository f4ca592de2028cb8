import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { type AnyContractRouter, type ContractRouterClient, isContractProcedure } from '@orpc/contract';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { implement, onError, type Router } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { type Contract, contract } from '../../src-preload/contract/index.ts';
import { asCallError } from '../host/call-errors.ts';

export const API_PREFIX = '/api/v1';

type Call = (input: unknown, options: { signal: AbortSignal | undefined }) => Promise<unknown>;
type Implementer = { handler: (handle: (options: { input: unknown; signal: AbortSignal | undefined }) => Promise<unknown>) => unknown };

const at = (tree: object, name: string): object => (tree as Record<string, object>)[name] ?? {};

/** The part of the contract that has routes; what a page says of itself belongs to its connection and has none. */
export function routesOf(tree: AnyContractRouter): AnyContractRouter {
  if (isContractProcedure(tree)) return tree;
  const kept = Object.entries(tree as Record<string, AnyContractRouter>).flatMap(([name, inner]): [string, AnyContractRouter][] => {
    if (isContractProcedure(inner)) return inner['~orpc'].route.path === undefined ? [] : [[name, inner]];
    const within = routesOf(inner);
    return Object.keys(within).length === 0 ? [] : [[name, within]];
  });
  return Object.fromEntries(kept) as AnyContractRouter;
}

/** Passes every call on to the engine, but those of `direct`; `os`, `client` and `direct` have the shape of the contract. */
function forward(tree: AnyContractRouter, os: object, client: object, direct: object): unknown {
  if (isContractProcedure(tree)) {
    const call = (typeof direct === 'function' ? direct : client) as Call;
    return (os as Implementer).handler(({ input, signal }) => call(input, { signal }));
  }
  return Object.fromEntries(
    Object.entries(tree as Record<string, AnyContractRouter>).map(([name, inner]) => [
      name,
      forward(inner, at(os, name), at(client, name), at(direct, name)),
    ]),
  );
}

/** The contract over HTTP. */
export interface Api {
  /** Answers a request under `/api/v1`; whether there was anything to answer it with. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** The description of the API in the OpenAPI format. */
  describe(version: string): Promise<unknown>;
}

/** `port` speaks the contract with the engine; `direct` holds the calls that need no engine, as it names them. */
export function openApi(port: MessagePort, direct: object): Api {
  const routes = routesOf(contract);
  const client = createORPCClient<ContractRouterClient<Contract>>(new RPCLink({ port }));
  port.start();
  const router = forward(routes, implement(routes), client, direct) as Router<typeof routes, object>;
  const handler = new OpenAPIHandler(router, {
    clientInterceptors: [
      onError((error) => {
        throw asCallError(error, () => undefined);
      }),
    ],
  });
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return {
    handle: async (request, response) => (await handler.handle(request, response, { prefix: API_PREFIX, context: {} })).matched,
    describe: (version) =>
      generator.generate(routes, {
        info: {
          title: 'Freshet',
          version,
          description: 'Data from metered APIs, how fresh it is, and why it was refreshed or was not. Times are ISO 8601 in UTC.',
        },
        servers: [{ url: API_PREFIX }],
        security: [{ token: [] }],
        components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      }),
  };
}
