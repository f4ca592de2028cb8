import { useFreshet } from '../bridge/store.ts';
import { countWords } from '../ui/format.ts';
import { ProblemList } from '../ui/ProblemList.tsx';
import { Strip } from './Strip.tsx';

/** What is wrong with the config file, on every screen until it is right. */
export function ConfigProblems() {
  const problems = useFreshet((state) => state.app?.configFile.problems);
  if (problems === undefined || problems.length === 0) return null;
  return (
    <Strip tone="error" testId="config-problems">
      <details>
        <summary>
          {new Set(problems.map(({ file }) => file)).size === 1 ? 'A file with sources has' : 'Files with sources have'}{' '}
          {countWords(problems.length, 'problem')}
        </summary>
        <ProblemList problems={problems} />
      </details>
    </Strip>
  );
}
