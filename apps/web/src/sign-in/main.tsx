import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../design/styles.css';
import { applyTheme, readTheme } from '../design/theme.ts';
import { SignInApp } from './sign-in-app.tsx';

applyTheme(readTheme());
const toApp = () => location.replace('/');
const room = document.getElementById('root');
if (!room) throw new Error('sign-in.html has no #root');
createRoot(room).render(
  <StrictMode>
    <SignInApp onDone={toApp} />
  </StrictMode>,
);
