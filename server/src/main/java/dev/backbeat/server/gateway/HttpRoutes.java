package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is where. */
final class HttpRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(HttpRoutes.class);

  private HttpRoutes() {}

  static Router create(
      Vertx vertx,
      GatewayServices services,
      UpgradeHandler upgrade,
      WebFiles files,
      HttpLimits limits) {
    Router router = Router.router(vertx);
    router.route().handler(r -> commonHeaders(r, services));
    router.route().handler(limits);
    router
        .route()
        .handler(
            new RequestFraming(
                (routing, sentence) ->
                    HttpAnswers.refuse(
                        routing, new Refusal(400, ErrorCode.ERROR_NOT_FOUND, sentence))));
    OriginRule origins = new OriginRule(services::config, services.clients());
    router
        .routeWithRegex("/(?:play|api/rooms|api/overload|proto/.*|rules/.*|sdk/.*|webjars/.*)")
        .handler(new CrossOrigin(origins));
    TicketsApi tickets = new TicketsApi(services);
    tickets.addCrossOrigin(router, origins);
    router.get(Protocol.PATH).handler(upgrade);
    HealthRoutes watched =
        new HealthRoutes(services.health(), services.metrics(), services.overload());
    watched.addHealth(router);
    RequestRate rate = new RequestRate(services);
    router.route().handler(rate);
    if (publicMetrics(services.config())) {
      watched.addMetrics(router);
    }
    RoomsApi rooms = new RoomsApi(services, services.api());
    router.get("/api/rooms").handler(rooms::list);
    router.get("/api/overload").handler(r -> overload(r, services));
    router.get("/api/lab").handler(r -> lab(r, services.config().lab()));
    BodyHandler body =
        BodyHandler.create(false).setBodyLimit(services.config().http().maxBodyBytes());
    router.post("/api/rooms").handler(body).handler(rooms::create);
    router.post("/api/announce").handler(body).handler(rooms::announce);
    tickets.addTo(router, body);
    router
        .route("/api/*")
        .handler(
            r -> HttpAnswers.error(r, 404, ErrorCode.ERROR_NOT_FOUND, "there is no such call"));
    new WebPages(files, services.config().lab()).addTo(router);
    router.route().failureHandler(r -> failed(r, services));
    // Where not even the path could be read, no route is asked.
    router.errorHandler(
        400,
        routing -> {
          if (rate.admits(routing)) {
            failed(routing, 400, services);
          }
        });
    return router;
  }

  private static void commonHeaders(RoutingContext routing, GatewayServices services) {
    routing
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer");
    if (services.health().draining()
        && !routing.request().headers().contains("Upgrade", "websocket", true)) {
      // The next request finds whoever has this one's place by then.
      HttpAnswers.closeAfterwards(routing);
    }
    routing.next();
  }

  private static boolean publicMetrics(ServerConfig config) {
    return switch (config.observability().publicMetrics()) {
      case ON -> true;
      case OFF -> false;
      case AUTO -> config.listen().loopback() && config.proxies().trusted().isEmpty();
    };
  }

  private static void overload(RoutingContext routing, GatewayServices services) {
    HttpAnswers.json(routing, 200, OverloadAnswers.toJson(services.overload()));
  }

  /** Which networks the page may choose from. */
  private static void lab(RoutingContext routing, ServerConfig.Lab lab) {
    JsonArray profiles = new JsonArray();
    lab.ports()
        .forEach(
            (name, port) -> profiles.add(new JsonObject().put("name", name).put("port", port)));
    HttpAnswers.json(routing, 200, new JsonObject().put("profiles", profiles));
  }

  private static void failed(RoutingContext routing, GatewayServices services) {
    int status = routing.statusCode() >= 400 ? routing.statusCode() : 500;
    if (status == 500
        && routing.request().method() == HttpMethod.POST
        && !routing.request().isEnded()) {
      status = 400; // The body broke off or is not HTTP: nothing of ours has run yet.
    }
    failed(routing, status, services);
  }

  private static void failed(RoutingContext routing, int status, GatewayServices services) {
    if (status == 413) {
      services.metrics().onLimit(Limit.BODY_BYTES);
    }
    if (status >= 500) {
      LOG.atError()
          .addKeyValue("method", routing.request().method())
          .addKeyValue("path", routing.normalizedPath())
          .setCause(routing.failure())
          .log("a request failed");
    }
    String message =
        switch (status) {
          case 413 ->
              "the body has more than " + services.config().http().maxBodyBytes() + " bytes";
          case 500 -> "the server failed; its log says why";
          default -> "the request is not understood";
        };
    if (routing.request().method() == HttpMethod.GET) {
      HttpAnswers.refuse(
          routing,
          new Refusal(
              status,
              status >= 500 ? ErrorCode.ERROR_INTERNAL : ErrorCode.ERROR_NOT_FOUND,
              message));
    } else {
      HttpAnswers.error(routing, status, status >= 500 ? "ERROR_INTERNAL" : "BAD_REQUEST", message);
    }
  }
}
