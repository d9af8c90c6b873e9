import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { countOf } from '../design/amounts.ts';
import { useMediaQuery, WIDE } from '../design/media-query.ts';
import { stampTime } from '../design/times.ts';
import type { Wording } from '../engine/campaign/campaign-api.ts';
import { useAnswer, useEngineValue } from '../frame/engine-context.tsx';
import { Page } from '../frame/page.tsx';
import { CheckStep } from './check-step.tsx';
import { PhonePreview } from './phone-preview.tsx';
import { dispatchOf, NEW_PLAN, type Plan } from './plan.ts';
import { Step } from './step.tsx';
import { useCounts, usePreview } from './use-wording.ts';
import { useDraft } from './use-draft.ts';
import { WhatStep } from './what-step.tsx';
import { WhenStep } from './when-step.tsx';
import { WhoStep } from './who-step.tsx';

const NEW_WORDING: Omit<Wording, 'target' | 'from'> = { text: '', instead: {}, smart: 'off' };

/** A new text to many: four steps that unfold, and beside them the phone of whoever gets it. */
export function NewCampaign() {
  const navigate = useNavigate();
  const draft = useDraft();
  const [step, setStep] = useState(1);
  const [words, setWords] = useState(NEW_WORDING);
  const [plan, setPlan] = useState<Plan>(NEW_PLAN);
  const [index, setIndex] = useState(0);
  const routes = useManyRoutes();
  const route = routes[plan.route];
  const target = route?.device ?? null;
  const wording: Wording = { ...words, target, from: plan.from };
  const { counts, stale } = useCounts(draft, wording);
  const preview = usePreview(draft, wording, index);
  const [sendersAnswer] = useAnswer(
    `senders:${target ?? ''}`,
    (engine) => (target === null ? Promise.resolve([]) : engine.senders(target)),
    ['gateways'],
  );
  const senders = sendersAnswer.state === 'ready' ? sendersAnswer.value : [];
  const { view, mapping, sheet } = draft;
  const at = view && view.recipients > 0 ? step : 1;
  const stateOf = (number: number) => (number === at ? 'open' : number < at ? 'done' : 'ahead');
  const changePlan = (change: Partial<Plan>) => setPlan((before) => ({ ...before, ...change }));
  const dispatch = dispatchOf(wording, plan, { route, file: sheet?.name ?? null });
  const beside = useMediaQuery(WIDE);
  const phone = (
    <PhonePreview
      preview={preview}
      sender={plan.from ?? senders[0] ?? null}
      onStep={(next) => setIndex(Math.min(Math.max(0, next), (view?.recipients ?? 1) - 1))}
    />
  );
  return (
    <Page wide title="Send to many" back={{ to: '/many', label: 'Back to what was sent' }}>
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_260px]">
        <div className="flex min-w-0 flex-col gap-3">
          <Step
            number={1}
            title="Who"
            state={stateOf(1)}
            summary={
              view && `${countOf(view.recipients, 'person', 'people')} · ${sheet?.name ?? 'pasted list'}`
            }
            onChange={() => setStep(1)}
          >
            <WhoStep draft={draft} onDone={() => setStep(2)} />
          </Step>
          <Step number={2} title="What" state={stateOf(2)} summary={words.text} onChange={() => setStep(2)}>
            <WhatStep
              columns={(view?.columns ?? []).filter((_, place) => place !== mapping?.numbers)}
              wording={wording}
              counts={counts}
              stale={stale}
              onChange={(change) => setWords((before) => ({ ...before, ...change }))}
              onShow={setIndex}
              onDone={() => setStep(3)}
            />
            {!beside && phone}
          </Step>
          <Step
            number={3}
            title="When and by which route"
            state={stateOf(3)}
            summary={`${dispatch?.notBefore ? stampTime(dispatch.notBefore) : 'Now'} · ${route?.label ?? ''}`}
            onChange={() => setStep(3)}
          >
            <WhenStep
              routes={routes}
              senders={senders}
              plan={plan}
              onChange={changePlan}
              onDone={() => setStep(4)}
            />
          </Step>
          <Step number={4} title="Check" state={stateOf(4)} summary="" onChange={() => setStep(4)}>
            {dispatch && counts && route && (
              <CheckStep
                draft={draft}
                dispatch={dispatch}
                counts={counts}
                route={route.label}
                shown={preview?.index ?? 0}
                onName={(name) => changePlan({ name })}
                onSent={(campaign) => void navigate({ to: '/many/$campaign', params: { campaign } })}
              />
            )}
          </Step>
        </div>
        {beside && <div className="sticky top-4">{phone}</div>}
      </div>
    </Page>
  );
}

/** Ways out, gateways first: they are made for many. */
function useManyRoutes() {
  const devices = useEngineValue('devices');
  const [answer] = useAnswer(`routes:${devices.length}`, (engine) => engine.routes(), ['devices', 'phones']);
  const routes = answer.state === 'ready' ? answer.value : [];
  return routes.toSorted((a, b) => Number(b.platform === 'gateway') - Number(a.platform === 'gateway'));
}
