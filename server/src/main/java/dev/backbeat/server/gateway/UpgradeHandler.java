package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;

/**
 * {@code GET /play}: lets a client in or says in plain HTTP why not. A request that asks for no
 * upgrade is answered as its upgrade would be refused, or with 426: browsers hide the answer to a
 * refused upgrade, and this is how a page learns it.
 *
 * <p>In this order: what can be said before the credential is looked at ({@link UpgradeGate},
 * {@link UpgradeForm}), who it is ({@link Identification}), what he did before ({@link
 * ClientRules}), whether there is a place left ({@link ConnectionPlaces}); then the socket is taken
 * over ({@link PipelineTakeover}).
 */
final class UpgradeHandler implements Handler<RoutingContext> {
  private final GatewayServices services;
  private final ClientRules rules;
  private final UpgradeGate gate;
  private final Identification identification;
  private final ConnectionPlaces places;
  private final PipelineTakeover takeover;

  /** For one loop. */
  UpgradeHandler(GatewayServices services, PipelineTakeover takeover) {
    this.services = services;
    this.rules = new ClientRules(services);
    this.gate = new UpgradeGate(services, rules);
    this.identification = new Identification(services);
    this.places = new ConnectionPlaces(services, rules);
    this.takeover = takeover;
  }

  @Override
  public void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    boolean upgrade = UpgradeForm.isUpgrade(request.headers());
    InetAddress address = services.clients().of(request).address();
    String addressKey = services.addresses().key(address);
    Refusal early = gate.refusal(request, address, addressKey);
    if (early == null && upgrade) {
      early = UpgradeForm.refusal(request.version(), request.headers());
    }
    if (early != null) {
      refuse(routing, early);
      return;
    }
    request.pause();
    Credential credential = Credential.of(request.headers());
    identification
        .identify(credential, address, addressKey)
        .onComplete(
            identified -> {
              Refusal refusal = refusal(identified, credential, addressKey, upgrade);
              if (refusal == null) {
                accept(routing, identified.result(), addressKey);
              } else {
                request.resume();
                refuse(routing, refusal);
              }
            });
  }

  private Refusal refusal(
      AsyncResult<Admission> identified,
      Credential credential,
      String addressKey,
      boolean upgrade) {
    if (identified.failed()) {
      return rules.offence(credential, addressKey, Identification.refusal(identified.cause()));
    }
    Refusal refusal = rules.judge(identified.result(), addressKey);
    return refusal == null && !upgrade
        ? UpgradeForm.upgradeRequired("connect here with a WebSocket")
        : refusal;
  }

  private void accept(RoutingContext routing, Admission admission, String addressKey) {
    HttpServerRequest request = routing.request();
    Refusal full = places.take(admission, addressKey);
    if (full != null) {
      request.resume();
      refuse(routing, full);
      return;
    }
    Runnable release = () -> places.release(admission, addressKey);
    Refusal late = identification.useTicket(admission.identity().ticket());
    if (late != null) {
      release.run();
      request.resume();
      refuse(routing, late);
      return;
    }
    request
        .toWebSocket()
        .onSuccess(socket -> open(request, socket, admission, release))
        .onFailure(
            failure -> {
              // Vert.x has answered the request already.
              release.run();
              services.metrics().rejectedUpgrade(ErrorCode.ERROR_UPGRADE_REQUIRED.name());
            });
  }

  private void open(
      HttpServerRequest request, ServerWebSocket socket, Admission admission, Runnable release) {
    // The socket is Vert.x Web's wrapper, which hides its channel; the connection beneath it does
    // not.
    takeover.open(
        ((ConnectionBase) request.connection()).channel(),
        Protocol.SUBPROTOCOL_JSON.equals(socket.subProtocol()),
        admission,
        release);
  }

  private void refuse(RoutingContext routing, Refusal refusal) {
    services.metrics().rejectedUpgrade(refusal.code().name());
    HttpAnswers.refuse(routing, refusal);
  }
}
