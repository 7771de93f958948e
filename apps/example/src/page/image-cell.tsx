import { imageOf, titleOf } from "./task.ts";
import { useTask } from "./tasks-context.ts";

/** The image that an operation has made, as a link to it. */
export function ImageCell({ name }: { name: string }) {
  const task = useTask(name);
  const image = task && imageOf(task);
  if (!image) return <div className="thumbnail" />;
  return (
    <a className="thumbnail" href={image} target="_blank" rel="noreferrer">
      <img src={image} alt={`Result of ${titleOf(task)}`} loading="lazy" decoding="async" />
    </a>
  );
}
