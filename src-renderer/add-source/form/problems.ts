import { createContext, useContext } from 'react';
import type { Problem } from '../../bridge/explain.ts';

/** What is wrong with the values of the form, by path. */
export const Problems = createContext<readonly Problem[]>([]);

export function useProblem(path: string): string | undefined {
  return useContext(Problems).find((problem) => problem.path === path)?.message;
}

const isUnder = (path: string, root: string) => path === root || path.startsWith(`${root}.`);

/** How many problems lie in a part of the form, which is then unfolded. */
export function useProblemsUnder(roots: readonly string[]): number {
  return useContext(Problems).filter((problem) => roots.some((root) => isUnder(problem.path, root))).length;
}
