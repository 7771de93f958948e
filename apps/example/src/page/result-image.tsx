import { useEffect, useState } from "react";

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8000;
/** After more than a minute the cause isn't a server that is away for a moment. */
const MAX_RETRIES = 12;

/** An image that is requested again, less and less often, if it fails to load: its server may be away for a moment. */
export function ResultImage({ src, title }: { src: string; title: string }) {
  const [failures, setFailures] = useState(0);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (failures === 0 || failures > MAX_RETRIES) return;
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
    const timer = setTimeout(() => setTries(failures), delayMs);
    return () => clearTimeout(timer);
  }, [failures]);
  return (
    <img
      key={tries}
      src={src}
      alt={`Result of ${title}`}
      decoding="async"
      onError={() => setFailures(tries + 1)}
    />
  );
}
