import { Ban, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { countOf } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/dialog.tsx';
import type { CampaignWish } from '../engine/campaign/campaign-api.ts';
import { useAct, useEngine } from '../frame/engine-context.tsx';

/** Pause, resume, cancel: each shows at once what was pressed, and takes it back when it failed. */
export function CampaignControls({
  id,
  wish,
  waits,
  onWish,
}: {
  id: string;
  wish: CampaignWish;
  /** Texts that have not left. */
  waits: number;
  onWish(wish: CampaignWish | null): void;
}) {
  const engine = useEngine();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const steer = async (next: CampaignWish, what: string) => {
    onWish(next);
    if (!(await act(what, () => engine.steerCampaign(id, next)))) onWish(null);
  };
  if (wish === 'cancel' || waits === 0) return null;
  return (
    <>
      {wish === 'pause' ? (
        <Button
          variant="primary"
          icon={<Play size={18} aria-hidden />}
          onClick={() => void steer('go', 'It was not resumed.')}
        >
          Resume
        </Button>
      ) : (
        <Button
          icon={<Pause size={18} aria-hidden />}
          onClick={() => void steer('pause', 'It was not paused.')}
        >
          Pause
        </Button>
      )}
      <Button variant="danger" icon={<Ban size={18} aria-hidden />} onClick={() => setAsking(true)}>
        Cancel
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Cancel what has not left?"
        action={`Cancel ${countOf(waits, 'text')}`}
        dangerous
        onConfirm={async () => {
          setAsking(false);
          await steer('cancel', 'It was not cancelled.');
        }}
      >
        <p>{countOf(waits, 'text')} will not be sent. What has left already cannot be called back.</p>
        <p>This cannot be undone. To go on later, pause it instead.</p>
      </ConfirmDialog>
    </>
  );
}
