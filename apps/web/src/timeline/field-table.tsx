import type { ExplainedField } from '@smseal/policy';

/** Fields of a PDU or a receipt, each with what it says. */
export function FieldTable({ label, fields }: { label: string; fields: readonly ExplainedField[] }) {
  return (
    <table aria-label={label} className="w-full text-left text-small">
      <tbody className="divide-y divide-line">
        {fields.map(({ name, value, means }) => (
          <tr key={name} className="align-top max-md:grid max-md:grid-cols-2 max-md:py-1">
            <th scope="row" className="py-1 pr-4 font-mono font-normal whitespace-nowrap text-ink-2">
              {name}
            </th>
            <td className="py-1 pr-4 font-mono [overflow-wrap:anywhere] md:max-w-50 md:min-w-32">
              {value || '–'}
            </td>
            <td className="w-full py-1 text-ink-2 max-md:col-span-2">{means}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
