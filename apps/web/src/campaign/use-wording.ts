import { useEffect, useState } from 'react';
import type { PreviewView, Wording, WordingCounts } from '../engine/campaign/campaign-api.ts';
import type { DraftList } from './use-draft.ts';

const COUNT_MS = 120;
const PREVIEW_MS = 40;

/** What the wording comes to over all recipients. `stale` while a newer answer is being worked out. */
export function useCounts(
  draft: DraftList,
  wording: Wording,
): { counts: WordingCounts | null; stale: boolean } {
  const [known, setKnown] = useState<{ of: string; counts: WordingCounts } | null>(null);
  const { ask, version, view } = draft;
  const of = JSON.stringify([version, wording]);
  useEffect(() => {
    if (!view || view.recipients === 0) return;
    let left = false;
    const timer = setTimeout(() => {
      ask((engine, id) => engine.countWording(id, JSON.parse(of)[1] as Wording)).then(
        (counts) => {
          if (!left) setKnown({ of, counts });
        },
        // What is newer answers instead; without an engine the step says so.
        () => undefined,
      );
    }, COUNT_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [ask, view, of]);
  return { counts: known?.counts ?? null, stale: known?.of !== of };
}

/** The text of the recipient at `index`. */
export function usePreview(draft: DraftList, wording: Wording, index: number): PreviewView | null {
  const [preview, setPreview] = useState<PreviewView | null>(null);
  const { ask, version, view } = draft;
  const of = JSON.stringify([version, wording, index]);
  useEffect(() => {
    if (!view || view.recipients === 0) return;
    let left = false;
    const timer = setTimeout(() => {
      const [, worded, at] = JSON.parse(of) as [number, Wording, number];
      ask((engine, id) => engine.previewText(id, worded, at)).then(
        (answer) => {
          if (!left) setPreview(answer);
        },
        () => undefined,
      );
    }, PREVIEW_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [ask, view, of]);
  return view && view.recipients > 0 ? preview : null;
}
