/** A checkbox that may be neither on nor off; its whole cell can be pressed. */
export function Checkbox(props: {
  label: string;
  isSelected: boolean;
  isSome?: boolean;
  onSelect: (isSelected: boolean) => void;
}) {
  const { label, isSelected, isSome = false, onSelect } = props;
  return (
    <label className="checkbox">
      <input
        type="checkbox"
        aria-label={label}
        checked={isSelected}
        // HTML has no attribute for this.
        ref={(input) => {
          if (input) input.indeterminate = isSome;
        }}
        onChange={({ target }) => onSelect(target.checked)}
      />
    </label>
  );
}
