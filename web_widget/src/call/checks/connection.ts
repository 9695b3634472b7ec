// Connects the page with itself, as it will be with the verifier: straight, and through the relay alone.

import { type Finding, failed, passed, SKIPPED } from "./finding";

const WITHIN_MS = 10_000;
const ECHOES = 5;

export function hasRelay(servers: readonly RTCIceServer[]): boolean {
  return servers.flatMap(({ urls }) => urls).some((url) => /^turns?:/.test(url));
}

export async function checkConnection(servers: readonly RTCIceServer[]): Promise<Finding> {
  const took = await loop({ iceServers: [...servers] });
  return took === undefined ? failed("no_connection") : passed();
}

export async function checkRelay(servers: readonly RTCIceServer[]): Promise<Finding> {
  if (!hasRelay(servers)) return SKIPPED;
  const took = await loop({ iceServers: [...servers], iceTransportPolicy: "relay" });
  return took === undefined ? failed("relay_unreachable") : passed(`${Math.round(took)} ms`);
}

/** How long an echo takes from one connection of this page to another, in ms; undefined when they do not find each other. */
async function loop(how: RTCConfiguration): Promise<number | undefined> {
  const here = new RTCPeerConnection(how);
  const there = new RTCPeerConnection(how);
  let giveUp: ReturnType<typeof setTimeout> | undefined;
  try {
    here.onicecandidate = ({ candidate }) => candidate && void there.addIceCandidate(candidate);
    there.onicecandidate = ({ candidate }) => candidate && void here.addIceCandidate(candidate);
    there.ondatachannel = ({ channel }) => {
      channel.onmessage = () => channel.send("echo");
    };
    const channel = here.createDataChannel("check");
    const over = new Promise<undefined>((resolve) => {
      giveUp = setTimeout(() => resolve(undefined), WITHIN_MS);
    });
    const echoed = echoes(channel);
    await here.setLocalDescription();
    await there.setRemoteDescription(here.localDescription as RTCSessionDescription);
    await there.setLocalDescription();
    await here.setRemoteDescription(there.localDescription as RTCSessionDescription);
    return await Promise.race([echoed, over]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(giveUp);
    here.close();
    there.close();
  }
}

/** The mean time of some echoes, in ms. */
function echoes(channel: RTCDataChannel): Promise<number> {
  return new Promise((resolve) => {
    let begun = 0;
    let left = ECHOES;
    channel.onopen = () => {
      begun = performance.now();
      channel.send("call");
    };
    channel.onmessage = () => {
      left -= 1;
      if (left === 0) resolve((performance.now() - begun) / ECHOES);
      else channel.send("call");
    };
  });
}
