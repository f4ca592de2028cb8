import tls from 'node:tls';

/**
 * Trusts what this computer trusts, beside what Node brings along: a company's own authority, for example. For all
 * connections of the thread that are made later. Gives how many certificates came to those of Node.
 */
export function trustSystemCertificates(): number {
  // Not every build of Node can ask the system, and what it cannot read is left out.
  if (typeof tls.getCACertificates !== 'function' || typeof tls.setDefaultCACertificates !== 'function') return 0;
  const known = new Set(tls.getCACertificates('default'));
  const further = tls.getCACertificates('system').filter((certificate) => !known.has(certificate));
  if (further.length > 0) tls.setDefaultCACertificates([...known, ...further]);
  return further.length;
}
