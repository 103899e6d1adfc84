package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The small page of docs/javascript-sdk.md, {@code /example/}, in Chromium. */
class ExampleIT {
  private static final Path SOURCE = Path.of("src/main/resources/webroot/example/main.js");

  private static final String BODY = "example.body";

  /** A click while the page still connects: its module waits, the document is there. */
  private static final JsonObject EARLY_CLICK =
      new JsonObject()
          .put(
              "source",
              """
              addEventListener('DOMContentLoaded', () => {
                globalThis.early = globalThis.example ? 'too late' : 'no client yet';
                dispatchEvent(new Event('pointerdown'));
              });
              """);

  /** How many pictures it takes from a key to the own body's motion; 99 = it does not move. */
  private static final String PICTURES_TO_MOTION =
      """
      new Promise((done) => {
        const { body } = example;
        // Behind the page's own callback of each picture, as that one is asked for first.
        requestAnimationFrame(() => {
          const { x, y } = body;
          let pictures = 0;
          dispatchEvent(new KeyboardEvent('keydown', { code: '%s' }));
          const look = () => {
            pictures++;
            if (body.x !== x || body.y !== y || pictures > 30) {
              done(pictures > 30 ? 99 : pictures);
            } else {
              requestAnimationFrame(look);
            }
          };
          requestAnimationFrame(look);
        });
      })
      """;

  @Test
  void theDocumentationShowsIt() throws Exception {
    String code = Files.readString(SOURCE).strip();
    String documentation = Files.readString(Path.of("../docs/javascript-sdk.md"));
    assertTrue(documentation.contains(code), "docs/javascript-sdk.md shows another page");
    assertTrue(code.lines().count() <= 60, "it is no longer small");
  }

  @Test
  void twoPagesSeeEachOtherMove() throws Exception {
    try (ServerProcess server = ServerProcess.start("example-server");
        Browser browser = Browser.launch(Tools.chromium())) {
      String url = "http://127.0.0.1:" + server.port() + "/example/";
      Page ann = browser.newPage(800, 500);
      Page bob = browser.newPage(800, 500);
      for (Page page : List.of(ann, bob)) {
        page.call("Page.addScriptToEvaluateOnNewDocument", EARLY_CLICK);
        page.open(url);
        page.waitFor("example.body.active && example.client.clock.synced", "a ship of one's own");
        assertEquals("no client yet", page.eval("globalThis.early"));
      }
      int ship = ann.evalInt("example.client.world.ownEntityId");
      String seen = "example.client.world.entities.get(" + ship + ")";
      bob.waitFor(seen, "the other's ship");
      String key = move(ann);
      double fromX = ann.evalDouble(BODY + ".x");
      double fromY = ann.evalDouble(BODY + ".y");
      String far = "Math.hypot(%s - " + fromX + ", %s - " + fromY + ") > 240";
      ann.waitFor(far.formatted(BODY + ".x", BODY + ".y"), "the own ship moves");
      ann.screenshot("example");
      ann.eval("dispatchEvent(new KeyboardEvent('keyup', { code: '" + key + "' }))");
      bob.waitFor(
          far.formatted(seen + ".values[0]", seen + ".values[1]"), "the other page sees it");
      bob.waitFor("example.client.stats.samples > 30", "it is drawn");
      ann.waitFor(
          "example.body.serverState.slice(0, 4).join() === example.body.state.slice(0, 4).join()",
          "at rest the prediction is what the server says");
      ann.eval(
          "globalThis.shots = 0; example.client.on('event', (e) => { shots += e.name === 'shot' })");
      ann.mouse("mousePressed", 600, 200, "left");
      ann.waitFor("shots > 0", "a click shoots");
      assertEquals(List.of(), ann.problems());
      assertEquals(List.of(), bob.problems());
    }
  }

  /** Presses the key of a direction that is free; the body moves in the very next picture. */
  private static String move(Page page) {
    for (String key : List.of("KeyD", "KeyS", "KeyA", "KeyW")) {
      int pictures = page.evalInt(PICTURES_TO_MOTION.formatted(key));
      if (pictures < 99) {
        assertEquals(1, pictures, "pictures from the key to the motion");
        return key;
      }
      page.eval("dispatchEvent(new KeyboardEvent('keyup', { code: '" + key + "' }))");
    }
    throw new AssertionError("no direction is free");
  }
}
