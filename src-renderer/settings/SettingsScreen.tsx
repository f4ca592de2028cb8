import { useFreshet } from '../bridge/store.ts';
import { Loading } from '../ui/Loading.tsx';
import { Screen } from '../ui/Screen.tsx';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { BackupSettings } from './BackupSettings.tsx';
import { ConfigFileSettings } from './ConfigFileSettings.tsx';
import { Defaults } from './Defaults.tsx';
import { DemoFaults } from './DemoFaults.tsx';
import { DemoSettings } from './DemoSettings.tsx';
import { Facts } from './Facts.tsx';
import { Lookers } from './Lookers.tsx';
import { TransferSettings } from './TransferSettings.tsx';
import { UsualHours } from './UsualHours.tsx';

export function SettingsScreen() {
  const app = useFreshet((state) => state.app);
  if (app === null) return <Loading words="Loading the settings" />;
  return (
    <Screen title="Settings">
      <AppearanceSettings />
      <ConfigFileSettings configFile={app.configFile} />
      <DemoSettings demo={app.demo} />
      {app.demo.faults !== null && <DemoFaults faults={app.demo.faults} />}
      <Lookers />
      <UsualHours />
      <BackupSettings />
      <TransferSettings transfer={app.transfer} />
      <Facts app={app} />
      <Defaults />
    </Screen>
  );
}
