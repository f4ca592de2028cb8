import type { Connect, TransportOptions } from './connection.ts';
import { connectLongPoll } from './long-poll.ts';
import type { PushSettings } from '../../../src-preload/contract/index.ts';
import { connectSse } from './sse.ts';
import { connectWebSocket } from './websocket.ts';

/** Makes what connects to the push address of a source. URL and headers hold the resolved credentials. */
export function pushConnector(settings: PushSettings, options: TransportOptions): Connect {
  return (resume, events) => {
    switch (settings.kind) {
      case 'websocket':
        return connectWebSocket(settings, options, events);
      case 'sse':
        return connectSse(settings, options, resume, events);
      case 'long-poll':
        return connectLongPoll(settings, options, resume, events);
    }
  };
}
