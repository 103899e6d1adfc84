package dev.backbeat.server.admin;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** A call by somebody who may: its values, checked against their schemas. */
final class AdminRequest {
  private final RoutingContext routing;
  private final String who;
  private final String from;
  private final JsonObject query;
  private final JsonObject body;
  private String target = "server";
  private String outcome = "ok";

  AdminRequest(RoutingContext routing, String who, String from, JsonObject query, JsonObject body) {
    this.routing = routing;
    this.who = who;
    this.from = from;
    this.query = query;
    this.body = body;
  }

  RoutingContext routing() {
    return routing;
  }

  /** The name that belongs to the token. */
  String who() {
    return who;
  }

  /** The address from which the call came. */
  String from() {
    return from;
  }

  String path(String name) {
    return routing.pathParam(name);
  }

  /** The query's values, defaults included. */
  JsonObject query() {
    return query;
  }

  /** Empty if the call takes none. */
  JsonObject body() {
    return body;
  }

  /** What the act is done to, for the audit line. */
  void target(String newTarget) {
    target = newTarget;
  }

  String target() {
    return target;
  }

  /** How it went, for the audit line, if not simply well. */
  void outcome(String newOutcome) {
    outcome = newOutcome;
  }

  String outcome() {
    return outcome;
  }
}
