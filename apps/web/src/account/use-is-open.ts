import { useEngineValue } from '../frame/engine-context.tsx';

/** Whether the service can read this account, too. */
export function useIsOpen(): boolean {
  const status = useEngineValue('status');
  return status !== null && 'open' in status && status.open;
}
