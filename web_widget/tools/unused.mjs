// Leaves out of socket.io's client what our lines never use: a tenth of the chat.
import { readFile } from "node:fs/promises";

/** What stands in for a module, by the end of its path. */
const INSTEAD = [
  // A way of carrying messages that we never ask for.
  [/transports\/webtransport\.js$/, () => "export class WT {}"],
  // We send and get text only.
  [
    /socket\.io-parser\/build\/esm\/is-binary\.js$/,
    () => "export const isBinary = () => false, hasBinary = isBinary;",
  ],
  [
    /socket\.io-parser\/build\/esm\/binary\.js$/,
    () =>
      "export const deconstructPacket = (packet) => ({ packet, buffers: [] }), reconstructPacket = () => {};",
  ],
  [
    /engine\.io-parser\/build\/esm\/encodePacket\.browser\.js$/,
    () => `import { PACKET_TYPES } from "./commons.js";
      export const encodePacket = ({ type, data }, _binary, done) => done(PACKET_TYPES[type] + (data || ""));
      export const encodePacketToBinary = () => {};`,
  ],
  [
    /engine\.io-parser\/build\/esm\/decodePacket\.browser\.js$/,
    () => `import { ERROR_PACKET, PACKET_TYPES_REVERSE } from "./commons.js";
      export const decodePacket = (packet) => {
        const type = PACKET_TYPES_REVERSE[packet[0]];
        if (!type) return ERROR_PACKET;
        return packet.length > 1 ? { type, data: packet.slice(1) } : { type };
      };`,
  ],
  // Every browser that we are for takes addresses apart by itself.
  [
    /contrib\/parseuri\.js$/,
    () => `export const parse = (source) => {
        const { protocol, hostname, port, pathname, search } = new URL(source);
        const host = hostname.replace(/[[\\]]/g, "");
        return { source, protocol: protocol.slice(0, -1), host, port, path: pathname, query: search.slice(1) };
      };`,
  ],
  // A line is dialled once; when again is decided by src/connection.ts.
  [
    /contrib\/backo2\.js$/,
    () => "export class Backoff { setMin() {} setMax() {} setJitter() {} reset() {} }",
  ],
  // Where no WebSocket comes through it is polled: by the shorter of the two ways that the client has for it, with the
  // cookies that the other one would send.
  [
    /transports\/polling-xhr\.js$/,
    async (path) => {
      const source = await readFile(path.replace("-xhr", "-fetch"), "utf8");
      const [kept, left] = ['"omit"', '"same-origin"'];
      if (!source.includes(kept)) throw new Error("socket.io's client polls in another way now");
      return `${source.replace(kept, left)}\nexport { Fetch as XHR };`;
    },
  ],
];

export const unused = {
  name: "unused",
  setup({ onLoad }) {
    for (const [filter, contents] of INSTEAD) {
      onLoad({ filter }, async ({ path }) => ({ contents: await contents(path) }));
    }
  },
};
