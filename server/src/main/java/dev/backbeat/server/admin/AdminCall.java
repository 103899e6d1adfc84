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
  static AdminCall get(String path, String id, String tag, String answer, String summary) {
    return of(HttpMethod.GET, path, id, tag, null, answer, summary);
  }

  /** A call that does something. */
  static AdminCall post(
      String path, String id, String tag, String body, String answer, String summary) {
    return of(HttpMethod.POST, path, id, tag, body, answer, summary);
  }

  private static AdminCall of(
      HttpMethod method,
      String path,
      String id,
      String tag,
      String body,
      String answer,
      String summary) {
    return new AdminCall(
        method,
        path,
        id,
        tag,
        summary,
        List.of(),
        body,
        200,
        answer,
        List.of(),
        method == HttpMethod.POST,
        TIMEOUT_SECONDS,
        null);
  }

  AdminCall query(Param... params) {
    return with(List.of(params), status, errors, timeoutSeconds, action);
  }

  AdminCall status(int newStatus) {
    return with(query, newStatus, errors, timeoutSeconds, action);
  }

  AdminCall errors(Integer... statuses) {
    return with(query, status, List.of(statuses), timeoutSeconds, action);
  }

  AdminCall within(int seconds) {
    return with(query, status, errors, seconds, action);
  }

  AdminCall does(Action newAction) {
    return with(query, status, errors, timeoutSeconds, newAction);
  }

  private AdminCall with(
      List<Param> newQuery, int newStatus, List<Integer> newErrors, int seconds, Action newAction) {
    return new AdminCall(
        method, path, id, tag, summary, newQuery, body, newStatus, answer, newErrors, audited,
        seconds, newAction);
  }
}
