package dev.backbeat.server.admin;

import dev.backbeat.server.gateway.HttpAnswers;
import dev.backbeat.server.gateway.RequestFraming;
import dev.backbeat.server.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes routes of calls: who may, what was said, what was done, what is answered. */
final class AdminRouter {
  private static final Logger LOG = LoggerFactory.getLogger(AdminRouter.class);
  private static final int MAX_BODY_BYTES = 64 * 1024;

  /** What a page of this listener may do: nothing but talk to it. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Vertx vertx;
  private final AdminAuth auth;
  private final HostRule hosts;
  private final Tracing tracing = Tracing.global();
  private final Audit audit;
  private final Schemas schemas;
  private final AdminConnections connections;

  AdminRouter(
      Vertx vertx,
      AdminAuth auth,
      HostRule hosts,
      Audit audit,
      Schemas schemas,
      AdminConnections connections) {
    this.vertx = vertx;
    this.auth = auth;
    this.hosts = hosts;
    this.audit = audit;
    this.schemas = schemas;
    this.connections = connections;
  }

  /**
   * A router for these calls.
   *
   * @param open adds what needs no token
   */
  Router create(List<AdminCall> calls, Consumer<Router> open) {
    Router router = Router.router(vertx);
    router.route().handler(this::first);
    router
        .route()
        .handler(
            new RequestFraming(
                (r, sentence) -> HttpAnswers.error(r, 400, "BAD_REQUEST", sentence)));
    router.route().handler(this::host);
    open.accept(router);
    router.route("/admin/*").handler(this::authenticate);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES);
    for (AdminCall call : calls) {
      var route = router.route(call.method(), OpenApiDocument.route(call.path()));
      if (call.body() != null) {
        route.handler(body);
      }
      route.handler(routing -> run(routing, call));
    }
    otherMethods(router, calls);
    router
        .route()
        .handler(
            r ->
                HttpAnswers.error(
                    r, 404, "NOT_FOUND", "there is no such call; the console is at /admin"));
    router.route().failureHandler(AdminRouter::failed);
    router.errorHandler(
        400, r -> HttpAnswers.error(r, 400, "BAD_REQUEST", "the request is not understood"));
    return router;
  }

  /** RFC 9110 section 15.5.6. */
  private static void otherMethods(Router router, List<AdminCall> calls) {
    Map<String, String> allowed =
        calls.stream()
            .collect(
                Collectors.groupingBy(
                    AdminCall::path,
                    Collectors.mapping(call -> call.method().name(), Collectors.joining(", "))));
    allowed.forEach(
        (path, methods) ->
            router
                .route(OpenApiDocument.route(path))
                .handler(
                    r -> {
                      r.response().putHeader("Allow", methods);
                      String sentence = "this call's method is " + methods;
                      HttpAnswers.error(r, 405, "METHOD_NOT_ALLOWED", sentence);
                    }));
  }

  private void first(RoutingContext routing) {
    HttpConnection connection = routing.request().connection();
    connections.answerBegins(connection);
    routing.addEndHandler(over -> connections.answerEnds(connection));
    routing
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    routing.next();
  }

  private void host(RoutingContext routing) {
    if (hosts.allows(routing.request())) {
      routing.next();
    } else {
      HttpAnswers.error(
          routing,
          403,
          "FORBIDDEN",
          "this listener does not answer to that name, or to pages of that origin");
    }
  }

  private static String address(HttpServerRequest request) {
    return request.remoteAddress() == null ? "?" : request.remoteAddress().hostAddress();
  }

  private void authenticate(RoutingContext routing) {
    String from = address(routing.request());
    String header = routing.request().getHeader("Authorization");
    String who = auth.who(header);
    if (who == null && auth.blocked(from)) {
      auth.unaudited();
      routing.response().putHeader("Retry-After", "" + AdminAuth.BLOCKED_SECONDS);
      HttpAnswers.error(
          routing, 429, "TOO_MANY_FAILURES", "too many wrong tokens from your address");
      return;
    }
    if (who == null) {
      if (header != null) { // Who shows nothing has not guessed.
        auth.failed(from);
        audit.note(
            "?", from, "authenticate", routing.normalizedPath(), "UNAUTHORIZED", new JsonObject());
      }
      HttpAnswers.error(routing, 401, "UNAUTHORIZED", "this needs 'Authorization: Bearer TOKEN'");
      return;
    }
    connections.proven(routing.request().connection());
    routing.put("who", who);
    routing.next();
  }

  private void run(RoutingContext routing, AdminCall call) {
    String who = routing.get("who");
    String from = address(routing.request());
    AdminRequest request;
    try {
      request = new AdminRequest(routing, who, from, query(routing, call), body(routing, call));
    } catch (ApiException e) {
      if (call.audited()) {
        audit.note(who, from, call.id(), routing.normalizedPath(), e.code(), new JsonObject());
      }
      HttpAnswers.error(routing, e.status(), e.code(), e.getMessage());
      return;
    }
    Context here = vertx.getOrCreateContext();
    traced(call, request)
        .onComplete(
            result ->
                here.runOnContext(
                    nothing -> {
                      if (result.succeeded()) {
                        note(call, request, request.outcome());
                        answer(routing, call, result.result());
                      } else {
                        refuse(routing, call, request, result.cause());
                      }
                    }));
  }

  private Future<JsonObject> traced(AdminCall call, AdminRequest request) {
    return call.audited()
        ? tracing.span(
            "admin." + call.id(),
            span -> span.setAttribute("backbeat.operator", request.who()),
            () -> attempt(call, request))
        : attempt(call, request);
  }

  private static Future<JsonObject> attempt(AdminCall call, AdminRequest request) {
    try {
      return call.action().run(request).timeout(call.timeoutSeconds(), TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void note(AdminCall call, AdminRequest request, String outcome) {
    if (call.audited()) {
      audit.note(
          request.who(), request.from(), call.id(), request.target(), outcome, request.body());
    }
  }

  private void answer(RoutingContext routing, AdminCall call, JsonObject answer) {
    if (call.answer() != null) {
      HttpAnswers.json(routing, call.status(), answer);
    } // Otherwise the action has answered.
  }

  private void refuse(
      RoutingContext routing, AdminCall call, AdminRequest request, Throwable cause) {
    if (cause instanceof ApiException e) {
      note(call, request, e.code());
      HttpAnswers.error(routing, e.status(), e.code(), e.getMessage());
    } else if (cause instanceof TimeoutException) {
      note(call, request, "TIMEOUT");
      HttpAnswers.error(
          routing, 503, "TIMEOUT", "no answer within " + call.timeoutSeconds() + " s");
    } else {
      LOG.atError().addKeyValue("call", call.id()).setCause(cause).log("an admin call failed");
      note(call, request, "INTERNAL");
      HttpAnswers.error(routing, 500, "INTERNAL", "the server failed; its log says why");
    }
  }

  private JsonObject body(RoutingContext routing, AdminCall call) {
    if (call.body() == null) {
      return new JsonObject();
    }
    JsonObject body;
    try {
      body =
          routing.body().length() <= 0 ? new JsonObject() : new JsonObject(routing.body().buffer());
    } catch (DecodeException | ClassCastException e) {
      throw ApiException.badRequest("the body is not a JSON object");
    }
    SchemaCheck.object(schemas.get(call.body()), body);
    return body;
  }

  private static JsonObject query(RoutingContext routing, AdminCall call) {
    JsonObject given = new JsonObject();
    JsonObject properties = new JsonObject();
    MultiMap texts;
    try {
      texts = routing.request().params();
    } catch (IllegalArgumentException e) { // A percent sign without two digits behind it.
      throw ApiException.badRequest("the query is not understood");
    }
    for (AdminCall.Param param : call.query()) {
      properties.put(param.name(), param.schema());
      String text = texts.get(param.name());
      if (text != null && !text.isEmpty()) {
        given.put(param.name(), parsed(param, text));
      } else if (param.schema().containsKey("default")) {
        given.put(param.name(), param.schema().getValue("default"));
      }
    }
    SchemaCheck.object(new JsonObject().put("properties", properties), given);
    return given;
  }

  private static Object parsed(AdminCall.Param param, String text) {
    try {
      return switch (param.schema().getString("type")) {
        case "integer" -> Long.valueOf(text);
        case "boolean" -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? false : text;
        default -> text;
      };
    } catch (NumberFormatException e) {
      throw ApiException.badRequest(param.name() + " must be a whole number");
    }
  }

  private static void failed(RoutingContext routing) {
    int status = routing.statusCode() >= 400 ? routing.statusCode() : 500;
    if (status >= 500) {
      LOG.atError()
          .addKeyValue("path", routing.normalizedPath())
          .setCause(routing.failure())
          .log("an admin request failed");
    }
    switch (status) {
      case 413 ->
          HttpAnswers.error(
              routing, 413, "TOO_BIG", "the body has more than " + MAX_BODY_BYTES + " bytes");
      case 500 ->
          HttpAnswers.error(routing, 500, "INTERNAL", "the server failed; its log says why");
      default -> HttpAnswers.error(routing, status, "BAD_REQUEST", "the request is not understood");
    }
  }
}
