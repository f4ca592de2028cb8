import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './ui/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { connectNow, runConnection } from './bridge/connection.ts';
import { openDesktopWire } from './bridge/desktop.ts';
import { openServedWire } from './bridge/served.ts';
import { takeTokenFromAddress } from './bridge/token.ts';

takeTokenFromAddress();
// An address with a token, pasted into a tab that is open already, changes the fragment only.
window.addEventListener('hashchange', () => {
  if (!location.hash.startsWith('#token=')) return;
  takeTokenFromAddress();
  connectNow();
});

void runConnection(window.freshetDesktop === undefined ? openServedWire : openDesktopWire);

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
