// The console's pictures, drawn in the colour of the text around them.

const PATHS = {
  chats: "M4 5.500h16v11H9.500L5 20v-3.500H4z M8 9.500h8 M8 12.500h5",
  follow_ups: "M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16z M12 8v4.500l3 2",
  calls: "M3.500 7h11v10h-11z M14.500 11l6-3.500v9l-6-3.500",
  search: "M10.500 4.500a6 6 0 1 0 0 12a6 6 0 0 0 0-12z M15 15l5 5",
  reports: "M12 3.500l7 2.500v5.500c0 4-3 7-7 9-4-2-7-5-7-9V6z M12 8.500v4 M12 15.500v.1",
  requests:
    "M4 5h16v14H4z M7.500 15.500c.5-1.800 5-1.800 5.500 0 M10.200 8.500a1.800 1.800 0 1 0 0 3.600a1.800 1.800 0 0 0 0-3.600z M15 9.500h2.500 M15 12.500h2.500",
  team: "M9 5.500a2.700 2.700 0 1 0 0 5.400a2.700 2.700 0 0 0 0-5.400z M3.500 18.500c.6-5 10.400-5 11 0 M15.500 6.200a2.400 2.400 0 0 1 0 4.600 M17.500 14c1.800.6 2.800 2.200 3 4.500",
  bell: "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15z M10 20.500h4",
  bell_off: "M6 16.500V11a6 6 0 0 1 9-5.200 M18 11v5.500l1.500 1.500h-12 M10 20.500h4 M4 4l16 16",
  keyboard: "M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400 M12 17.500v.1",
  out: "M10 4.500H5v15h5 M14 8l4 4-4 4 M18 12H9.500",
  close: "M6 6l12 12 M18 6L6 18",
  back: "M14.500 5.500L8 12l6.500 6.500",
  send: "M4 12l16-7.500-6 15.500-2.500-6.500z",
  slash: "M5 5.500h14v13H5z M14 8.500l-4 7",
  note: "M5 4.500h14v10l-5 5H5z M14 19.500v-5h5 M8.500 9h7 M8.500 12.500h4",
  transfer: "M4 8.500h13 M13.500 5l3.500 3.500-3.500 3.500 M20 16H7 M10.500 12.500L7 16l3.500 3.500",
  return: "M9 6L4.500 10.500 9 15 M4.500 10.500H15a4.500 4.500 0 0 1 0 9h-3",
  promise: "M5 12.500l4.500 4.500L19 7.500",
  wrap_up: "M6 4.500v15 M6 5.500h11l-2.500 3.500 2.500 3.500H6",
  details: "M4 5h16v14H4z M14.500 5v14",
  down: "M12 5v14 M6 13l6 6 6-6",
  lock: "M6.500 11h11v8.500h-11z M8.800 11V8a3.200 3.200 0 0 1 6.400 0v3",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
