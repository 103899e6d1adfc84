package dev.backbeat.load.attack;

import dev.backbeat.protocol.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Tickets, tokens and keys that are forged, guessed, used twice or left out. */
final class CredentialAttacks {
  private static final String BAD_TICKET = "HTTP 401 ERROR_BAD_TICKET";
  private static final String BAD_TOKEN = "HTTP 401 ERROR_BAD_RESUME_TOKEN";
  private static final String UNAUTHORIZED = "HTTP 401";
  private static final String OTHER_SECRET = "not-the-servers-secret-at-all-000000";

  private CredentialAttacks() {}

  static List<Attack> rows() {
    Group group = new Group("credentials");
    tickets(group);
    tokens(group);
    keys(group);
    return group.rows();
  }

  private static String signed(Target target, String claims) {
    return Tickets.hs256(target.ticketSecret(), claims);
  }

  private static Answer replay(Target target) throws IOException {
    String ticket = signed(target, Tickets.claims(60));
    try (Wire first = target.connect();
        Wire second = target.connect()) {
      Answer once = first.send(withTicket(target, ticket)).answer();
      return new Answer(once + ", then " + second.send(withTicket(target, ticket)).answer());
    }
  }

  private static Answer race(Target target) throws IOException {
    String request = withTicket(target, signed(target, Tickets.claims(60)));
    List<Wire> racers = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        racers.add(target.connect());
      }
      for (Wire racer : racers) {
        racer.send(request);
      }
      int in = 0;
      for (Wire racer : racers) {
        in += racer.answer().text().equals("HTTP 101") ? 1 : 0;
      }
      return new Answer(in + " of 10 let in");
    } finally {
      for (Wire racer : racers) {
        racer.close();
      }
    }
  }

  private static Answer otherRoom(Target target) throws IOException {
    String claims = Tickets.claims(60).replace("{", "{\"room\":\"elsewhere\",");
    try (Wire wire = target.connect()) {
      Peer peer = Peer.upgrade(wire, withTicket(target, signed(target, claims)), false);
      return peer.sendJoin(target.room(), "").end();
    }
  }

  private static String withTicket(Target target, String ticket) {
    String bearer = "Authorization: Bearer " + ticket;
    return Requests.upgrade(target, Protocol.SUBPROTOCOL_BINARY, bearer);
  }

  private static void tickets(Group group) {
    group
        .http(
            "ticket-garbage", "a ticket that is no JWT", t -> withTicket(t, "garbage"), BAD_TICKET)
        .http("ticket-empty", "an empty ticket", t -> withTicket(t, ""), BAD_TICKET)
        .http(
            "ticket-wrong-key",
            "a ticket signed by somebody else",
            t -> withTicket(t, Tickets.hs256(OTHER_SECRET, Tickets.claims(60))),
            BAD_TICKET)
        .http(
            "ticket-alg-none",
            "alg none, no signature",
            t -> withTicket(t, Tickets.unsigned("none", Tickets.claims(60))),
            BAD_TICKET)
        .http(
            "ticket-alg-case",
            "alg nOnE",
            t -> withTicket(t, Tickets.unsigned("nOnE", Tickets.claims(60))),
            BAD_TICKET)
        .http(
            "ticket-alg-other",
            "an algorithm that the server has no key for",
            t -> withTicket(t, Tickets.unsigned("ES512", Tickets.claims(60)) + "AAAA"),
            BAD_TICKET)
        .http(
            "ticket-no-expiry",
            "a good signature, no exp",
            t -> withTicket(t, Tickets.hs256(t.ticketSecret(), "{\"sub\":\"x\"}")),
            BAD_TICKET)
        .http(
            "ticket-odd-types",
            "exp as a text, sub as a list",
            t -> withTicket(t, Tickets.hs256(t.ticketSecret(), "{\"sub\":[1],\"exp\":\"never\"}")),
            BAD_TICKET)
        .http(
            "ticket-expired",
            "a ticket that expired an hour ago",
            t -> withTicket(t, Tickets.hs256(t.ticketSecret(), Tickets.claims(-3_600))),
            BAD_TICKET)
        .http(
            "ticket-cut",
            "a good ticket without its last letters",
            t -> {
              String ticket = Tickets.hs256(t.ticketSecret(), Tickets.claims(60));
              return withTicket(t, ticket.substring(0, ticket.length() - 3));
            },
            BAD_TICKET)
        .http(
            "ticket-in-subprotocol",
            "a forged ticket as an item of Sec-WebSocket-Protocol",
            t ->
                Requests.upgrade(
                    t,
                    Protocol.SUBPROTOCOL_BINARY
                        + ", "
                        + Protocol.TICKET_ITEM_PREFIX
                        + Tickets.hs256(OTHER_SECRET, Tickets.claims(60))),
            BAD_TICKET)
        .http(
            "two-tickets",
            "a good ticket and a forged one, each in a header of its own",
            t ->
                Requests.upgrade(
                    t,
                    Protocol.SUBPROTOCOL_BINARY,
                    "Authorization: Bearer " + signed(t, Tickets.claims(60)),
                    "Authorization: Bearer " + Tickets.hs256(OTHER_SECRET, Tickets.claims(60))),
            "HTTP 400 ERROR_NOT_FOUND")
        .http(
            "ticket-other-audience",
            "a ticket for another service",
            t ->
                withTicket(
                    t,
                    signed(
                        t, Tickets.claims(60).replace("\"aud\":\"backbeat\"", "\"aud\":\"shop\""))),
            BAD_TICKET)
        .http(
            "ticket-other-issuer",
            "a ticket of another issuer",
            t ->
                withTicket(
                    t,
                    signed(
                        t, Tickets.claims(60).replace("\"iss\":\"backbeat\"", "\"iss\":\"shop\""))),
            BAD_TICKET)
        .http(
            "ticket-without-id",
            "a ticket without jti, which could be used for ever",
            t -> withTicket(t, signed(t, Tickets.claims(60).replace("\"jti\"", "\"xti\""))),
            BAD_TICKET)
        .http(
            "ticket-for-years",
            "a ticket that is good for ten years",
            t -> withTicket(t, signed(t, Tickets.claims(315_360_000))),
            BAD_TICKET)
        .row(
            "ticket-replay",
            "a good ticket, used twice",
            CredentialAttacks::replay,
            "HTTP 101, then HTTP 401 ERROR_TICKET_USED")
        .row(
            "ticket-race",
            "a good ticket, used by 10 connections at once",
            CredentialAttacks::race,
            "1 of 10 let in")
        .row(
            "ticket-other-room",
            "a ticket for one room, a join of another",
            CredentialAttacks::otherRoom,
            "close 1008 ERROR_NOT_ALLOWED")
        .http(
            "ticket-huge",
            "a ticket of 7 KB",
            t ->
                withTicket(
                    t, "a".repeat(2_400) + "." + "b".repeat(2_400) + "." + "c".repeat(2_200)),
            BAD_TICKET)
        .row(
            "ticket-guessing",
            "forged tickets from one address until it gets a penalty; then a good one",
            t -> Guessing.run(t, "Bearer ", Tickets.hs256(OTHER_SECRET, Tickets.claims(60)), 10),
            Guessing.expected(BAD_TICKET, 10));
  }

  private static void tokens(Group group) {
    group
        .http(
            "token-garbage", "a resume token that never was", t -> resume(t, "garbage"), BAD_TOKEN)
        .http("token-empty", "an empty resume token", t -> resume(t, ""), BAD_TOKEN)
        .http(
            "token-of-a-leaver",
            "the token of a session that was left",
            CredentialAttacks::leaverToken,
            BAD_TOKEN)
        .row(
            "token-guessing",
            "guesses from one address until it gets a penalty; then a good ticket",
            t -> Guessing.run(t, "Resume ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 50),
            Guessing.expected(BAD_TOKEN, 50))
        .row(
            "token-stolen-twice",
            "one token used by two connections: the first is replaced",
            CredentialAttacks::stolen,
            "close 4000 ERROR_REPLACED");
  }

  private static String resume(Target target, String token) {
    String header = "Authorization: Resume " + token;
    return Requests.upgrade(target, Protocol.SUBPROTOCOL_BINARY, header);
  }

  private static String leaverToken(Target target) {
    try (Peer peer = target.join()) {
      String token = peer.welcome().getResumeToken();
      peer.send(
          dev.backbeat.v1.ClientFrame.newBuilder().setLeave(dev.backbeat.v1.Leave.newBuilder()));
      peer.end();
      return resume(target, token);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Answer stolen(Target target) throws IOException {
    try (Peer owner = target.join();
        Wire thief = target.connect()) {
      Peer.upgrade(thief, resume(target, owner.welcome().getResumeToken()), false);
      return owner.end();
    }
  }

  private static void keys(Group group) {
    group
        .http(
            "room-without-key",
            "POST /api/rooms without a key",
            t -> Requests.post(t, "/api/rooms", "{}"),
            UNAUTHORIZED)
        .http(
            "room-wrong-key",
            "the same with a wrong key",
            t -> Requests.post(t, "/api/rooms", "{}", "Authorization: Bearer wrong"),
            UNAUTHORIZED)
        .http(
            "announce-without-key",
            "POST /api/announce without a key",
            t -> Requests.post(t, "/api/announce", "{\"text\":\"owned\"}"),
            UNAUTHORIZED)
        .http(
            "ticket-without-key",
            "POST /api/tickets without a key",
            t -> Requests.post(t, "/api/tickets", "{\"player\":\"root\"}"),
            UNAUTHORIZED)
        .row(
            "guest-ticket-flood",
            "guest tickets for one address without end",
            CredentialAttacks::guests,
            "HTTP 429")
        .http(
            "key-in-query",
            "the key in the query, where proxies log it",
            t -> Requests.post(t, "/api/rooms?key=" + t.apiKey(), "{}"),
            UNAUTHORIZED)
        .row("room-flood", "rooms without end, with the key", CredentialAttacks::rooms, "HTTP 503");
  }

  private static Answer guests(Target target) throws IOException {
    InetAddress from = target.newAddress();
    Answer last = Answer.NOTHING;
    for (int i = 0; i < 100 && !last.text().startsWith("HTTP 429"); i++) {
      try (Wire wire = Wire.connect(target.server(), from)) {
        last = wire.send(Requests.post(target, "/api/tickets/guest", "{}")).answer();
      }
    }
    return last.text().startsWith("HTTP 429") ? new Answer("HTTP 429") : last;
  }

  private static Answer rooms(Target target) throws IOException {
    List<Answer> answers = new ArrayList<>();
    try (Wire wire = target.connect()) {
      for (int i = 0; i < 400; i++) {
        String body = "{\"emptyExpirySeconds\":10}";
        wire.send(Requests.post(target, "/api/rooms", body, Requests.key(target)));
        Answer answer = wire.answer();
        if (!answer.text().equals("HTTP 201")) {
          return answer;
        }
        answers.add(answer);
      }
    }
    return Answer.all(answers);
  }
}
