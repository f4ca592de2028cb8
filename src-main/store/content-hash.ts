import { hash } from 'node:crypto';

/** A fingerprint of the basic fields of a record as JSON text, 96 bits: two that are the same stand for the same text. */
export const contentHash = (basic: string): string => hash('sha256', basic, 'hex').slice(0, 24);
