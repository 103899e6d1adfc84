package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the game page makes of the SDK's netcode, and how it shows it: in Chromium, on the fat jar.
 */
class NetcodePageIT {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;

  private static Browser browser;
  private static ServerProcess server;
  private final List<Page> pages = new ArrayList<>();

  @BeforeAll
  static void launch() throws Exception {
    server = ServerProcess.start("netcode-page-server");
    browser = Browser.launch(Tools.chromium());
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void closePages() {
    pages.forEach(page -> page.call("Page.close", new JsonObject()));
    pages.clear();
  }

  /** A room of its own, so that nobody of an earlier test is about. */
  private static String newRoom() throws Exception {
    return newRoom("{\"seed\":7}");
  }

  private static String newRoom(String spec) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/api/rooms"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(spec))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(201, answer.statusCode(), answer.body());
    return new JsonObject(answer.body()).getString("id");
  }

  private Page join(String name, String room) throws Exception {
    Page page = browser.newPage(WIDTH, HEIGHT);
    pages.add(page);
    page.open("http://127.0.0.1:" + server.port() + "/?name=" + name + "&room=" + room);
    page.eval(Files.readString(Path.of("src/test/js/page-probe.js")));
    page.eval("document.getElementById('play').click()");
    page.waitFor(
        "document.body.dataset.state === 'playing' && backbeat.client.world.own"
            + " && backbeat.client.clock.synced && backbeat.match.own.prediction.active"
            + " && backbeat.match.own.prediction.tick > backbeat.match.own.prediction.serverTick",
        "a predicted ship of one's own");
    return page;
  }

  /** In each of some trials the very next picture after a key's press has the ship elsewhere. */
  @Test
  void theOwnShipMovesInTheFirstPictureAfterAKeyIsPressed() throws Exception {
    Page page = join("Swift", newRoom());
    for (int trial = 0; trial < 8; trial++) {
      JsonObject moved = (JsonObject) page.eval("pageProbe.pressAndLook()");
      assertEquals(0, moved.getDouble("before"), "it stood still: " + moved.encode());
      assertNotEquals(0, moved.getDouble("first"), "the first picture: " + moved.encode());
      assertTrue(
          Math.signum(moved.getDouble("first")) == moved.getInteger("direction"), moved::encode);
    }
    assertEquals(List.of(), page.problems());
  }

  /** Stretches in which the page or the server was held up are left out. */
  @Test
  void whoFliesAloneIsNeverCorrected() throws Exception {
    Page page = join("Alone", newRoom());
    JsonObject flight = (JsonObject) page.eval("pageProbe.flyAlone(400)");
    System.out.println("flown alone: " + flight.encode());
    assertTrue(flight.getInteger("ticks") >= 400, flight::encode);
    assertTrue(flight.getDouble("px") > 500, flight::encode);
  }

  @Test
  void aShotIsSeenAtOnceAndBecomesTheServersBolt() throws Exception {
    Page page = join("Gunner", newRoom());
    JsonObject shot = (JsonObject) page.eval("pageProbe.shootAndLook()");
    System.out.println("shot: " + shot.encode());
    assertTrue(shot.getInteger("pictures") <= 3, "a ghost soon after the press: " + shot.encode());
    assertTrue(shot.getBoolean("adopted"), "it became the server's: " + shot.encode());
    assertTrue(shot.getDouble("jumpPx") < 3, "without a jump: " + shot.encode());
    assertEquals(1, shot.getInteger("flashes"), "one flash, not one more by the server's event");
  }

  /**
   * The server meets whom the page meets with the same integers at the same view; and, unless it
   * bounded the view that the page had stated, whom the page had shown.
   */
  @Test
  void aRailMeetsOnTheServerWhomItMeetsOnThePage() throws Exception {
    Page page = join("Sniper", newRoom("{\"options\":{\"practice\":\"1\"}}"));
    page.press("Digit3", "3");
    page.eval("pageProbe.others(7)");
    page.eval("globalThis.rails = [], pageProbe.railsAtOthers(4, rails), null");
    page.waitFor("rails.filter(r => r.met > 0).length >= 4", "four who were met");
    JsonArray rails = (JsonArray) page.eval("rails");
    int asShown = 0;
    for (int i = 0; i < rails.size(); i++) {
      JsonObject rail = rails.getJsonObject(i);
      assertEquals(rail.getInteger("found"), rail.getInteger("met"), rails::encode);
      assertTrue(rail.getDouble("rewound") > 0, rails::encode);
      boolean same = rail.getInteger("shown").equals(rail.getInteger("met"));
      assertTrue(same || rail.getBoolean("bounded"), rails::encode);
      asShown += same ? 1 : 0;
    }
    int counted = page.evalInt("backbeat.match.shots.rails.asShown");
    assertTrue(counted >= asShown && counted <= asShown + 2, counted + " of " + rails.encode());
    System.out.println("rails: " + rails.encode());
    page.screenshot("rail");
    assertEquals(List.of(), page.problems());
  }

  @Test
  void thePanelHasItsFigures() throws Exception {
    Page page = join("Curious", newRoom());
    assertEquals(0, page.evalInt("backbeat.net.meter.frames.length"), "closed, nothing is counted");
    page.press("F3", "F3");
    page.keyDown("KeyF", "f"); // Who stands still costs no bytes.
    page.waitFor("backbeat.net.meter.frames.length > 30", "frames in the graph");
    page.waitFor(
        "[...backbeat.net.meter.cells.values()].reduce((a, b) => a + b, 0) > 50", "bytes by cell");
    page.waitFor("parseFloat(backbeat.net.figure('received')) > 0", "a rate");
    for (String figure :
        List.of(
            "RTT",
            "jitter",
            "others behind",
            "input lead",
            "margin",
            "server buffer",
            "late inputs",
            "corrections",
            "frames late",
            "extrapolated",
            "frozen",
            "received")) {
      String text = (String) page.eval("backbeat.net.figure('" + figure + "')");
      assertTrue(
          text.matches("-?[0-9.]+( ?(ms|ticks?|inputs|%|KiB/s))?|holds one"), figure + ": " + text);
    }
    double panel = page.evalDouble("parseFloat(backbeat.net.figure('input lead'))");
    double truth = page.evalDouble("backbeat.client.stats.leadTicks");
    assertTrue(Math.abs(panel - truth) < 5, panel + " of " + truth);
    // All bytes of a second are somewhere: the cells' part is not more than everything.
    assertTrue(
        (Boolean)
            page.eval(
                "[...backbeat.net.meter.cells.values()].reduce((a, b) => a + b, 0)"
                    + " <= 1.5 * 1024 * parseFloat(backbeat.net.figure('received')) + 200"),
        "bytes by cell");
    assertTrue(
        (Boolean)
            page.eval(
                "[...backbeat.net.meter.cells.keys()].every(c => backbeat.client.world.cells.has(c))"),
        "cells that are in view");
    assertTrue(page.evalInt("pageProbe.pixels('net-graph', [55, 184, 124])") > 50, "green bars");
    page.screenshot("net-panel");
    page.keyUp("KeyF", "f");
    page.press("F3", "F3");
    assertEquals(List.of(), page.problems());
  }

  /** On a phone, upright and across: the panel leaves the ship and the sticks free. */
  @Test
  void thePanelFitsAPhone() throws Exception {
    Page page = join("Phone", newRoom());
    page.press("F3", "F3");
    page.waitFor("backbeat.net.meter.cells.size > 0", "rows of cells");
    for (int[] size : new int[][] {{390, 844}, {844, 390}, {667, 331}, {740, 300}}) {
      page.call(
          "Emulation.setDeviceMetricsOverride",
          new JsonObject()
              .put("width", size[0])
              .put("height", size[1])
              .put("deviceScaleFactor", 2)
              .put("mobile", true));
      page.waitFor("innerWidth === " + size[0], "the size");
      page.waitFor("backbeat.net.figure('frozen') !== undefined", "figures");
      JsonObject box =
          (JsonObject)
              page.eval(
                  "(({left, top, right, bottom}) => ({left, top, right, bottom}))"
                      + "(document.getElementById('net').getBoundingClientRect())");
      assertTrue(box.getDouble("left") >= 0 && box.getDouble("right") <= size[0], box::encode);
      boolean above = box.getDouble("bottom") < size[1] / 2.0 - 25;
      boolean beside = box.getDouble("right") < size[0] / 2.0 - 25;
      assertTrue(box.getDouble("bottom") <= size[1] && (above || beside), box::encode);
      page.screenshot("net-panel-" + size[0]);
      assertTrue(
          (Boolean) page.eval("pageProbe.reachable('[data-view=\"server\"]')"),
          "the views' buttons at " + size[0] + "x" + size[1]);
    }
    page.eval("document.querySelector('[data-view=\"server\"]').click()");
    page.waitFor("backbeat.debugView.drawn.server > 0", "a view by its button");
  }

  @Test
  void eachViewIsDrawnWhenItIsTurnedOn() throws Exception {
    Page shooter = join("Hawk", newRoom());
    Page victim = join("Dove", (String) shooter.eval("backbeat.client.welcome.room"));
    shooter.waitFor("backbeat.client.players.size === 2", "Dove");
    String near = "pageProbe.pixels('view', %s)";
    assertEquals(0, shooter.evalInt(near.formatted("[57, 194, 255]")), "no outline yet");
    shooter.press("Digit1", "1");
    shooter.waitFor("backbeat.debugView.drawn.server > 0", "the server's positions");
    shooter.waitFor(near.formatted("[57, 194, 255]") + " > 60", "their outline");
    shooter.press("Digit2", "2");
    shooter.waitFor("backbeat.debugView.drawn.predicted > 1", "the predicted way");
    shooter.waitFor(near.formatted("[94, 230, 168]") + " > 60", "its ghost");
    shooter.screenshot("views");
    shooter.press("Digit3", "3");
    shooter.eval("pageProbe.pretendHit()");
    shooter.waitFor("backbeat.debugView.drawn.rewound > 0", "a rewound hit");
    shooter.waitFor(near.formatted("[255, 77, 109]") + " > 30", "its circle");
    shooter.screenshot("views-rewound");
    shooter.waitFor("backbeat.debugView.drawn.rewound === 0", "it fades");
    shooter.eval("pageProbe.pretendRefuted()");
    shooter.waitFor("backbeat.debugView.drawn.rewound === 1", "whom only the page had met");
    shooter.screenshot("views-refuted");
    for (String key : List.of("1", "2", "3")) {
      shooter.press("Digit" + key, key);
    }
    shooter.waitFor(
        "Object.values(backbeat.debugView.drawn).every(n => n === 0)", "nothing of it any more");
    assertEquals(List.of(), shooter.problems());
  }

  @Test
  void aHeldKeyOrOneWithAModifierTurnsNothingOnAndOff() throws Exception {
    Page page = join("Holder", newRoom());
    String key =
        "dispatchEvent(new KeyboardEvent('keydown', Object.assign({code: '%s', cancelable: true}, %s)))";
    for (String code : List.of("F3", "Digit1", "Digit2", "Digit3")) {
      page.eval(key.formatted(code, "{repeat: true}"));
      for (String modifier : List.of("ctrlKey", "altKey", "metaKey")) {
        boolean kept = (Boolean) page.eval(key.formatted(code, "{" + modifier + ": true}"));
        assertTrue(kept, "left to the browser: " + modifier + " " + code);
      }
    }
    String on =
        "[backbeat.net.open, ...Object.values(backbeat.debugView.on)].filter(Boolean).length";
    assertEquals(0, page.evalInt(on));
    for (String code : List.of("F3", "Digit1", "Digit2", "Digit3")) {
      page.eval(key.formatted(code, "{}"));
    }
    assertEquals(4, page.evalInt(on));
  }

  @Test
  void openingTheChatLetsGoOfHeldKeys() throws Exception {
    Page page = join("Talker", newRoom());
    page.keyDown("KeyD", "d");
    page.waitFor("backbeat.controls.held.size === 1", "a held key");
    page.press("Enter", "Enter");
    page.waitFor("document.activeElement.id === 'chat-text'", "the chat box");
    assertEquals(0, page.evalInt("backbeat.controls.held.size"));
    page.keyUp("KeyD", "d");
    page.waitFor("backbeat.client.inputs.axes[0] === 0", "the ship is let go of");
  }
}
