package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The game page in headless Chromium, sent through another port by {@code ?lab=}. */
class LabPageIT {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 700;

  @Test
  void thePageConnectsThroughTheNetworkThatItsAddressNames() throws Exception {
    try (TcpRelay mobile = new TcpRelay(0);
        ServerProcess server =
            ServerProcess.start("lab-server", "--lab", "lan=1,4g=" + mobile.port());
        Browser browser = Browser.launch(Tools.chromium())) {
      mobile.leadTo(server.port());
      String url = "http://127.0.0.1:" + server.port() + "/?name=Ann";
      Page page = browser.newPage(WIDTH, HEIGHT);
      page.open(url);
      page.waitFor("!document.getElementById('lab').hidden", "the menu of networks");
      assertEquals(
          ",lan,4g",
          page.eval(
              "[...document.getElementById('lab-choice').options].map((o) => o.value).join()"));
      assertEquals(true, page.eval("document.getElementById('lab-badge').hidden"));
      page.screenshot("lab-menu");

      page.eval(
          """
          (() => {
            const choice = document.getElementById('lab-choice');
            choice.value = '4g';
            choice.dispatchEvent(new Event('change'));
          })()
          """);
      page.waitFor("location.search === '?name=Ann&lab=4g' && !!window.backbeat", "the page anew");
      page.waitFor("document.getElementById('lab-badge').textContent === '4g'", "the badge");
      assertEquals(0, mobile.cutAll(), "the page itself came directly");
      page.eval("document.getElementById('play').click()");
      page.waitFor("document.body.dataset.state === 'playing'", "the game");
      page.screenshot("lab-badge");
      page.eval("backbeat.client.on('disconnected', () => { globalThis.lost = true; })");
      assertTrue(mobile.cutAll() >= 2, "the WebSocket goes through the network");
      page.waitFor("globalThis.lost && backbeat.client.state === 'playing'", "it is back");
      assertEquals(List.of(), page.problems());
    }
  }

  @Test
  void anUnknownNetworkIsSaidAndNotPlayedOn() throws Exception {
    try (ServerProcess server = ServerProcess.start("lab-server", "--lab", "lan=1,dsl=2");
        ServerProcess without = ServerProcess.start("lab-server-without");
        Browser browser = Browser.launch(Tools.chromium())) {
      Page page = browser.newPage(WIDTH, HEIGHT);
      page.open("http://127.0.0.1:" + server.port() + "/?lab=5g");
      String message = "There is no network '5g' here; there are lan, dsl.";
      page.waitFor(says(message), "the message");
      page.eval("document.getElementById('start-message').textContent = ''");
      page.eval("document.getElementById('play').click()");
      page.waitFor(says(message), "the message again");
      assertEquals("start", page.eval("document.body.dataset.state"));
      assertEquals(true, page.eval("document.getElementById('lab-badge').hidden"));

      page.open("http://127.0.0.1:" + without.port() + "/?lab=lan");
      page.waitFor(
          says("There is no network 'lan' here: this server offers none (--lab)."), "the message");
      assertEquals(true, page.eval("document.getElementById('lab').hidden"));
      assertEquals(List.of(), page.problems());
    }
  }

  private static String says(String message) {
    return "document.getElementById('start-message').textContent === \"" + message + "\"";
  }
}
