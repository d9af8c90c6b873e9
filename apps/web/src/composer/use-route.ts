import { useState } from 'react';
import type { SendRoute } from '../engine/engine-api.ts';
import { useAnswer } from '../frame/engine-context.tsx';
import { routeKey } from './route-choice.tsx';

const KEY = 'smseal:route';

/** The routes there are, and the one that was chosen last on this browser. */
export function useRoute(): {
  routes: readonly SendRoute[];
  chosen: SendRoute | null;
  loading: boolean;
  choose(route: SendRoute): void;
} {
  const [answer] = useAnswer('routes', (engine) => engine.routes(), ['phones', 'devices']);
  const [wanted, setWanted] = useState(() => localStorage.getItem(KEY));
  const routes = answer.state === 'ready' ? answer.value : [];
  return {
    routes,
    chosen: routes.find((route) => routeKey(route) === wanted) ?? routes[0] ?? null,
    loading: answer.state === 'loading',
    choose: (route) => {
      localStorage.setItem(KEY, routeKey(route));
      setWanted(routeKey(route));
    },
  };
}
