import { z } from 'zod';

/** A record field: a path of names joined by dots. */
export const fieldPath = z.string().min(1).max(500);
/** A path, or a JSONata expression when it is more than names and dots. */
export const expression = z.string().max(10_000);
