import type { Kind } from './fault.ts';
export const surroundings: Kind[] = [];
