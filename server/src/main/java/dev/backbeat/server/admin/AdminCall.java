package dev.backbeat.server.admin;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One call of the API: everything that its route and the OpenAPI document need to know of it.
 *
 * @param path as OpenAPI writes it: {@code /admin/rooms/{room}}
 * @param id of the operation, unique
 * @param tag under which the document groups it
 * @param summary one sentence
 * @param query what may stand behind the question mark
 * @param body name of the body's schema, or null: it takes none
 * @param status of a success
 * @param answer name of the answer's schema, or null: a file
 * @param errors statuses of errors beside 400, 401, 403 and 429
 * @param audited whether it is an act, which leaves an audit line
 * @param timeoutSeconds after which it fails
 * @param action what it does
 */
record AdminCall(
    HttpMethod method,
    String path,
    String id,
    String tag,
    String summary,
    List<Param> query,
    String body,
    int status,
    String answer,
    List<Integer> errors,
    boolean audited,
    int timeoutSeconds,
    Action action) {
  private static final int TIMEOUT_SECONDS = 10;

  /** A parameter of the query; its schema says type, bounds and default. */
  record Param(String name, String description, JsonObject schema) {}

  /** What a call does. On the admin's event loop; must not block. */
  @FunctionalInterface
  interface Action {
    /**
     * Does it.
     *
     * @return the answer; null where the action answers by itself. {@link ApiException}, thrown or
     *     as a failure, is the answer of an error
     */
    Future<JsonObject> run(AdminRequest request);
  }

  /** A call that only looks. */
  static Draft get(String path, String id, String tag, String answer, String summary) {
    return new Draft(HttpMethod.GET, path, id, tag, null, answer, summary);
  }

  /** A call that does something. */
  static Draft post(
      String path, String id, String tag, String body, String answer, String summary) {
    return new Draft(HttpMethod.POST, path, id, tag, body, answer, summary);
  }

  /** A call that is being described; {@link #does} is the last word. One thread. */
  static final class Draft {
    private final HttpMethod method;
    private final String path;
    private final String id;
    private final String tag;
    private final String body;
    private final String answer;
    private final String summary;
    private List<Param> query = List.of();
    private int status = 200;
    private List<Integer> errors = List.of();
    private int timeoutSeconds = TIMEOUT_SECONDS;

    private Draft(
        HttpMethod method,
        String path,
        String id,
        String tag,
        String body,
        String answer,
        String summary) {
      this.method = method;
      this.path = path;
      this.id = id;
      this.tag = tag;
      this.body = body;
      this.answer = answer;
      this.summary = summary;
    }

    Draft query(Param... params) {
      query = List.of(params);
      return this;
    }

    Draft status(int newStatus) {
      status = newStatus;
      return this;
    }

    Draft errors(Integer... statuses) {
      errors = List.of(statuses);
      return this;
    }

    Draft within(int seconds) {
      timeoutSeconds = seconds;
      return this;
    }

    /** The call, which does this; whatever is no GET is an act, and audited. */
    AdminCall does(Action action) {
      boolean audited = !method.equals(HttpMethod.GET);
      return new AdminCall(
          method,
          path,
          id,
          tag,
          summary,
          query,
          body,
          status,
          answer,
          errors,
          audited,
          timeoutSeconds,
          action);
    }
  }
}
