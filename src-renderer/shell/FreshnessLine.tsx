import { useFreshet } from '../bridge/store.ts';
import { StateIcon } from '../ui/StateIcon.tsx';
import { useNow } from '../ui/use-now.ts';
import classes from './FreshnessLine.module.css';
import { useLine } from './use-line.ts';

export function FreshnessLine() {
  const now = useNow(5_000);
  const { state, words } = useLine(now);
  const lost = useFreshet((store) => store.link !== 'open');
  return (
    <div className={classes['line']} data-testid="freshness-line" data-state={state} title={words}>
      <StateIcon state={lost ? 'offline' : state} />
      <span className={classes['words']}>{words}</span>
    </div>
  );
}
