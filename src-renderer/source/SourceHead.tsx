import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { Ago } from '../ui/Ago.tsx';
import { DemoTag } from '../ui/DemoTag.tsx';
import { RefreshButton } from '../ui/RefreshButton.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { SpentNote } from '../ui/SpentNote.tsx';
import { StateChip } from '../ui/StateChip.tsx';
import { useDefiningFile } from './defining-file.ts';
import { FailureNote } from './FailureNote.tsx';
import { PushLine } from './PushLine.tsx';
import { RefreshLine } from './RefreshLine.tsx';
import { sinceWords } from './since-words.ts';
import classes from './source.module.css';

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function Origin({ source }: { source: SourceStatus }) {
  const path = useDefiningFile(source.id);
  if (source.origin === 'demo') return <DemoTag />;
  if (source.origin === 'config') {
    return (
      <span className={classes['badge']} title={path}>
        Defined in {fileName(path)}
      </span>
    );
  }
  return null;
}

function Asks({ incremental }: { incremental: NonNullable<SourceStatus['incremental']> }) {
  const { text, title } = sinceWords(incremental);
  return (
    <div title={title}>
      <dt>Asks for</dt>
      <dd data-testid="asks-for">{text}</dd>
    </div>
  );
}

/** What is true of the source whichever tab is open. */
export function SourceHead({ source }: { source: SourceStatus }) {
  return (
    <header className={classes['head']}>
      <div className={classes['title']}>
        <h1 className={classes['name']}>{source.name}</h1>
        <Origin source={source} />
        <StateChip source={source} />
        <div className={classes['push']}>
          <RefreshButton source={source} />
        </div>
      </div>
      <dl className={classes['facts']}>
        <div title="When the API last answered, also when it said that nothing changed">
          <dt>Checked</dt>
          <dd data-testid="checked-at">
            <Ago iso={source.checkedAt} />
          </dd>
        </div>
        <div title="When an answer last brought something new">
          <dt>Changed</dt>
          <dd data-testid="changed-at">
            <Ago iso={source.changedAt} />
          </dd>
        </div>
        <div title="The time that the data itself states">
          <dt>Data as of</dt>
          <dd data-testid="data-as-of">
            <Ago iso={source.dataAsOf} fallback="not stated" />
          </dd>
        </div>
        {source.incremental !== null && <Asks incremental={source.incremental} />}
        <div>
          <dt className="fr-hidden">Next</dt>
          <dd data-testid="next">
            <Sentence decision={source.decision} />
          </dd>
        </div>
      </dl>
      <SpentNote source={source} />
      <FailureNote source={source} />
      <PushLine push={source.push} />
      <RefreshLine running={source.running} />
    </header>
  );
}
