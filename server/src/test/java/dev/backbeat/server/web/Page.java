package dev.backbeat.server.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One tab of a {@link Browser}. */
final class Page {
  private static final int WAIT_SECONDS = 60;
  private static final int NAVIGATION_RETRIES = 3;
  private final Browser browser;
  private final String session;

  Page(Browser browser, String session) {
    this.browser = browser;
    this.session = session;
  }

  JsonObject call(String method, JsonObject params) {
    return browser.call(session, method, params);
  }

  void open(String url) {
    open(url, "!!(window.backbeat || window.example)");
  }

  /** Goes there, and waits until the page is loaded and the condition holds. */
  void open(String url, String condition) {
    String error = null;
    for (int i = 0; i < NAVIGATION_RETRIES; i++) {
      error = call("Page.navigate", new JsonObject().put("url", url)).getString("errorText");
      if (error == null) {
        waitFor("document.readyState === 'complete' && (" + condition + ")", "the page");
        return;
      }
    }
    throw new AssertionError(url + ": " + error);
  }

  /** The value of a JavaScript expression; a promise is awaited. */
  Object eval(String expression) {
    JsonObject result =
        call(
            "Runtime.evaluate",
            new JsonObject()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (result.containsKey("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.getJsonObject("exceptionDetails"));
    }
    return result.getJsonObject("result").getValue("value");
  }

  int evalInt(String expression) {
    return evalDouble(expression).intValue();
  }

  Double evalDouble(String expression) {
    return ((Number) eval(expression)).doubleValue();
  }

  /** Waits until a JavaScript expression is true; it may throw until then. */
  void waitFor(String condition, String what) {
    String safe = "(() => { try { return !!(" + condition + "); } catch { return false; } })()";
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!holds(safe)) {
      if (System.nanoTime() > endNs) {
        throw new AssertionError("never: " + what + " (" + condition + "); " + problems());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Not while the page goes elsewhere: then there is nothing to ask. */
  private boolean holds(String condition) {
    try {
      return Boolean.TRUE.equals(eval(condition));
    } catch (AssertionError e) {
      if (e.getMessage().contains("Inspected target navigated")) {
        return false;
      }
      throw e;
    }
  }

  void keyDown(String code, String key) {
    key("keyDown", code, key);
  }

  void keyUp(String code, String key) {
    key("keyUp", code, key);
  }

  void press(String code, String key) {
    keyDown(code, key);
    keyUp(code, key);
  }

  private void key(String type, String code, String key) {
    JsonObject params = new JsonObject().put("type", type).put("code", code).put("key", key);
    if (key.equals("Enter")) {
      params.put("windowsVirtualKeyCode", 13);
      if (type.equals("keyDown")) {
        params.put("text", "\r");
      }
    }
    call("Input.dispatchKeyEvent", params);
  }

  void type(String text) {
    call("Input.insertText", new JsonObject().put("text", text));
  }

  void mouse(String type, double x, double y, String button) {
    call(
        "Input.dispatchMouseEvent",
        new JsonObject()
            .put("type", type)
            .put("x", x)
            .put("y", y)
            .put("button", button)
            .put("clickCount", type.equals("mouseMoved") ? 0 : 1));
  }

  /** Touches at x, y pairs; none = all fingers are lifted. */
  void touch(String type, double... points) {
    JsonArray list = new JsonArray();
    for (int i = 0; i < points.length; i += 2) {
      list.add(new JsonObject().put("x", points[i]).put("y", points[i + 1]).put("id", i / 2));
    }
    call("Input.dispatchTouchEvent", new JsonObject().put("type", type).put("touchPoints", list));
  }

  Path screenshot(String name) throws IOException {
    Path file = Tools.TARGET.resolve("screenshots").resolve(name + ".png");
    Files.createDirectories(file.getParent());
    String data =
        call("Page.captureScreenshot", new JsonObject().put("format", "png")).getString("data");
    Files.write(file, Base64.getDecoder().decode(data));
    return file;
  }

  /** Uncaught errors and console errors so far. */
  List<String> problems() {
    return browser.problems(session);
  }
}
