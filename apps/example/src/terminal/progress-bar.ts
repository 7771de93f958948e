const WIDTH = 30;

/** A bar for a share from 0 to 1, with its percentage. */
export function progressBar(share: number): string {
  const filled = Math.round(share * WIDTH);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  return `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${percent}`;
}
