package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The game page in headless Chromium against the fat jar: two players join, move, see each other,
 * shoot, chat, survive a cut connection, and are told when the server drains.
 */
class BrowserIT {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final String OWN = "backbeat.client.world.own";

  /** The key for a direction in which the own ship has 80 px to go. */
  private static final String FREE_DIRECTION =
      """
      (() => {
        const own = backbeat.client.world.own;
        const { terrain } = backbeat.scene;
        const x = own.get('x');
        const y = own.get('y');
        const free = (dx, dy) => {
          const x0 = Math.min(x, x + dx) - 16;
          const y0 = Math.min(y, y + dy) - 16;
          const x1 = Math.max(x, x + dx) + 16;
          const y1 = Math.max(y, y + dy) + 16;
          return x0 > terrain.minX && y0 > terrain.minY && x1 < terrain.maxX && y1 < terrain.maxY
            && terrain.walls.every(([a, b, c, d]) => x1 < a || x0 > c || y1 < b || y0 > d);
        };
        if (free(80, 0)) return 'KeyD d';
        if (free(-80, 0)) return 'KeyA a';
        return free(0, 80) ? 'KeyS s' : 'KeyW w';
      })()
      """;

  private static Browser browser;
  private final List<Page> pages = new ArrayList<>();

  @BeforeAll
  static void launch() throws Exception {
    browser = Browser.launch(Tools.chromium());
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  /** Pages that stay open go on drawing, at the next test's cost. */
  @AfterEach
  void closePages() {
    pages.forEach(page -> page.call("Page.close", new JsonObject()));
    pages.clear();
  }

  private Page newPage(int width, int height) {
    Page page = browser.newPage(width, height);
    pages.add(page);
    return page;
  }

  @Test
  void twoBrowsersPlayTogether() throws Exception {
    try (ServerProcess server = ServerProcess.start("browser-server");
        TcpRelay relay = new TcpRelay(server.port())) {
      String url = "http://127.0.0.1:" + relay.port() + "/";
      Page ann = newPage(WIDTH, HEIGHT);
      Page bob = newPage(WIDTH, HEIGHT);
      ann.open(url + "?name=Ann");
      ann.waitFor(
          "!document.querySelector('#rooms .none') || /None yet/.test(document.querySelector('#rooms').textContent)",
          "the room list");
      ann.screenshot("start");
      join(ann);
      bob.open(url + "?name=Bob&room=" + ann.eval("backbeat.client.welcome.room"));
      join(bob);
      ann.waitFor("backbeat.client.players.size === 2", "Bob in Ann's roster");

      moveAndBeSeen(ann, bob);
      shoot(ann, bob);
      chat(ann, bob);
      survive(relay, ann, bob);
      reload(bob);
      openPanels(ann);
      assertEquals(List.of(), ann.problems());
      assertEquals(List.of(), bob.problems());
      drain(server, ann);
    }
  }

  private static void join(Page page) {
    page.eval("document.getElementById('play').click()");
    page.waitFor(
        "document.body.dataset.state === 'playing' && " + OWN + " && backbeat.client.clock.synced",
        "a ship of one's own");
  }

  private static void moveAndBeSeen(Page ann, Page bob) throws Exception {
    int id = ann.evalInt("backbeat.client.world.ownEntityId");
    String entity = "backbeat.client.world.entities.get(" + id + ")";
    bob.waitFor(entity, "Ann's ship in Bob's world");
    double beforeX = bob.evalDouble(entity + ".get('x')");
    double beforeY = bob.evalDouble(entity + ".get('y')");
    String[] key = ((String) ann.eval(FREE_DIRECTION)).split(" ");
    ann.keyDown(key[0], key[1]);
    String moved =
        "Math.hypot(%s.get('x') - %s, %s.get('y') - %s) > 40"
            .formatted(entity, beforeX, entity, beforeY);
    bob.waitFor(moved, "Bob sees Ann move");
    String offBy =
        "Math.abs(backbeat.match.own.x - " + OWN + ".values[0]) * backbeat.scene.quantum";
    ann.waitFor(offBy + " < 200", "the predicted ship is not far from the server's");
    ann.keyUp(key[0], key[1]);
    // At rest both ends agree to the last bit.
    ann.waitFor(OWN + ".get('vx') === 0 && " + OWN + ".get('vy') === 0", "Ann stands still");
    ann.waitFor(
        "backbeat.match.own.prediction.state[0] === "
            + OWN
            + ".values[0] && backbeat.match.own.prediction.state[1] === "
            + OWN
            + ".values[1]",
        "the prediction ends where the server says");
  }

  private static void shoot(Page ann, Page bob) throws Exception {
    ann.mouse("mouseMoved", WIDTH * 0.7, HEIGHT * 0.4, "none");
    ann.mouse("mousePressed", WIDTH * 0.7, HEIGHT * 0.4, "left");
    int id = ann.evalInt("backbeat.client.world.ownEntityId");
    String shot = "backbeat.events.some(e => e.name === 'shot' && e.args[0] === " + id + ")";
    ann.waitFor(shot, "Ann's shot");
    bob.waitFor(shot, "Bob hears of Ann's shot");
    bob.screenshot("shots");
    ann.mouse("mouseReleased", WIDTH * 0.7, HEIGHT * 0.4, "left");
    ann.press("Space", " ");
    bob.waitFor("backbeat.events.some(e => e.name === 'rail')", "Bob sees Ann's rail");
  }

  private static void chat(Page ann, Page bob) throws Exception {
    ann.press("Enter", "Enter");
    ann.waitFor("document.activeElement.id === 'chat-text'", "the chat box");
    ann.type("hello <b>Bob</b> 👋");
    ann.press("Enter", "Enter");
    bob.waitFor(
        "document.getElementById('chat-lines').textContent.includes('Ann: hello <b>Bob</b> 👋')",
        "the line at Bob's, as text");
    bob.screenshot("chat");
  }

  private static void survive(TcpRelay relay, Page ann, Page bob) throws Exception {
    int player = ann.evalInt("backbeat.client.welcome.player");
    int ship = ann.evalInt("backbeat.client.world.ownEntityId");
    String score = score(player);
    bob.waitFor(score + " !== undefined", "a scoreboard");
    int scoreBefore = bob.evalInt(score);
    relay.refuse(true);
    assertTrue(relay.cutAll() > 0, "nothing was cut");
    ann.waitFor("backbeat.client.state === 'reconnecting'", "Ann notices");
    ann.waitFor("!document.getElementById('overlay').hidden", "the message");
    ann.screenshot("connection-lost");
    relay.refuse(false);
    for (Page page : List.of(ann, bob)) {
      page.waitFor(
          "backbeat.client.state === 'playing' && backbeat.client.stats.resumes === 1", "back");
      page.waitFor("document.getElementById('overlay').hidden", "the message goes");
    }
    ann.waitFor(OWN, "the ship");
    assertEquals(player, ann.evalInt("backbeat.client.welcome.player"));
    assertEquals(ship, ann.evalInt("backbeat.client.world.ownEntityId"));
    bob.waitFor(score + " !== undefined", "a scoreboard");
    assertEquals(scoreBefore, bob.evalInt(score));
    moveAndBeSeen(ann, bob);
  }

  private static String score(int player) {
    return "backbeat.client.scoreboard.scores[backbeat.client.scoreboard.players.indexOf("
        + player
        + ")]";
  }

  /** A reload of the page comes back to the same ship; a copy of the tab does not take it away. */
  private static void reload(Page page) {
    assertEquals(
        0, page.evalInt("sessionStorage.length"), "a copied tab would resume this tab's session");
    int player = page.evalInt("backbeat.client.welcome.player");
    page.eval("globalThis.beforeReload = true");
    page.call("Page.reload", new JsonObject());
    page.waitFor(
        "!globalThis.beforeReload && document.body.dataset.state === 'playing' && " + OWN,
        "the ship after a reload");
    assertEquals(player, page.evalInt("backbeat.client.welcome.player"));
    assertTrue((Boolean) page.eval("backbeat.client.welcome.resumed"));
  }

  private static void openPanels(Page page) throws Exception {
    page.press("F3", "F3");
    page.keyDown("Tab", "Tab");
    page.waitFor("backbeat.net.meter.frames.length > 30", "the graph");
    page.waitFor("document.querySelectorAll('#scores tbody tr').length === 2", "the scoreboard");
    overloadBadge(page);
    page.screenshot("panels");
    page.eval("dispatchEvent(new Event('blur'))");
    assertTrue((Boolean) page.eval("document.getElementById('scores').hidden"), "Tab, then blur");
    page.keyUp("Tab", "Tab");
    page.press("F3", "F3");
  }

  /** A step of the ladder, as a scoreboard would bring it. */
  private static void overloadBadge(Page page) throws Exception {
    assertTrue((Boolean) page.eval("document.getElementById('overload').hidden"), "step 0");
    page.eval(
        "{ const real = backbeat.client.room.scoreboard;"
            + " Object.defineProperty(backbeat.client.room, 'scoreboard',"
            + " { configurable: true, get: () => ({ ...real, overloadStep: 2 }), set() {} }); }");
    page.waitFor(
        "!document.getElementById('overload').hidden"
            + " && document.getElementById('overload').textContent.includes('four inputs')",
        "the badge of step 2");
    page.eval(
        "Object.defineProperty(backbeat.client.room, 'scoreboard',"
            + " { configurable: true, writable: true, value: null }), null");
    page.waitFor("document.getElementById('overload').hidden", "no badge on step 0");
  }

  private static void drain(ServerProcess server, Page page) throws Exception {
    server.terminate();
    page.waitFor("!document.getElementById('drain').hidden", "the countdown");
    page.screenshot("countdown");
    page.waitFor("!document.getElementById('overlay').hidden", "the message about the drain");
    page.screenshot("drain");
    String text = (String) page.eval("document.getElementById('overlay').textContent");
    assertTrue(text.toLowerCase(Locale.ROOT).contains("shut"), text);
    assertEquals(0, server.waitFor(30));
  }

  @Test
  void saysWhenTheRoomIsFullAndLetsPeopleWatch() throws Exception {
    try (ServerProcess server = ServerProcess.start("full-server", "--max-room-players", "1")) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      Page first = newPage(WIDTH, HEIGHT);
      first.open(url + "?name=First");
      join(first);
      String room = (String) first.eval("backbeat.client.welcome.room");
      Page second = newPage(WIDTH, HEIGHT);
      second.open(url + "?name=Second&room=" + room);
      second.eval("document.getElementById('play').click()");
      second.waitFor("!document.getElementById('start-message').hidden", "the refusal");
      String message = (String) second.eval("document.getElementById('start-message').textContent");
      assertTrue(message.toLowerCase(Locale.ROOT).contains("full"), message);
      second.screenshot("room-full");

      second.open(url + "?name=Second&watch=1&room=" + room);
      second.eval("document.getElementById('play').click()");
      second.waitFor("backbeat.client.welcome.watcher", "a watcher's seat");
      second.waitFor("document.getElementById('watching').textContent.includes('First')", "whom");
      second.waitFor("backbeat.scene.entitiesDrawn > 0", "First's ship in the picture");
      second.screenshot("watching");
    }
  }

  @Test
  void playsWithTouch() throws Exception {
    try (ServerProcess server = ServerProcess.start("touch-server")) {
      Page page = newPage(844, 390);
      page.call(
          "Emulation.setTouchEmulationEnabled",
          new JsonObject().put("enabled", true).put("maxTouchPoints", 5));
      page.open("http://127.0.0.1:" + server.port() + "/?name=Thumbs");
      join(page);
      double x = page.evalDouble(OWN + ".get('x')");
      double y = page.evalDouble(OWN + ".get('y')");
      page.touch("touchStart", 120, 270, 700, 270);
      page.touch(
          "touchMove",
          x < 1200 ? 170 : 70,
          y < 800 ? 320 : 220,
          x < 1200 ? 750 : 650,
          y < 800 ? 310 : 230);
      page.waitFor(
          "Math.hypot(" + OWN + ".get('x') - " + x + ", " + OWN + ".get('y') - " + y + ") > 40",
          "the ship goes where the thumb says");
      page.waitFor("backbeat.events.some(e => e.name === 'shot')", "the right stick fires");
      page.screenshot("touch");
      page.touch("touchEnd");
      page.waitFor(OWN + ".get('vx') === 0 && " + OWN + ".get('vy') === 0", "a lifted thumb stops");
      assertEquals(List.of(), page.problems());
    }
  }

  /** The cost of a picture with 200 entities in view; printed, because machines differ. */
  @Test
  void draws200EntitiesPerPicture() throws Exception {
    try (ServerProcess server = ServerProcess.start("crowd-server")) {
      Page page = newPage(WIDTH, HEIGHT);
      page.open("http://127.0.0.1:" + server.port() + "/?name=Crowd");
      join(page);
      page.eval(Files.readString(java.nio.file.Path.of("src/test/js/crowd.js")));
      page.waitFor("backbeat.scene.entitiesDrawn >= 200", "200 entities in view");
      page.eval("backbeat.frameTimes.length = 0; backbeat.frameGaps.length = 0");
      page.waitFor("backbeat.frameTimes.length >= 240", "240 pictures");
      page.screenshot("crowd");
      String sorted = "[...backbeat.%s].sort((a, b) => a - b)[Math.floor(backbeat.%s.length * %s)]";
      System.out.printf(
          Locale.ROOT,
          "%d entities in view: work per picture p50 %.1f ms, p95 %.1f ms; distance p50 %.1f ms,"
              + " p95 %.1f ms (software rendering)%n",
          page.evalInt("backbeat.scene.entitiesDrawn"),
          page.evalDouble(sorted.formatted("frameTimes", "frameTimes", "0.5")),
          page.evalDouble(sorted.formatted("frameTimes", "frameTimes", "0.95")),
          page.evalDouble(sorted.formatted("frameGaps", "frameGaps", "0.5")),
          page.evalDouble(sorted.formatted("frameGaps", "frameGaps", "0.95")));
      assertEquals(List.of(), page.problems());
    }
  }
}
