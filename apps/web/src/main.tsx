import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './design/styles.css';
import { applyTheme, readTheme } from './design/theme.ts';
import { createEngine } from './engine/create-engine.ts';
import { App } from './frame/app.tsx';
import { createEngineStore } from './frame/engine-store.ts';

applyTheme(readTheme());
const room = document.getElementById('root');
if (!room) throw new Error('index.html has no #root');
createRoot(room).render(
  <StrictMode>
    <App store={createEngineStore(createEngine())} onSignedOut={() => location.replace('/sign-in.html')} />
  </StrictMode>,
);
