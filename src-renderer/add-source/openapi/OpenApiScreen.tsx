import { AddScreen } from '../AddScreen.tsx';

export function OpenApiScreen() {
  return <AddScreen title="OpenAPI document">{null}</AddScreen>;
}
