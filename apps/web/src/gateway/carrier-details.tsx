import { TextField } from '../design/text-field.tsx';
import { SENDER_WORDS, type CarrierFaults, type CarrierForm, type SetFields } from './carrier-form.ts';
import { CheckRow } from './check-row.tsx';
import { ChoiceField, TextArea } from './form-fields.tsx';
import { LANGUAGE_WORDS } from './words.ts';

const BINDS = {
  transceiver: 'One connection for both (transceiver)',
  'transmitter+receiver': 'One for each (transmitter and receiver)',
} satisfies Record<CarrierForm['bind'], string>;

const ALPHABETS = {
  gsm7: 'GSM 7-bit',
  latin1: 'Latin-1',
} satisfies Record<CarrierForm['defaultAlphabet'], string>;

/** What can stay as it is with most carriers. */
export function CarrierDetails({
  form,
  faults,
  set,
}: {
  form: CarrierForm;
  faults: CarrierFaults;
  set: SetFields;
}) {
  const folded = ['window', 'segmentsPerSecond', 'sourceTon', 'sourceNpi', 'from'] as const;
  const wrong = folded.some((field) => faults[field] !== undefined);
  return (
    <details className="rounded-card border border-line" {...(wrong ? { open: true } : {})}>
      <summary className="min-h-11 px-4 py-2.5 font-medium ring-inside">Speed, senders, alphabet</summary>
      <div className="flex flex-col gap-4 border-t border-line p-4">
        <div className="grid items-start gap-4 md:grid-cols-2">
          <TextField
            label="Under way at once"
            hint="Window: requests without an answer."
            inputMode="numeric"
            value={form.window}
            error={faults.window ?? null}
            autoComplete="off"
            onChange={(event) => set({ window: event.target.value })}
          />
          <TextField
            label="Segments a second"
            hint="Empty: as fast as the window lets."
            inputMode="numeric"
            value={form.segmentsPerSecond}
            error={faults.segmentsPerSecond ?? null}
            autoComplete="off"
            onChange={(event) => set({ segmentsPerSecond: event.target.value })}
          />
        </div>
        <TextArea
          label="Senders"
          hint={`One a line: ${SENDER_WORDS} The first is used where a request names none.`}
          value={form.from}
          error={faults.from ?? null}
          onChange={(from) => set({ from })}
        />
        <ChoiceField label="Bind" value={form.bind} words={BINDS} onChange={(bind) => set({ bind })} />
        <div className="grid items-start gap-4 md:grid-cols-2">
          <ChoiceField
            label="Default alphabet"
            hint="What the carrier takes data_coding 0 for."
            value={form.defaultAlphabet}
            words={ALPHABETS}
            onChange={(defaultAlphabet) => set({ defaultAlphabet })}
          />
          <TextField
            label="System type"
            hint="If the carrier asks for one."
            mono
            value={form.systemType}
            maxLength={12}
            autoComplete="off"
            onChange={(event) => set({ systemType: event.target.value })}
          />
          <TextField
            label="Type of number"
            hint="0–6. Empty: by the sender’s form."
            inputMode="numeric"
            value={form.sourceTon}
            error={faults.sourceTon ?? null}
            autoComplete="off"
            onChange={(event) => set({ sourceTon: event.target.value })}
          />
          <TextField
            label="Numbering plan"
            hint="0–18. Empty: by the sender’s form."
            inputMode="numeric"
            value={form.sourceNpi}
            error={faults.sourceNpi ?? null}
            autoComplete="off"
            onChange={(event) => set({ sourceNpi: event.target.value })}
          />
        </div>
        <Languages chosen={form.languages} onChange={(languages) => set({ languages })} />
      </div>
    </details>
  );
}

function Languages({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange(languages: readonly string[]): void;
}) {
  return (
    <fieldset>
      <legend className="font-medium">National alphabets</legend>
      <p className="text-small text-ink-2">
        Those that the carrier lets through (3GPP TS 23.038). They make texts in these languages cheaper.
      </p>
      <div className="mt-1 grid grid-cols-2 gap-x-4 md:grid-cols-3">
        {Object.entries(LANGUAGE_WORDS).map(([language, words]) => (
          <CheckRow
            key={language}
            label={words}
            checked={chosen.includes(language)}
            onChange={(on) =>
              onChange(on ? [...chosen, language] : chosen.filter((each) => each !== language))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
