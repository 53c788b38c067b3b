// The look of an account in small.

import { css } from "lit";

export const brandStyles = css`
  /* Drawn for white. */
  .logo {
    background: #fff;
    border-radius: 0.25rem;
    max-block-size: 2.5rem;
    max-inline-size: 10rem;
    object-fit: contain;
    padding: 0.125rem;
    vertical-align: middle;
  }

  .previews {
    display: grid;
    gap: 0.75rem;
    grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr));
    margin-block-start: 1rem;
  }

  .preview {
    --_preview: light-dark(#2451c4, #9db8ff);
    background: light-dark(#ffffff, #171b25);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    color: light-dark(#171c28, #e9ecf4);
    display: grid;
    gap: 0.75rem;
    padding: 0.9rem;
  }

  .preview.light {
    color-scheme: light;
  }

  .preview.dark {
    color-scheme: dark;
  }

  .preview-head {
    align-items: center;
    display: flex;
    gap: 0.6rem;
  }

  .preview-button {
    background: var(--_preview);
    border-radius: var(--_radius);
    color: light-dark(#ffffff, #0c1330);
    display: inline-block;
    font-weight: 550;
    margin-inline-end: 0.75rem;
    padding: 0.35rem 0.85rem;
  }

  .preview-link {
    color: var(--_preview);
    text-decoration: underline;
  }

  .colour {
    align-items: start;
    display: grid;
    gap: 0.75rem;
    grid-template-columns: minmax(0, 1fr) auto;
  }

  .colour > input {
    block-size: 2.25rem;
    inline-size: 3rem;
    margin-block-start: 1.55rem;
    padding: 0.15rem;
  }
`;
