import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { Gate } from './shell/Gate.tsx';
import { theme, variables } from './shell/theme.ts';
import { LiveRegion } from './shell/LiveRegion.tsx';

const schemes = localStorageColorSchemeManager({ key: 'freshet.theme' });
const styleNonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Notifications position="bottom-right" limit={4} zIndex={400} />
      <LiveRegion />
      <Gate />
    </MantineProvider>
  );
}
