package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.admission.Ticket;
import dev.backbeat.server.room.JoinRequest;
import dev.backbeat.server.session.Sanction;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Join;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of the rooms for a Join, and what is refused before. */
class CheckedJoinTest {
  private static final long NOW_NS = 1_000_000_000L;

  private final GatewayServices services = new SteppedGateway().services();

  private static Join.Builder join() {
    return Join.newBuilder().setProtocolVersion(Protocol.VERSION).setRoom("any").setName("Ann");
  }

  private static Ticket ticket(String room) {
    return new Ticket("ada", "Ada", room, "", List.of("captain"), "t-1", 0);
  }

  private CheckedJoin check(Authenticator.Identity identity, Quota quota, Join.Builder join) {
    Admission admission = Admission.toJoin(identity, null, null, quota);
    return CheckedJoin.of(services, admission, join.build(), NOW_NS);
  }

  private JoinRequest request(Authenticator.Identity identity, Join.Builder join) {
    CheckedJoin checked = check(identity, Quota.NONE, join);
    assertNull(checked.refusal());
    return checked.request();
  }

  private void assertRefused(
      ErrorCode code, CloseCode close, Authenticator.Identity identity, Join.Builder join) {
    CheckedJoin checked = check(identity, Quota.NONE, join);
    assertNull(checked.request());
    assertEquals(code, checked.refusal().code());
    assertEquals(close, checked.refusal().close());
  }

  @Test
  void aGuestIsAskedForAsHeCallsHimself() {
    JoinRequest request = request(Authenticator.Identity.GUEST, join().setWatcher(true));
    assertEquals("any", request.room());
    assertEquals("Ann", request.name());
    assertTrue(request.watcher());
    assertEquals("", request.playerId());
  }

  @Test
  void whoHasNoNameIsCalledByTheSession() {
    JoinRequest request = request(Authenticator.Identity.GUEST, join().setName(" "));
    assertEquals("guest-" + request.session().substring(0, 4), request.name());
  }

  @Test
  void theTicketSaysWhoItIsAndWhere() {
    JoinRequest request = request(Authenticator.Identity.of(ticket("arena-7")), join());
    assertEquals("arena-7", request.room());
    assertEquals("Ada", request.name());
    assertEquals("ada", request.playerId());
    assertEquals(List.of("captain"), request.roles());
    assertRefused(
        ErrorCode.ERROR_NOT_ALLOWED,
        CloseCode.POLICY_VIOLATION,
        Authenticator.Identity.of(ticket("arena-7")),
        join().setRoom("arena-8"));
  }

  @Test
  void otherVersionsAndNamesAreRefused() {
    assertRefused(
        ErrorCode.ERROR_UNSUPPORTED_VERSION,
        CloseCode.UNSUPPORTED_VERSION,
        Authenticator.Identity.GUEST,
        join().setProtocolVersion(Protocol.VERSION + 1));
    assertRefused(
        ErrorCode.ERROR_BAD_NAME,
        CloseCode.BAD_NAME,
        Authenticator.Identity.GUEST,
        join().setName("x".repeat(Texts.MAX_NAME_CHARACTERS + 1)));
  }

  @Test
  void aBanSinceTheUpgradeHolds() {
    Sanction.Subject ada = Sanction.Subject.player("ada");
    services
        .sanctions()
        .add(new Sanction(Sanction.Kind.BAN, ada, "cheats", "test", 0, Sanction.FOR_GOOD));
    assertRefused(
        ErrorCode.ERROR_BANNED, CloseCode.BANNED, Authenticator.Identity.of(ticket("")), join());
  }

  @Test
  void joinsAboveARateAreRefusedByWhoseItIs() {
    Quota player = Quota.of(services, null, "ada");
    Quota address = Quota.of(services, "192.0.2.1", "");
    assertEquals(
        ErrorCode.ERROR_TOO_MANY_SESSIONS,
        refusedAtLast(Authenticator.Identity.of(ticket("")), player));
    assertEquals(
        ErrorCode.ERROR_TOO_MANY_CONNECTIONS, refusedAtLast(Authenticator.Identity.GUEST, address));
  }

  private ErrorCode refusedAtLast(Authenticator.Identity identity, Quota quota) {
    for (int joins = 1; joins < 10_000; joins++) { // All of them at the same instant.
      CheckedJoin checked = check(identity, quota, join());
      if (checked.refusal() != null) {
        assertEquals(CloseCode.TRY_AGAIN_LATER, checked.refusal().close());
        assertTrue(joins > 1);
        return checked.refusal().code();
      }
    }
    throw new AssertionError("there is no end of joins");
  }
}
