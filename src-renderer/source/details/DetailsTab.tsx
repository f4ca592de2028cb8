import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { EnrichmentConfig, EnrichmentStatus, SourceStatus } from '../../../src-preload/contract/index.ts';
import { pauseDetails, resumeDetails } from '../../ui/actions.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { countWords, numberWords, percentWords } from '../../ui/format.ts';
import { DetailsSentence } from '../../ui/Sentence.tsx';
import sourceClasses from '../source.module.css';
import classes from './details.module.css';

function Progress({ enrichment }: { enrichment: EnrichmentStatus }) {
  const { answered, waiting, givenUp } = enrichment;
  const all = Math.max(1, answered + waiting + givenUp);
  const share = answered / all;
  return (
    <div>
      <div
        className={classes['track']}
        role="progressbar"
        aria-label="Records whose details are there"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <div className={classes['answered']} style={{ width: `${share * 100}%` }} />
        <div className={classes['givenUp']} style={{ width: `${(givenUp / all) * 100}%` }} />
      </div>
      <p className={classes['words']} data-testid="details-progress">
        <strong>{numberWords(answered)}</strong> answered · <strong>{numberWords(waiting)}</strong> waiting
        {givenUp > 0 && <> · {numberWords(givenUp)} given up</>}
      </p>
    </div>
  );
}

/** What is asked for, and how far each request has come. */
function Requests({ config, enrichment }: { config: EnrichmentConfig; enrichment: EnrichmentStatus }) {
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label="Detail requests">
      <table className={sourceClasses['table']} data-testid="details-requests">
        <thead>
          <tr>
            <th>Request</th>
            <th>Fills</th>
            <th>Group</th>
            <th className={sourceClasses['number']}>Answered</th>
            <th className={sourceClasses['number']}>Waiting</th>
            <th className={sourceClasses['number']}>Given up</th>
          </tr>
        </thead>
        <tbody>
          {enrichment.requests.map((request) => {
            const asked = config.requests.find((each) => each.name === request.name);
            return (
              <tr key={request.name}>
                <td title={asked?.url}>{request.name}</td>
                <td className={classes['fields']}>{Object.keys(asked?.fields ?? {}).join(', ')}</td>
                <td>{request.group}</td>
                <td className={sourceClasses['number']}>{numberWords(request.answered)}</td>
                <td className={sourceClasses['number']}>{numberWords(request.waiting)}</td>
                <td className={sourceClasses['number']}>{numberWords(request.givenUp)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** How the details of a source stand, why they are fetched or not, and the button that pauses them. */
export function DetailsTab({ source }: { source: SourceStatus }) {
  const { id, enrichment } = source;
  const config = source.config.enrichment;
  if (enrichment === null || config === undefined) {
    return (
      <EmptyState
        title="No details are fetched"
        text="Where the listing does not hold all that there is to know of a record, add “enrichment” to the source in the config file or over the API."
      />
    );
  }
  const { failure } = enrichment;
  // Somebody who mends what was wrong does not want to wait.
  const isResting = enrichment.reason === 'needs-fix' || enrichment.reason === 'backing-off';
  return (
    <div className={sourceClasses['page']}>
      <div className={sourceClasses['line']}>
        <p className={sourceClasses['now']} data-testid="details-now">
          <DetailsSentence enrichment={enrichment} />
        </p>
        {enrichment.paused || isResting ? (
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={16} stroke={1.6} aria-hidden />}
            onClick={() => void resumeDetails(id)}
            data-testid="resume-details"
          >
            {enrichment.paused ? 'Resume details' : 'Try once'}
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconPlayerPause size={16} stroke={1.6} aria-hidden />}
            onClick={() => void pauseDetails(id)}
            data-testid="pause-details"
          >
            Pause details
          </Button>
        )}
      </div>
      {failure !== null && (
        <div className={sourceClasses['failure']} role="status" data-testid="details-failure">
          <IconAlertTriangle size={18} stroke={1.8} aria-hidden />
          <p>
            <strong>{failure.message}</strong> {failure.advice}
          </p>
        </div>
      )}
      <Progress enrichment={enrichment} />
      <p className={sourceClasses['hint']} data-testid="details-calls">
        <strong>{countWords(enrichment.callsToday, 'call')}</strong> for details today, counted with the other calls of the source; they may
        use <strong>{percentWords(enrichment.sharePercent / 100)}</strong> of its quota.
      </p>
      <Requests config={config} enrichment={enrichment} />
    </div>
  );
}
