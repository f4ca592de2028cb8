import { UnstyledButton } from '@mantine/core';
import {
  IconCalendar,
  IconChartArea,
  IconChartBar,
  IconChartLine,
  IconGauge,
  IconGridDots,
  IconLayoutGrid,
  IconList,
  IconNumber123,
  IconRoute,
  IconTable,
  IconTextSize,
} from '@tabler/icons-react';
import type { PanelShow } from '../../src-preload/contract/index.ts';
import { showKinds, showOf } from './draft.ts';
import classes from './PanelEditor.module.css';

const icons = {
  number: IconNumber123,
  line: IconChartLine,
  area: IconChartArea,
  bar: IconChartBar,
  'heat-map': IconGridDots,
  table: IconTable,
  list: IconList,
  gauge: IconGauge,
  status: IconLayoutGrid,
  calendar: IconCalendar,
  text: IconTextSize,
  map: IconRoute,
} as const;

/** The ways to show rows. */
export function ShowPicker({ show, onChange }: { show: PanelShow; onChange: (show: PanelShow) => void }) {
  return (
    <div className={classes['kinds']} role="group" aria-label="Shown as">
      {showKinds.map(({ kind, name }) => {
        const Icon = icons[kind];
        return (
          <UnstyledButton
            key={kind}
            className={classes['kind']}
            aria-pressed={show.kind === kind}
            onClick={() => show.kind !== kind && onChange(showOf(kind, show))}
            data-testid={`kind-${kind}`}
          >
            <Icon size={20} stroke={1.6} aria-hidden />
            {name}
          </UnstyledButton>
        );
      })}
    </div>
  );
}
