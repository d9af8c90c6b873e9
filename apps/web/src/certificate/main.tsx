import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../design/styles.css';
import { applyTheme, readTheme } from '../design/theme.ts';
import { CertificatePage } from './certificate-page.tsx';

applyTheme(readTheme());
const room = document.getElementById('root');
if (!room) throw new Error('certificate.html has no #root');
createRoot(room).render(
  <StrictMode>
    <CertificatePage />
  </StrictMode>,
);
