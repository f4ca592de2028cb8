import { Button } from '@mantine/core';
import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { useFreshet, useSource } from '../bridge/store.ts';
import { go } from '../shell/route.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Loading } from '../ui/Loading.tsx';
import { DetailsTab } from './details/DetailsTab.tsx';
import { QuotaTab } from './quota/QuotaTab.tsx';
import { RecordsTab } from './records/RecordsTab.tsx';
import { RefreshesTab } from './refreshes/RefreshesTab.tsx';
import { RuleTab } from './rule/RuleTab.tsx';
import { SettingsTab } from './settings/SettingsTab.tsx';
import { SourceHead } from './SourceHead.tsx';
import classes from './source.module.css';
import { SourceTabs } from './SourceTabs.tsx';
import type { SourceTab } from './SourceTabs.tsx';
import { WhyTab } from './why/WhyTab.tsx';

function Content({ source, tab }: { source: SourceStatus; tab: SourceTab }) {
  switch (tab) {
    case 'records':
      return <RecordsTab source={source} />;
    case 'refreshes':
      return <RefreshesTab source={source} />;
    case 'why':
      return <WhyTab source={source} />;
    case 'rule':
      return <RuleTab source={source} />;
    case 'quota':
      return <QuotaTab source={source} />;
    case 'details':
      return <DetailsTab source={source} />;
    case 'settings':
      return <SettingsTab source={source} />;
  }
}

/** One source: its head and one of its parts. */
export function SourceScreen({ id, tab }: { id: string; tab: SourceTab }) {
  const source = useSource(id);
  const isKnown = useFreshet((state) => state.app !== null);
  if (source === undefined) {
    if (!isKnown) return <Loading words="Loading the source" />;
    return (
      <EmptyState
        title="There is no such source"
        text={`No source has the id ${id}. It may have been removed.`}
        action={
          <Button variant="default" onClick={() => go({ screen: 'sources' })}>
            All sources
          </Button>
        }
      />
    );
  }
  return (
    <div className={classes['screen']}>
      <SourceHead source={source} />
      <SourceTabs source={source} tab={tab} />
      {/* What scrolls must be reachable by the keyboard, also where nothing in it can be pressed. */}
      <div className={classes['content']} tabIndex={0} role="region" aria-label={tab}>
        <Content key={id} source={source} tab={tab} />
      </div>
    </div>
  );
}
