import { z } from 'zod';
import { httpUrl } from './http-fields.ts';
import { secretSchema } from './secret.ts';

/** Parameters of a token request that have settings of their own. */
const OWN_PARAMETERS = new Set(['grant_type', 'client_id', 'client_secret', 'refresh_token', 'scope']);

const shared = {
  kind: z.literal('oauth2'),
  tokenUrl: httpUrl.describe('Where access tokens are handed out: the token endpoint in the documentation of the provider.'),
  clientId: z.string().trim().min(1).max(1000).describe('The id that the provider gave your application.'),
  scope: z
    .string()
    // RFC 6749, 3.3.
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/, 'words with single blanks between them')
    .max(2000)
    .optional()
    .describe('What the access token is for, where the provider wants to be told.'),
  clientAuth: z
    .enum(['basic', 'body'])
    .default('body')
    .describe('Where a token request carries the id and secret of the client: in its body, or in a Basic header.'),
  parameters: z
    .record(
      z
        .string()
        .min(1)
        .max(200)
        .refine((name) => !OWN_PARAMETERS.has(name), 'this parameter has a setting of its own'),
      z.string().max(8192),
    )
    .default({})
    .describe('Further parameters of a token request, such as audience. They are kept as plain text.'),
};

/** Signing in with access tokens that end and are renewed (RFC 6749): by a refresh token, or as the client itself. */
export const oauthSchema = z.discriminatedUnion('grant', [
  z.strictObject({
    ...shared,
    grant: z.literal('refresh-token'),
    clientSecret: secretSchema.optional().describe('Not needed where the client is a public one.'),
    refreshToken: secretSchema.describe('Where the provider replaces it at each renewal, Freshet goes on with the newest one.'),
  }),
  z.strictObject({ ...shared, grant: z.literal('client-credentials'), clientSecret: secretSchema }),
]);
export type OAuth = z.infer<typeof oauthSchema>;
