package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.admin.PlainPlayer;
import dev.backbeat.server.admin.RunningAdmin;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The admin console in headless Chromium, with players. */
@Timeout(300)
class AdminConsoleIT {
  private static final String LOGGED_IN = "!document.getElementById('console').hidden";
  private static final String LOGIN = "!document.getElementById('login').hidden";
  private static final String HOSTILE = "<img src=x onerror=x=1>";

  private static void logIn(Page page, RunningAdmin admin) {
    page.open(admin.url("/admin"), LOGIN);
    page.eval("document.getElementById('token').value = '" + RunningAdmin.TOKEN + "'");
    page.eval("document.querySelector('#login-form button').click()");
    page.waitFor(LOGGED_IN, "the console");
  }

  /** A CSS selector as a JavaScript expression. */
  private static String one(String selector) {
    return "document.querySelector(" + new JsonObject().put("s", selector).encode() + ".s)";
  }

  private static String row(PlainPlayer player) {
    return "tr[data-key=\"" + player.session() + "\"]";
  }

  private static void act(Page page, PlainPlayer player, String act, String reason) {
    page.waitFor(one(row(player)), "the player's row");
    page.eval(one(row(player) + " button") + ".click()");
    page.waitFor(one("dialog[open]"), "the dialog");
    page.eval(one("dialog input[value=" + act + "]") + ".click()");
    page.eval(one("dialog input[name=reason]") + ".value = '" + reason + "'");
    page.eval(one("dialog button[type=submit]") + ".click()");
    page.waitFor("!" + one("dialog"), "it is done");
  }

  @Test
  void operatorsSeeAndAct() throws Exception {
    List<PlainPlayer> players = new ArrayList<>();
    try (RunningAdmin admin = new RunningAdmin("--max-room-players", "4");
        Browser browser = Browser.launch(Tools.chromium())) {
      for (int i = 0; i < 6; i++) {
        // One has an id: who has none would be banned by his address, which here is everybody's.
        players.add(
            i == 4
                ? PlainPlayer.withTicket(admin.server(), "Player 4", "p4")
                : PlainPlayer.join(admin.server(), i == 0 ? HOSTILE : "Player " + i));
      }
      Page page = browser.newPage(1280, 860);
      page.open(admin.url("/admin"), LOGIN);
      page.eval("document.getElementById('token').value = 'nobody-has-this'");
      page.eval("document.querySelector('#login-form button').click()");
      page.waitFor("!document.getElementById('login-message').hidden", "a wrong token is refused");
      page.screenshot("console-login");
      logIn(page, admin);

      page.waitFor("document.querySelectorAll('tbody tr').length === 2", "both rooms");
      page.waitFor("document.getElementById('state').textContent === 'ready'", "readiness");
      String firstRoom = "document.querySelector('tbody tr').dataset.key";
      assertEquals("arena-1", page.eval(firstRoom), "the fullest room first");
      page.eval("[...document.querySelectorAll('th button')][0].click()");
      page.eval("[...document.querySelectorAll('th button')][0].click()");
      page.waitFor(firstRoom + " === 'arena-2'", "sorted by name, backwards");
      page.waitFor(
          "(() => { const c = document.querySelector('canvas.spark');"
              + " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0);"
              + " })()",
          "a sparkline");
      page.waitFor("Number(document.body.dataset.refreshed) >= 12", "some seconds of charts");
      page.screenshot("console-overview");

      page.eval("location.hash = '#/rooms/arena-1'");
      page.waitFor(one(row(players.get(1))), "the room's players");
      assertEquals(
          HOSTILE, page.eval(one(row(players.get(0)) + " td") + ".firstChild.textContent"));
      assertEquals(0, page.evalInt("document.querySelectorAll('#page img').length"));
      assertEquals(true, page.eval("window.x === undefined"));
      page.screenshot("console-room");
      act(page, players.get(1), "mute", "no spam");
      page.waitFor(one(row(players.get(1)) + " .tag.warm"), "he is muted");
      act(page, players.get(2), "kick", "be nice");
      assertEquals(4009, players.get(2).closeCode());
      assertEquals("ERROR_KICKED: be nice", players.get(2).error());
      page.waitFor("!" + one(row(players.get(2))), "he is gone from the page");
      page.waitFor(one("#toasts div"), "the page says so");

      page.eval(
          "[...document.querySelectorAll('button')].find(b => b.textContent === 'Announce').click()");
      page.waitFor(one("dialog[open]"), "the dialog");
      page.eval(one("dialog input") + ".value = 'maintenance soon'");
      page.eval(one("dialog button[type=submit]") + ".click()");
      RunningAdmin.await(
          "it is announced", () -> players.get(3).heard().contains("maintenance soon"));

      page.eval("location.hash = '#/players'");
      page.waitFor("document.querySelectorAll('tbody tr').length === 5", "everybody else");
      page.eval(
          "(() => { const s = document.querySelector('input[type=search]'); s.value = 'player 4';"
              + " s.dispatchEvent(new Event('input')); })()");
      page.waitFor("document.querySelectorAll('tbody tr').length === 1", "the one looked for");
      page.eval(one(row(players.get(4)) + " button") + ".click()");
      page.waitFor(one("dialog[open]"), "the dialog");
      page.screenshot("console-act");
      page.eval(one("dialog .buttons button") + ".click()");
      act(page, players.get(4), "ban", "cheats");
      assertEquals(4012, players.get(4).closeCode());
      page.eval("location.hash = '#/bans'");
      page.waitFor(one("tbody tr"), "the ban");
      String ban = (String) page.eval(one("tbody tr") + ".textContent");
      assertTrue(ban.contains("p4") && ban.contains("cheats"), ban);
      page.screenshot("console-bans");
      page.eval(one("tbody button") + ".click()");
      page.waitFor(one("dialog[open]"), "the question");
      page.eval(one("dialog button[type=submit]") + ".click()");
      page.waitFor("!" + one("tr[data-key^=player]"), "it is lifted");

      page.eval("location.hash = '#/ticks'");
      page.waitFor(one(".phases i"), "phases");
      page.waitFor(one("tr[data-key=backbeat-tick-1]"), "threads");
      page.screenshot("console-ticks");
      page.eval("location.hash = '#/system'");
      page.waitFor(one("select[name=logger] option"), "loggers");
      page.screenshot("console-system");
      page.eval("location.hash = '#/audit'");
      page.waitFor(
          "[...document.querySelectorAll('tbody tr')].some(r => r.textContent.includes('be nice'))",
          "the audit line");
      page.screenshot("console-audit");
      assertEquals(List.of(), page.problems());
    } finally {
      players.forEach(PlainPlayer::close);
    }
  }

  @Test
  void aPhoneNeedsNoScrollingSideways() throws Exception {
    try (RunningAdmin admin = new RunningAdmin();
        Browser browser = Browser.launch(Tools.chromium());
        PlainPlayer ann = PlainPlayer.join(admin.server(), "Player with a long name");
        PlainPlayer bob = PlainPlayer.join(admin.server(), "Bob")) {
      Page page = browser.newPage(360, 740);
      logIn(page, admin);
      page.waitFor(one("tbody tr"), "the room");
      for (String where :
          new String[] {
            "/", "/rooms/arena-1", "/players", "/bans", "/ticks", "/system", "/audit"
          }) {
        int before = page.evalInt("Number(document.body.dataset.refreshed)");
        page.eval("location.hash = '#" + where + "'");
        page.waitFor("Number(document.body.dataset.refreshed) > " + (before + 1), where);
        int width = page.evalInt("document.documentElement.scrollWidth");
        page.screenshot("console-phone" + where.replace('/', '-'));
        assertTrue(width <= 360, where + " is " + width + " px wide");
        assertEquals(
            0,
            page.evalInt(
                "[...document.querySelectorAll('input, select, textarea')].filter(e =>"
                    + " e.offsetParent && !e.labels.length && !e.getAttribute('aria-label')).length"),
            where + " has fields without a label");
      }
      page.eval("location.hash = '#/players'");
      page.waitFor(one(row(ann) + " button"), "the button");
      page.eval(one(row(ann) + " button") + ".click()");
      page.waitFor(one("dialog[open]"), "the dialog");
      page.screenshot("console-phone-act");
      assertTrue(page.evalInt(one("dialog") + ".getBoundingClientRect().right") <= 360);
      assertFalse(bob.closed());
      assertEquals(List.of(), page.problems());
    }
  }

  @Test
  void aDrainIsCountedDown() throws Exception {
    try (RunningAdmin admin = new RunningAdmin();
        Browser browser = Browser.launch(Tools.chromium());
        PlainPlayer ann = PlainPlayer.join(admin.server(), "Ann")) {
      Page page = browser.newPage(1000, 700);
      logIn(page, admin);
      page.waitFor(one("tbody tr"), "the room");
      page.eval(
          "[...document.querySelectorAll('button')].find(b => b.textContent === 'Drain').click()");
      page.waitFor(one("dialog[open]"), "the question");
      page.eval(one("dialog input[type=number]") + ".value = '60'");
      page.eval(one("dialog button[type=submit]") + ".click()");
      page.waitFor(
          "/Draining: [0-9]+ s left/.test(document.getElementById('drain-banner').textContent)",
          "the countdown");
      page.screenshot("console-drain");
      assertFalse(ann.closed());
      assertEquals(List.of(), page.problems());
    }
  }
}
