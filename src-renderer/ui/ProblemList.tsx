import type { ConfigProblem } from '../../src-preload/contract/index.ts';
import classes from './ProblemList.module.css';

function place({ file, line, column }: ConfigProblem): string {
  if (line === null) return file;
  return column === null ? `${file}:${line}` : `${file}:${line}:${column}`;
}

/** Problems of the config file, each with the place that an editor can jump to. */
export function ProblemList({ problems }: { problems: readonly ConfigProblem[] }) {
  return (
    <ul className={classes['list']}>
      {problems.map((problem) => (
        <li key={`${place(problem)} ${problem.path} ${problem.message}`}>
          <code>{place(problem)}</code> {problem.path !== '' && <code>{problem.path}</code>} {problem.message}
        </li>
      ))}
    </ul>
  );
}
