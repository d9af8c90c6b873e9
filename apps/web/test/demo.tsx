/** The app on the demonstration engine: `demo.html?scenario=ready&theme=dark#/contacts`. */
import { createHashHistory } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import '../src/design/styles.css';
import { applyTheme, THEMES } from '../src/design/theme.ts';
import { App } from '../src/frame/app.tsx';
import { createEngineStore } from '../src/frame/engine-store.ts';
import { createDemoEngine } from './demo-engine.ts';
import { SCENARIOS } from './demo-state.ts';

const asked = new URLSearchParams(location.search);
const engine = createDemoEngine(SCENARIOS.find((name) => name === asked.get('scenario')) ?? 'ready');
const theme = THEMES.find((name) => name === asked.get('theme'));
if (theme) applyTheme(theme);
Reflect.set(window, 'demo', engine);
const room = document.getElementById('root');
if (room)
  createRoot(room).render(
    <App
      store={createEngineStore(engine)}
      history={createHashHistory()}
      onSignedOut={() => document.body.replaceChildren('Signed out')}
    />,
  );
