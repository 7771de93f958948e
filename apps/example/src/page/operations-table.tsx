import { memo, useState } from "react";
import {
  Cell,
  Checkbox,
  Collection,
  Column,
  type Selection,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  TableLoadMoreItem,
  Row as TableRow,
  Virtualizer,
} from "react-aria-components";
import { ImageCell } from "./image-cell.tsx";
import { RowActions } from "./row-actions.tsx";
import type { Row } from "./rows.ts";
import { StateCell } from "./state-cell.tsx";
import { TimeCell } from "./time-cell.tsx";
import { TitleCell } from "./title-cell.tsx";
import { useMediaQuery } from "./use-media-query.ts";

/** What the table is given; it changes when rows come and go, not when operations do. */
interface OperationsTableProps {
  readonly rows: readonly Row[];
  readonly isLoading: boolean;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly onOpen: (name: string) => void;
}

/** All operations; only the rows on the screen are drawn, and each cell follows its own operation. */
export const OperationsTable = memo(function OperationsTable(props: OperationsTableProps) {
  const { rows, isLoading, selection, onSelect, onOpen } = props;
  const isNarrow = useMediaQuery("(max-width: 44rem)");
  const layoutOptions = isNarrow ? NARROW : WIDE;
  const [taken, setTaken] = useState(ROWS_AT_A_TIME);
  return (
    <Virtualizer layout={TableLayout} layoutOptions={layoutOptions}>
      <Table
        aria-label="Operations"
        className="operations"
        selectionMode="multiple"
        selectedKeys={selection}
        onSelectionChange={onSelect}
        onRowAction={(name) => onOpen(String(name))}
      >
        <TableHeader>
          <Column width={48} minWidth={48}>
            <SelectBox />
          </Column>
          {!isNarrow && <Column width={112}>Result</Column>}
          <Column isRowHeader defaultWidth="3fr">
            Operation
          </Column>
          {!isNarrow && <Column defaultWidth="4fr">State</Column>}
          {!isNarrow && <Column width={150}>Time</Column>}
          <Column width={104}>Actions</Column>
        </TableHeader>
        <TableBody
          dependencies={[isNarrow]}
          renderEmptyState={() => (
            <p className="empty">{isLoading ? "Looking…" : "There are no operations yet."}</p>
          )}
        >
          <Collection items={rows.slice(0, taken)} dependencies={[isNarrow]}>
            {({ id, title }) => (
              <TableRow textValue={title} className="row">
                <Cell>
                  <SelectBox />
                </Cell>
                {!isNarrow && (
                  <Cell>
                    <ImageCell name={id} />
                  </Cell>
                )}
                <Cell textValue={title}>
                  <div className="lead">
                    <TitleCell name={id} />
                    {isNarrow && <ImageCell name={id} />}
                  </div>
                  {isNarrow && <StateCell name={id} />}
                </Cell>
                {!isNarrow && (
                  <Cell>
                    <StateCell name={id} />
                  </Cell>
                )}
                {!isNarrow && (
                  <Cell>
                    <TimeCell name={id} />
                  </Cell>
                )}
                <Cell>
                  <RowActions name={id} />
                </Cell>
              </TableRow>
            )}
          </Collection>
          {taken < rows.length && (
            <TableLoadMoreItem onLoadMore={() => setTaken(taken + ROWS_AT_A_TIME)} />
          )}
        </TableBody>
      </Table>
    </Virtualizer>
  );
});

/** A table of thousands of rows takes a second to set up; those of the next screens take a moment. */
const ROWS_AT_A_TIME = 12;
const WIDE = { rowHeight: 72, headingHeight: 40 };
const NARROW = { rowHeight: 108, headingHeight: 40 };

function SelectBox() {
  return (
    <Checkbox slot="selection" className="checkbox">
      <span className="box" aria-hidden="true" />
    </Checkbox>
  );
}
