/** One of the things to choose from. */
interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** A choice among a few things, as cards; the first is chosen at the start. */
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
