import { useEffect, useState } from 'react';

/** Modules of quiet ground around the code (ISO/IEC 18004 asks for four). */
const QUIET = 4;

interface Code {
  size: number;
  path: string;
}

async function drawCode(text: string): Promise<Code> {
  const { create } = await import('qrcode');
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const parts: string[] = [];
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++)
      if (modules.get(y, x)) parts.push(`M${x + QUIET} ${y + QUIET}h1v1h-1z`);
  return { size: modules.size + 2 * QUIET, path: parts.join('') };
}

/** A text as a QR code, always dark on white so that every camera reads it. */
export function QrPicture({ text, label, size = 132 }: { text: string; label: string; size?: number }) {
  const [code, setCode] = useState<Code | null>(null);
  useEffect(() => {
    let left = false;
    drawCode(text).then(
      (drawn) => !left && setCode(drawn),
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${code?.size ?? 1} ${code?.size ?? 1}`}
      shapeRendering="crispEdges"
      className="shrink-0 rounded-soft"
    >
      <rect width="100%" height="100%" fill="#fff" />
      {code && <path d={code.path} fill="#000" />}
    </svg>
  );
}
