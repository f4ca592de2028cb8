import { contextBridge, ipcRenderer } from 'electron';

/** Asks the main process for a message port. */
const CONNECT = 'freshet:connect';
/** The port comes, and is handed to the page, under this name. */
const PORT = 'freshet:port';

contextBridge.exposeInMainWorld('freshetDesktop', { connect: () => ipcRenderer.send(CONNECT) });

ipcRenderer.on(PORT, (event) => {
  // A port cannot cross the context bridge, only a message can carry it. '/' stands for the origin of this very page: a page
  // that has been replaced in the meantime gets nothing.
  window.postMessage(PORT, '/', event.ports);
});
