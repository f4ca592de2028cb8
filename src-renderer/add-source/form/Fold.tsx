import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import classes from './form.module.css';
import { useProblemsUnder } from './problems.ts';

interface FoldProps {
  title: string;
  /** What is set, said while the part is folded. */
  summary: string;
  /** Paths of the values in it. */
  paths: readonly string[];
  open?: boolean;
  children: ReactNode;
}

/** A part of a form that can be folded away. It opens by itself while a value in it is not accepted. */
export function Fold({ title, summary, paths, open = false, children }: FoldProps) {
  const [opened, setOpened] = useState(open);
  const problems = useProblemsUnder(paths);
  const id = useId();
  const shown = opened || problems > 0;
  return (
    <section className={classes['fold']}>
      <h3 className={classes['foldHead']}>
        <button type="button" className={classes['foldButton']} aria-expanded={shown} aria-controls={id} onClick={() => setOpened(!shown)}>
          <IconChevronRight className={classes['foldIcon']} size={16} stroke={1.6} aria-hidden />
          <span>{title}</span>
          <span className={classes['foldSummary']}>{problems > 0 ? 'Something to correct' : summary}</span>
        </button>
      </h3>
      <div id={id} className={classes['foldBody']} hidden={!shown}>
        {children}
      </div>
    </section>
  );
}
