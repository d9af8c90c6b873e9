import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './design/styles.css';
import { applyTheme, readTheme } from './design/theme.ts';
import { createEngine } from './engine/create-engine.ts';
import { App } from './frame/app.tsx';
import { createEngineStore } from './frame/engine-store.ts';

/** The page is an entry of its own; the development server knows it by its file only. */
const SIGN_IN = import.meta.env.DEV ? '/sign-in.html' : '/sign-in';
const toSignIn = () => location.replace(SIGN_IN);

applyTheme(readTheme());
const room = document.getElementById('root');
if (!room) throw new Error('index.html has no #root');
createRoot(room).render(
  <StrictMode>
    <App store={createEngineStore(createEngine())} onSignedOut={toSignIn} />
  </StrictMode>,
);
