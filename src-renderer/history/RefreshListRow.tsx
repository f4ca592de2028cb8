import { memo } from 'react';
import type { Refresh } from '../../src-preload/contract/index.ts';
import { hrefOf } from '../shell/route.ts';
import { absoluteTime, bytesWords, numberWords, exactTimeWords } from '../ui/format.ts';
import { OutcomeTick } from '../ui/OutcomeTick.tsx';
import { resultWords, tookWords, triggerWords } from '../ui/refresh-words.ts';
import classes from './RefreshList.module.css';

export const RefreshListRow = memo(function RefreshListRow({ refresh }: { refresh: Refresh }) {
  const result = resultWords(refresh);
  return (
    <tr>
      <td className={classes['time']}>
        <time dateTime={refresh.startedAt} title={absoluteTime(refresh.startedAt)}>
          {exactTimeWords(refresh.startedAt)}
        </time>
      </td>
      <td className={classes['name']} title={refresh.sourceName}>
        <a href={hrefOf({ screen: 'source', id: refresh.sourceId, tab: 'refreshes' })}>{refresh.sourceName}</a>
      </td>
      <td>
        <OutcomeTick outcome={refresh.outcome} words />
      </td>
      <td className={classes['time']}>{triggerWords(refresh.trigger)}</td>
      <td className={classes['result']} title={refresh.failure === null ? result : `${result} ${refresh.failure.advice}`}>
        {result}
      </td>
      <td className={classes['number']}>{numberWords(refresh.calls)}</td>
      <td className={classes['wide']}>{bytesWords(refresh.bytes)}</td>
      <td className={classes['wide']}>{tookWords(refresh)}</td>
    </tr>
  );
});
