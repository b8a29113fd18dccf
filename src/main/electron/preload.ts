import { contextBridge, ipcRenderer } from 'electron';

// The whole bridge: the page asks, the main process sends a port, and it is passed on to the page.
contextBridge.exposeInMainWorld('sitrep', { connect: () => ipcRenderer.send('sitrep:connect') });
ipcRenderer.on('sitrep:port', (event) => window.postMessage('sitrep:port', window.location.origin, [...event.ports]));
