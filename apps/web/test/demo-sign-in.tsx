/** The sign-in page on answers of an invented account. */
import { createRoot } from 'react-dom/client';
import '../src/design/styles.css';
import { SignInApp } from '../src/sign-in/sign-in-app.tsx';

const done = () => document.body.replaceChildren('Signed in');
const room = document.getElementById('root');
if (room) createRoot(room).render(<SignInApp onDone={done} />);
