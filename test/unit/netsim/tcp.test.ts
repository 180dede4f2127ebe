// Two sides of a TCP connection that hand each other their segments by hand: the handshake, data in order, loss and
// repetition, and both kinds of end.

import { describe, expect, it } from "vitest";
import type { Packet, Payload, TcpSegment } from "../../../src/netsim/packet.ts";
import * as tcp from "../../../src/netsim/tcp.ts";

class Side {
  readonly out: TcpSegment[] = [];
  readonly got: string[] = [];
  readonly said: string[] = [];
  now = 0;
  room = 65_536;
  alarmAt = 0;
  readonly io: tcp.TcpIo;

  constructor(readonly tcb: tcp.Tcb) {
    // oxlint-disable-next-line typescript/no-this-alias -- a getter of a literal has a this of its own
    const side = this;
    this.io = {
      get now() {
        return side.now;
      },
      room: () => side.room,
      send: ({ payload }: Packet) => side.out.push(payload as TcpSegment),
      arrived: (data: Payload) => side.got.push(String.fromCharCode(...(data as Uint8Array))),
      ended: () => side.said.push("ended"),
      established: () => side.said.push("established"),
      acknowledged: () => {},
      over: (why) => side.said.push(why),
      alarm: (at) => (side.alarmAt = at),
    };
  }
}

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

function pair() {
  const a = { address: "10.0.0.1", port: 1000 };
  const b = { address: "10.0.0.2", port: 80 };
  const client = new Side(tcp.newTcb(a, b, 100, "syn-sent"));
  const server = new Side(tcp.newTcb(b, a, 500, "syn-received"));
  /** Segments go to and fro until nobody has more to say. */
  const run = (): void => {
    while (client.out.length + server.out.length > 0) {
      for (const s of client.out.splice(0)) tcp.receive(server.tcb, server.io, s);
      for (const s of server.out.splice(0)) tcp.receive(client.tcb, client.io, s);
    }
  };
  tcp.openActively(client.tcb, client.io);
  tcp.openPassively(server.tcb, server.io, client.out.shift() as TcpSegment);
  run();
  return { client, server, run };
}

describe("a connection", () => {
  it("is established by three segments", () => {
    const { client, server } = pair();
    expect([client.said, server.said]).toEqual([["established"], ["established"]]);
    expect([client.tcb.state, server.tcb.state]).toEqual(["established", "established"]);
  });

  it("carries bytes in order, as many as the other side takes", () => {
    const { client, server, run } = pair();
    tcp.write(client.tcb, client.io, bytes("hello "));
    tcp.write(client.tcb, client.io, bytes("world"));
    run();
    expect(server.got.join("")).toBe("hello world");
    expect(tcp.unsent(client.tcb)).toBe(0);
  });

  it("sends again what was lost, later each time", () => {
    const { client, server, run } = pair();
    tcp.write(client.tcb, client.io, bytes("lost"));
    client.out.length = 0;
    client.now = client.alarmAt;
    tcp.onAlarm(client.tcb, client.io);
    const first = client.now;
    expect(client.out).toHaveLength(1);
    client.out.length = 0;
    client.now = client.alarmAt;
    tcp.onAlarm(client.tcb, client.io);
    expect(client.now - first).toBeGreaterThan(first);
    run();
    expect(server.got).toEqual(["lost"]);
  });

  it("ends in order when both sides have ended", () => {
    const { client, server, run } = pair();
    tcp.endWriting(client.tcb, client.io);
    run();
    expect([client.tcb.state, server.tcb.state]).toEqual(["fin-wait-2", "close-wait"]);
    tcp.endWriting(server.tcb, server.io);
    run();
    expect([client.said.at(-1), server.said.at(-1)]).toEqual(["closed", "closed"]);
  });

  it("breaks at a reset", () => {
    const { client, server, run } = pair();
    tcp.abort(server.tcb, server.io);
    run();
    expect(client.said.at(-1)).toBe("ECONNRESET");
  });

  it("that nobody answers is given up", () => {
    const client = new Side(
      tcp.newTcb({ address: "10.0.0.1", port: 1 }, { address: "10.0.0.2", port: 2 }, 1, "syn-sent"),
    );
    tcp.openActively(client.tcb, client.io);
    for (let i = 0; i < 20 && client.tcb.state !== "closed"; i++) {
      client.now = client.alarmAt;
      tcp.onAlarm(client.tcb, client.io);
    }
    expect(client.said).toEqual(["ETIMEDOUT"]);
    expect(Math.round(client.now / 1_000_000)).toBe(127);
  });
});
