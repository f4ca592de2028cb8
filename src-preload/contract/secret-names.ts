/** Names of headers and parameters that usually carry a credential. */
export function looksSecret(name: string): boolean {
  return /^(authorization|proxy-authorization|cookie|sig|signature|password|passwd|pwd)$|(api|access|auth|app|secret|private|subscription)[-_.]?(key|token|id-secret)$|token$|secret$|^(key|apikey|appid|x-key)$/i.test(
    name.trim(),
  );
}
