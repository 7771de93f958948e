/** One thing that can be chosen. */
interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** A choice among a few, as cards; the first is chosen. */
export function Choice(props: { name: string; label: string; options: readonly Option[] }) {
  const { name, label, options } = props;
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      <div className="cards">
        {options.map(({ value, label: text, hint }, index) => (
          <label key={value} className="card">
            <input type="radio" name={name} value={value} defaultChecked={index === 0} />
            {text}
            <span className="quiet">{hint}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
