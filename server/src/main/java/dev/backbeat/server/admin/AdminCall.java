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
    return new AdminCall(
        HttpMethod.GET,
        path,
        id,
        tag,
        summary,
        List.of(),
        null,
        200,
        answer,
        List.of(),
        false,
        TIMEOUT_SECONDS,
        null);
  }

  /** A call that does something. */
  static AdminCall post(
      String path, String id, String tag, String body, String answer, String summary) {
    return new AdminCall(
        HttpMethod.POST,
        path,
        id,
        tag,
        summary,
        List.of(),
        body,
        200,
        answer,
        List.of(),
        true,
        TIMEOUT_SECONDS,
        null);
  }

  AdminCall query(Param... params) {
    return new AdminCall(
        method,
        path,
        id,
        tag,
        summary,
        List.of(params),
        body,
        status,
        answer,
        errors,
        audited,
        timeoutSeconds,
        action);
  }

  AdminCall status(int newStatus) {
    return new AdminCall(
        method,
        path,
        id,
        tag,
        summary,
        query,
        body,
        newStatus,
        answer,
        errors,
        audited,
        timeoutSeconds,
        action);
  }

  AdminCall errors(Integer... statuses) {
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
        List.of(statuses),
        audited,
        timeoutSeconds,
        action);
  }

  AdminCall within(int seconds) {
    return new AdminCall(
        method, path, id, tag, summary, query, body, status, answer, errors, audited, seconds,
        action);
  }

  AdminCall does(Action newAction) {
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
        newAction);
  }
}
