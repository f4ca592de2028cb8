/** An event whose default action can be prevented, as Electron's listeners get it. */
export function makeEvent<Params extends object>(params: Params): Electron.Event<Params> {
  let defaultPrevented = false;
  return {
    ...params,
    preventDefault: () => {
      defaultPrevented = true;
    },
    get defaultPrevented() {
      return defaultPrevented;
    },
  };
}
