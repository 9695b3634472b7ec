// Makes the ids under which things are sent; the same id sent again changes nothing at the server.

export function identifier(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  // randomUUID exists in secure contexts only; demos on a LAN address are not one.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join("-");
}
