// A file as it is sent: compressed as far as it goes, with nothing in it that depends on when or where.

import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** The endings and contents of the compressed forms of a file. */
export function compressed(content) {
  const gzip = gzipSync(content, { level: 9 });
  // The byte that names the operating system.
  gzip[9] = 255;
  const brotli = brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
  return [
    [".gz", gzip],
    [".br", brotli],
  ];
}
