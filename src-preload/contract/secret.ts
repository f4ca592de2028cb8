import { z } from 'zod';

/**
 * Where a secret comes from. A plain string is moved to the secret store and never kept anywhere else;
 * `env` names an environment variable; `stored` says that the secret store holds it already.
 */
export const secretSchema = z.union([
  z.string().min(1).max(16_384),
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
  z.strictObject({ stored: z.literal(true) }),
]);
export type Secret = z.infer<typeof secretSchema>;
