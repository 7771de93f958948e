import { exponentialBackoff } from "@rx-lro/core";
import { useState } from "react";

const backoff = exponentialBackoff({ initialMs: 500, factor: 2, maxMs: 8000 });
/** After more than a minute the cause isn't a server that is away for a moment. */
const MAX_RETRIES = 12;

/** An image that is requested again, less and less often, if it fails to load: its server may be away for a moment. */
export function ResultImage({ src, title }: { src: string; title: string }) {
  const [retries, setRetries] = useState(0);
  const retry = () => {
    if (retries === MAX_RETRIES) return;
    setTimeout(() => setRetries(retries + 1), backoff.delayMs(retries + 1));
  };
  return (
    <img key={retries} src={src} alt={`Result of ${title}`} decoding="async" onError={retry} />
  );
}
