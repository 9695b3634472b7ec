"""What a page's connections do: pictures that are decoded, the way that they take, and lines that are cut."""

from typing import Any

from playwright.async_api import Page

from tests.patience import PATIENCE_S

#: Keeps what a page connects with at hand. Goes in before the page's own scripts.
CONNECTIONS = """(() => {
  window.sockets = [];
  window.WebSocket = class extends WebSocket { constructor(...how) { super(...how); window.sockets.push(this); } };
  window.peers = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(how) { super({ ...how, ...window.peersMust }); window.peers.push(this); }
  };
})()"""
#: Goes in beside it where only the relay may be used.
RELAY_ONLY = "window.peersMust = { iceTransportPolicy: 'relay' };"

_DECODED = """async (seconds) => {
  const decoded = async () => {
    let frames = 0;
    for (const peer of window.peers) {
      if (peer.connectionState === "closed") continue;
      for (const report of (await peer.getStats()).values()) {
        if (report.type === "inbound-rtp" && report.kind === "video") frames += report.framesDecoded;
      }
    }
    return frames;
  };
  let before = await decoded();
  const shown = () => {
    const video = document.querySelector("video:not(.is-own)");
    return video !== null && !video.paused && video.videoWidth > 0;
  };
  for (let waited = 0; waited < seconds; waited += 0.1) {
    await new Promise((go) => setTimeout(go, 100));
    const now = await decoded();
    before = Math.min(before, now);  // a new connection begins at none
    if (now > before + 5 && shown()) return "sees";
  }
  return JSON.stringify(window.peers.map((peer) => [peer.connectionState, peer.signalingState, peer.iceConnectionState]));
}"""
_AGREES = """async (seconds) => {
  const peer = window.peers.at(-1);
  // What was begun begins with a task of its own.
  for (let waited = 0; waited < seconds; waited += 0.1) {
    await new Promise((go) => setTimeout(go, 100));
    if (peer.signalingState === "stable" && peer.connectionState === "connected") return "agrees";
  }
  return `${peer.signalingState}, ${peer.connectionState}`;
}"""
_WAYS = """async () => {
  const ways = [];
  for (const peer of window.peers) {
    if (peer.connectionState !== "connected") continue;
    const reports = await peer.getStats();
    const transport = [...reports.values()].find((report) => report.type === "transport");
    const pair = reports.get(transport.selectedCandidatePairId);
    ways.push([reports.get(pair.localCandidateId), reports.get(pair.remoteCandidateId)].map((one) => one.candidateType));
  }
  return ways;
}"""
#: How long pictures may take to come: a busy machine has two browsers to encode and decode for.


async def sees(page: Page) -> None:
    """Wait until new pictures of the other side are decoded and shown."""
    seen = await page.evaluate(_DECODED, PATIENCE_S)
    assert seen == "sees", seen


async def agrees(page: Page) -> None:
    """Wait until nothing is left to negotiate, and the connection stands."""
    found = await page.evaluate(_AGREES, PATIENCE_S)
    assert found == "agrees", found


async def ways(page: Page) -> Any:
    """Tell which kinds of addresses the connections that stand go by: (own, the other's) of each."""
    return await page.evaluate(_WAYS)


async def cut_the_line(page: Page) -> None:
    """Break what connects the page with the gateway."""
    await page.evaluate("window.sockets.forEach((socket) => socket.close())")


async def lines_for(page: Page) -> Any:
    """Tell what each of the page's lines to the gateway says in its address that it is for."""
    return await page.evaluate("window.sockets.map(({ url }) => new URL(url).searchParams.get('for'))")
