import { MoreHorizontal } from 'lucide-react';
import type { ComponentProps } from 'react';
import { IconButton } from '../design/icon-button.tsx';
import { Menu } from '../design/menu.tsx';

/** The last cell of a table's row: what can be done with what the row shows. */
export function RowMenu({
  name,
  entries,
}: {
  name: string;
  entries: ComponentProps<typeof Menu>['entries'];
}) {
  return (
    <td className="w-12 py-1 pr-2 text-right">
      <Menu
        align="end"
        trigger={
          <IconButton label={`More about ${name}`} side="left">
            <MoreHorizontal size={18} />
          </IconButton>
        }
        entries={entries}
      />
    </td>
  );
}
