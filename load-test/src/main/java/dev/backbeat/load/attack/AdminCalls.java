package dev.backbeat.load.attack;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The admin API as its own document lists it, and how its answers read in the catalogue. */
final class AdminCalls {
  private AdminCalls() {}

  /** A call with its method; names in the path are filled in. */
  record Call(String method, String path) {
    /** It as a request to any listener. */
    String request(Target target, String... headers) {
      return method.equals("GET")
          ? Requests.get(target, path, headers)
          : Requests.post(target, path, "{}", headers);
    }
  }

  /** All calls of {@code /admin/openapi.json}, which needs no token. */
  static List<Call> all(Target admin) throws IOException {
    List<Call> calls = new ArrayList<>();
    try (Wire wire = admin.connect()) {
      Wire.Response response = wire.send(Requests.get(admin, "/admin/openapi.json")).response();
      JsonObject paths = new JsonObject(response.body()).getJsonObject("paths");
      for (String path : paths.fieldNames()) {
        for (String method : paths.getJsonObject(path).fieldNames()) {
          calls.add(
              new Call(method.toUpperCase(Locale.ROOT), path.replaceAll("\\{[a-z]+}", "nobody")));
        }
      }
    }
    if (calls.isEmpty()) {
      throw new IOException("the document of the admin API lists no call");
    }
    return calls;
  }

  /** What the listener answers on a connection of its own. */
  static Answer ask(Target admin, String request) throws IOException {
    try (Wire wire = admin.connect()) {
      return answer(wire.sendAnyway(request).response());
    } catch (SocketTimeoutException e) {
      return Answer.NOTHING;
    } catch (EOFException | SocketException e) {
      return Answer.CLOSED;
    }
  }

  /** Each of these on a connection of its own. */
  static Answer askAll(Target admin, List<String> requests) throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (String request : requests) {
      answers.add(ask(admin, request));
    }
    return Answer.all(answers);
  }

  /** Status and code; a page of another origin must not be told that it may read it. */
  static Answer answer(Wire.Response response) {
    String allowed = response.header("Access-Control-Allow-Origin");
    if (!allowed.isEmpty()) {
      return new Answer("HTTP " + response.status() + " for pages of " + allowed);
    }
    return Answer.http(response.status(), code(response.body()));
  }

  private static String code(String body) {
    try {
      return body.isEmpty()
          ? ""
          : new JsonObject(body).getJsonObject("error", new JsonObject()).getString("code", "");
    } catch (DecodeException noJson) {
      return "";
    }
  }
}
