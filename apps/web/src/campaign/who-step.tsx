import { FileUp } from 'lucide-react';
import { useId, useRef, useState, type DragEvent } from 'react';
import { count, countOf } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { classNames } from '../design/class-names.ts';
import { ProblemNote } from '../design/problem-note.tsx';
import { SwitchRow } from '../design/switch-row.tsx';
import { ChoiceField } from '../gateway/form-fields.tsx';
import { ListMapping } from './list-mapping.tsx';
import { LeftOut } from './left-out.tsx';
import type { DraftList } from './use-draft.ts';

/** Whom: a list that is pasted, dropped or chosen, set right, and what of it gets no text. */
export function WhoStep({ draft, onDone }: { draft: DraftList; onDone(): void }) {
  const { sheet, mapping, view, trouble, busy } = draft;
  if (!sheet || !mapping || !view)
    return (
      <>
        {trouble && <ProblemNote what="The list was not read." trouble={trouble} />}
        <ListField draft={draft} />
      </>
    );
  const windows = sheet.encoding?.startsWith('windows') === true;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-0 flex-1">
          <span className="font-medium break-words">{sheet.name ?? 'Pasted list'}</span>
          <span className="tabular text-ink-2"> · {countOf(view.lines, 'line')}</span>
        </p>
        <Button variant="quiet" onClick={draft.clear}>
          Another list
        </Button>
      </div>
      {windows && (
        <EncodingChoice
          draft={draft}
          encoding={sheet.encoding === 'windows-1250' ? 'windows-1250' : 'windows-1252'}
        />
      )}
      <ListMapping sheet={sheet} mapping={mapping} view={view} onMap={draft.map} />
      {trouble && <ProblemNote what="The numbers were not read." trouble={trouble} />}
      <div role="status" className={classNames('flex flex-col gap-1', busy && 'opacity-60')}>
        <p className="text-title font-semibold">
          <span className="tabular">{countOf(view.recipients, 'person gets', 'people get')}</span> a text
        </p>
        {view.mended.plus > 0 && (
          <p className="text-ink-2">
            {countOf(view.mended.plus, 'number had lost its +', 'numbers had lost their +')}; they are read
            with the country’s code that they begin with.
          </p>
        )}
        {view.mended.exponent > 0 && (
          <p className="text-ink-2">
            {countOf(view.mended.exponent, 'number was', 'numbers were')} written with an exponent, and no
            digit of it is lost.
          </p>
        )}
      </div>
      <LeftOut draft={draft} view={view} />
      {view.landlines > 0 && (
        <SwitchRow
          label={`Leave out ${countOf(view.landlines, 'fixed line')}`}
          checked={mapping.dropLandlines}
          onChange={(dropLandlines) => draft.map({ ...mapping, dropLandlines })}
        >
          Few of them can receive a text, and it costs all the same.
        </SwitchRow>
      )}
      <div>
        <Button variant="primary" disabled={view.recipients === 0 || busy} onClick={onDone}>
          Go on with {count(view.recipients)}
        </Button>
      </div>
    </>
  );
}

function EncodingChoice({
  draft,
  encoding,
}: {
  draft: DraftList;
  encoding: 'windows-1250' | 'windows-1252';
}) {
  return (
    <ChoiceField
      label="Letters are read as"
      hint="The file does not say; this is the likelier. Look at the names below."
      value={encoding}
      words={{ 'windows-1250': 'Windows, Central European', 'windows-1252': 'Windows, Western European' }}
      onChange={(fallback) => draft.reopen(fallback)}
    />
  );
}

const SAMPLE = '+48 600 100 200\n+44 7700 900123';

function ListField({ draft }: { draft: DraftList }) {
  const [text, setText] = useState('');
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const id = useId();
  const openFile = (file: File | undefined) => {
    if (file) draft.open({ value: file, name: file.name, fallback: null });
  };
  const openText = (value: string) => draft.open({ value, name: null, fallback: null });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    openFile(event.dataTransfer.files[0]);
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classNames(
        'flex flex-col gap-3 rounded-card',
        over && 'outline-2 outline-dashed outline-seal',
      )}
    >
      <label htmlFor={id} className="font-medium">
        Numbers, one a line, or rows from a spreadsheet
      </label>
      <textarea
        id={id}
        rows={7}
        value={text}
        placeholder={SAMPLE}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text');
          // Browsers take minutes to put ten thousand lines into a field.
          if (pasted.trim() === '' || !pasted.trim().includes('\n')) return;
          event.preventDefault();
          openText(text.trim() === '' ? pasted : `${text.trimEnd()}\n${pasted}`);
        }}
        className="min-h-40 w-full rounded-card border border-edge bg-raised px-3 py-2 font-mono text-small text-ink ring-inside"
      />
      <p id={`${id}-hint`} className="text-small text-ink-2">
        Or drop a CSV file here. It is read in this browser; nothing leaves it before you send, and then
        sealed to the sending device.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          variant={text.trim() === '' ? 'plain' : 'primary'}
          disabled={text.trim() === ''}
          busy={draft.busy && 'Reading…'}
          onClick={() => openText(text)}
        >
          Read the list
        </Button>
        <Button icon={<FileUp size={18} aria-hidden />} onClick={() => chooser.current?.click()}>
          Choose a file
        </Button>
        <input
          ref={chooser}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
          aria-label="A file with numbers"
          onChange={(event) => {
            openFile(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
    </div>
  );
}
