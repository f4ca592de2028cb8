import type { Problem } from '../../bridge/explain.ts';
import classes from './form.module.css';

/** All values that are not accepted, in one place: some of them may have no field of their own. */
export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className={classes['problems']} role="alert" data-testid="form-problems">
      {problems.map((problem) => (
        <li key={`${problem.path} ${problem.message}`}>
          {problem.path !== '' && <code>{problem.path}</code>} {problem.message}
        </li>
      ))}
    </ul>
  );
}
