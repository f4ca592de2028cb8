/** Names of headers and parameters that usually carry a credential. */
export function looksSecret(name: string): boolean {
  return /^(authorization|proxy-authorization|cookie|sig|signature|password|passwd|pwd)$|(api|access|auth|app|secret|private|subscription)[-_.]?(key|token|id-secret)$|token$|secret$|^(key|apikey|appid|x-key)$/i.test(
    name.trim(),
  );
}

/** Percent-encoded text in plain; what cannot be decoded stays as it is. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

function bareParameters(text: string): string {
  return text.replace(/(^|[?&#])([^=?&#]+)=([^&#]*)/g, (whole, before: string, name: string) =>
    looksSecret(decode(name)) ? `${before}${name}=` : whole,
  );
}

/** An address without a user name, and with empty parameters where they look like credentials. */
export const withoutSecretsInUrl = (url: string): string => bareParameters(url.replace(/^([a-z]+:\/\/)?[^/?#]*@/i, '$1'));

/** A body, JSON or a form, with empty values where their names look like credentials. */
export function withoutSecretsInBody(body: string): string {
  if (!/^\s*[[{]/.test(body)) return bareParameters(body);
  return body.replace(/"((?:[^"\\]|\\.)*)"(\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|[-+\d.eE]+)/gs, (whole, name: string, colon: string) =>
    looksSecret(name) ? `"${name}"${colon}""` : whole,
  );
}
