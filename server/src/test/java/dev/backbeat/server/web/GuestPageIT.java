package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The game page in headless Chromium where guests need tickets. */
class GuestPageIT {
  @Test
  void thePageGetsAGuestsTicketByItself() throws Exception {
    try (ServerProcess server =
            ServerProcess.start("guest-server", "--guests", "off", "--guest-tickets", "on");
        Browser browser = Browser.launch(Tools.chromium())) {
      Page page = browser.newPage(1000, 700);
      page.open("http://127.0.0.1:" + server.port() + "/?name=Eve");
      page.waitFor("!!window.backbeat", "the page");
      page.eval("document.getElementById('play').click()");
      page.waitFor("document.body.dataset.state === 'playing'", "the game");
      assertEquals(
          true, page.eval("[...backbeat.client.players.values()].some((p) => p.name === 'Eve')"));
      // A second join in the same page has a ticket of its own.
      page.eval("backbeat.client.leave()");
      page.waitFor("document.body.dataset.state === 'start'", "the start page");
      page.eval("document.getElementById('play').click()");
      page.waitFor("document.body.dataset.state === 'playing'", "the game again");
      assertEquals(List.of(), page.problems());
    }
  }

  @Test
  void withoutGuestsThePageSaysSo() throws Exception {
    try (ServerProcess server =
            ServerProcess.start(
                "no-guest-server", "--guests", "off", "--api-key", "rT7kP2xW9mQ4vZ8s");
        Browser browser = Browser.launch(Tools.chromium())) {
      Page page = browser.newPage(1000, 700);
      page.open("http://127.0.0.1:" + server.port() + "/?name=Eve");
      page.waitFor("!!window.backbeat", "the page");
      page.eval("document.getElementById('play').click()");
      page.waitFor(
          "document.getElementById('start-message').textContent.includes('ticket')",
          "the sentence");
      assertEquals("start", page.eval("document.body.dataset.state"));
    }
  }
}
