package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.packaging.SystemPackages;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A game author's whole way, as docs/writing-a-game.md shows it: build, Node, server, page. */
class AuthorRouteIT {
  @TempDir private static Path dir;
  private static AuthorProject project;

  @BeforeAll
  static void build() throws Exception {
    project = new AuthorProject(dir);
    project.build();
  }

  @AfterAll
  static void forget() {
    project = null;
  }

  @Test
  void theRuleInNodeIsTheRuleInJava() throws Exception {
    long seed = System.nanoTime();
    System.out.println("coin vectors: seed " + seed);
    Path log = Tools.TARGET.resolve("js/coins.log");
    Files.createDirectories(log.getParent());
    Path vectors = project.writeVectors(seed);
    assertEquals(0, project.testModule(log), () -> "see " + log);
    // One integer of the last step is another one: the page's test must see it.
    String steps = Files.readString(vectors).strip();
    String last = steps.substring(steps.lastIndexOf(' ') + 1, steps.length() - 2);
    String before = steps.substring(0, steps.length() - 2 - last.length());
    String wrong = before + (Integer.parseInt(last) ^ 1) + "]]";
    Files.writeString(vectors, wrong + "\n");
    Path failure = Tools.TARGET.resolve("js/coins-wrong.log");
    assertEquals(1, project.testModule(failure), () -> "see " + failure);
    assertTrue(Files.readString(failure).contains(wrong.substring(wrong.lastIndexOf('\n') + 1)));
  }

  @Test
  void theScriptOfThePageSaysWhatItsCommentSays() throws Exception {
    Path log = Tools.TARGET.resolve("js/coins-script.log");
    Files.createDirectories(log.getParent());
    ProcessBuilder node = new ProcessBuilder(Tools.node().toString(), project.script().toString());
    assertEquals(0, SystemPackages.run(node, log, 60), () -> "see " + log);
    assertEquals("x y vx vy speed 4120", Files.readString(log).strip());
  }

  @Test
  void buildsTheSameBytesAgain() throws Exception {
    byte[] module = Files.readAllBytes(project.module());
    byte[] jar = Files.readAllBytes(project.jar());
    project.build();
    assertArrayEquals(module, Files.readAllBytes(project.module()));
    assertArrayEquals(jar, Files.readAllBytes(project.jar()));
  }

  @Test
  void theServerServesTheModuleAndPlaysTheGame() throws Exception {
    try (ServerProcess server =
        ServerProcess.start("author-server", List.of(project.jar()), "--game", "coins")) {
      HttpResponse<byte[]> rule =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + server.port() + "/rules/coins.js"))
                      .build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(200, rule.statusCode());
      assertArrayEquals(Files.readAllBytes(project.module()), rule.body());
      assertEquals(
          "text/javascript; charset=utf-8", rule.headers().firstValue("Content-Type").get());
    }
  }

  @Test
  void thePagePredictsWithTheRule() throws Exception {
    try (ServerProcess server =
            ServerProcess.start("author-page-server", List.of(project.jar()), "--game", "coins");
        Browser browser = Browser.launch(Tools.chromium())) {
      Page page = browser.newPage(820, 820);
      String url = "http://127.0.0.1:" + server.port() + "/coins/";
      page.call("Page.navigate", new JsonObject().put("url", url));
      page.waitFor("coins.own.active && coins.client.clock.synced", "a predicted runner");
      double x = page.evalDouble("coins.own.x");
      page.keyDown("ArrowRight", "ArrowRight");
      page.waitFor("coins.own.x > " + (x + 1_000), "it runs");
      page.keyUp("ArrowRight", "ArrowRight");
      page.waitFor(
          "coins.own.state[2] === 0 && coins.client.world.own.values[2] === 0"
              + " && coins.own.state[0] === coins.client.world.own.values[0]",
          "it stands where the server says");
      // Only where an input came too late for its tick may the server have computed otherwise; it
      // says so a little later.
      page.waitFor(
          "coins.client.stats.corrections <= coins.client.stats.lateInputs",
          "late inputs explain all corrections");
      page.screenshot("coins");
      assertEquals(List.of(), page.problems());
    }
  }
}
