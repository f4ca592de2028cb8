import { useElementSize } from '@mantine/hooks';
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react';
import { numberTrend, sparkPoints } from '../data/number-trend.ts';
import type { NumberTrend } from '../data/number-trend.ts';
import { toneOf } from '../data/thresholds.ts';
import { unitWords } from '../data/unit-words.ts';
import { percentWords } from '../../ui/format.ts';
import { Flash } from './Flash.tsx';
import type { ShowProps } from './show-props.ts';
import classes from './shows.module.css';
import { ToneMark } from './ToneMark.tsx';

const SPARK_HEIGHT = 36;

function Change({ trend, show }: { trend: NumberTrend; show: ShowProps<'number'>['show'] }) {
  if (trend.change === null || trend.before === null) return null;
  const Arrow = trend.change > 0 ? IconArrowUpRight : trend.change < 0 ? IconArrowDownRight : IconArrowRight;
  const share = trend.changeShare === null || show.unit.kind === 'percent' ? '' : ` (${percentWords(Math.abs(trend.changeShare))})`;
  const words = trend.change === 0 ? 'as before' : `${unitWords(Math.abs(trend.change), show.unit)}${share}`;
  const tone = trend.better === null ? undefined : trend.better ? 'good' : 'bad';
  return (
    <span className={classes['change']} data-tone={tone} title={`Before: ${unitWords(trend.before, show.unit)}`}>
      <Arrow size={16} stroke={2} aria-hidden />
      <span className="fr-hidden">{trend.change > 0 ? 'up' : trend.change < 0 ? 'down' : ''}</span>
      {words}
      {tone !== undefined && <span className="fr-hidden">, {tone === 'good' ? 'better' : 'worse'}</span>}
    </span>
  );
}

/** One large number, what changed, and the values before as a small line. */
export function NumberShow({ show, data }: ShowProps<'number'>) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const trend = numberTrend(data, show);
  const tone = toneOf(trend.value, show.thresholds);
  const words = trend.value === null ? '–' : unitWords(trend.value, show.unit);
  return (
    <div className={classes['number']} ref={ref} data-testid="show-number">
      <div className={classes['figure']}>
        {tone !== null && <ToneMark tone={tone} size={20} />}
        <span className={classes['value']} data-tone={tone ?? undefined}>
          <Flash value={words}>{words}</Flash>
        </span>
        <Change trend={trend} show={show} />
      </div>
      {trend.trend.length > 1 && width > 0 && (
        <svg className={classes['spark']} viewBox={`0 -2 ${width} ${SPARK_HEIGHT + 4}`} height={SPARK_HEIGHT + 4} aria-hidden>
          <polyline points={sparkPoints(trend.trend, width, SPARK_HEIGHT)} />
        </svg>
      )}
    </div>
  );
}
