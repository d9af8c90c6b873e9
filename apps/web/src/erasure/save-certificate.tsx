import { Download } from 'lucide-react';
import { Button } from '../design/button.tsx';
import type { ErasureRow } from '../engine/erasure/erasure-api.ts';
import { useAct, useEngine } from '../frame/engine-context.tsx';
import { saveFile } from '../design/save-file.ts';

/** Hands the certificates of an erasure out as files, one press each. */
export function SaveCertificate({ row }: { row: ErasureRow }) {
  const engine = useEngine();
  const act = useAct();
  const save = (part: number) =>
    void act('The certificate was not saved.', async () => {
      saveFile(await engine.erasureCertificate(row.id, part));
    });
  return Array.from({ length: row.certificates }, (_, part) => (
    // A part keeps its place.
    // oxlint-disable-next-line react/no-array-index-key
    <Button key={part} onClick={() => save(part)} icon={<Download size={16} aria-hidden />}>
      {row.certificates === 1 ? 'Save the certificate' : `Save certificate ${part + 1}`}
    </Button>
  ));
}
