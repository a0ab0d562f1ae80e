/** Outlines on a 16 × 16 grid, drawn for Counterpart. Decorative: the words beside them carry the meaning. */
const PATHS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  warning: 'M8 2 1.8 13.2h12.4L8 2ZM8 6.4v3.2M8 11.6v.1',
  stop: 'M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3l3.5-3.5ZM8 4.8v3.8M8 11.1v.1',
  info: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM8 7.4v3.6M8 5v.1',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  open: 'M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.6-3.9L13.5 5.7M13.5 2.2v3.5H10',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3 14 14',
  menu: 'M8 3.6a.6.6 0 1 0 0-.1ZM8 8.1a.6.6 0 1 0 0-.1ZM8 12.6a.6.6 0 1 0 0-.1Z',
  collapse: 'M6 3.5 10.5 8 6 12.5M13.5 2.5v11',
  expand: 'M10 3.5 5.5 8l4.5 4.5M2.5 2.5v11',
  link: 'M6.5 9.5 9.5 6.5M7.2 4.6 9 2.8a2.9 2.9 0 0 1 4.1 4.1l-1.8 1.9M8.8 11.4 7 13.2A2.9 2.9 0 0 1 2.9 9.1l1.8-1.9',
  unlink: 'M7.2 4.6 9 2.8a2.9 2.9 0 0 1 4.1 4.1l-1.8 1.9M8.8 11.4 7 13.2A2.9 2.9 0 0 1 2.9 9.1l1.8-1.9M2.5 2.5l11 11',
  person: 'M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8ZM2.6 14c.5-2.7 2.7-4.2 5.4-4.2s4.9 1.5 5.4 4.2',
  nobody: 'M6.8 8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM1.6 14c.4-2.7 2.5-4.2 5.2-4.2M10.5 10.5l4 4M14.5 10.5l-4 4',
  add: 'M8 3v10M3 8h10',
  company: 'M2.5 14V3.5l6-1.5v12M8.5 6.5h5V14M1.5 14h13M5 5.8v.1M5 8.4v.1M5 11v.1M11 9v.1M11 11.5v.1',
  directory: 'M2.5 3.5h11v9h-11zM5 6h.1M7.5 6h3.5M5 8h.1M7.5 8h3.5M5 10h.1M7.5 10h3.5',
  mail: 'M2 3.8h12v8.4H2zM2.3 4.2 8 8.8l5.7-4.6',
  phone: 'M3 2.5h2.6l1.2 3-1.5 1.1a8 8 0 0 0 4.1 4.1l1.1-1.5 3 1.2V13c0 .6-.5 1-1 1A11 11 0 0 1 2 3.5c0-.5.4-1 1-1Z',
  key: 'M5.4 13.2a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM7.4 8.6l5.8-5.8M10.8 5.2l2.2 2.2M9 7l1.4 1.4',
  clock: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM8 4.6V8l2.4 1.6',
  shield: 'M8 1.8 13.2 4v3.8c0 3-2 5.2-5.2 6.4-3.2-1.2-5.2-3.4-5.2-6.4V4L8 1.8Z',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6h7a3.8 3.8 0 0 1 0 7.6H6',
  close: 'M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4',
  back: 'M9.8 3.2 5 8l4.8 4.8',
  chevron: 'M3.5 6 8 10.5 12.5 6',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  spinner: 'M8 1.8a6.2 6.2 0 0 1 6.2 6.2',
  plug: 'M5.5 1.8v3M10.5 1.8v3M3.8 4.8h8.4v2.6a4.2 4.2 0 0 1-8.4 0V4.8ZM8 11.6v2.6',
  ticket: 'M1.8 4.5h12.4v2.2a1.4 1.4 0 0 0 0 2.6v2.2H1.8V9.3a1.4 1.4 0 0 0 0-2.6V4.5ZM9.8 4.5v7',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg className={`icon ${className}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
