import { hash } from 'node:crypto';

/** A fingerprint of the basic fields of a record as JSON text, 132 bits: two that are the same stand for the same text. */
export const contentHash = (basic: string): string => hash('sha256', basic, 'base64url').slice(0, 22);
