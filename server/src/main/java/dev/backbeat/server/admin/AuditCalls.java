package dev.backbeat.server.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What operators did. */
final class AuditCalls {
  private final Audit audit;

  AuditCalls(Audit audit) {
    this.audit = audit;
  }

  List<AdminCall> calls() {
    return List.of(
        AdminCall.get(
                "/admin/audit",
                "getAudit",
                "server",
                "AuditTail",
                "The newest acts of operators, newest first, as far as memory goes")
            .query(Params.limit(Audit.MAX_TAIL, 100))
            .does(
                request ->
                    Future.succeededFuture(
                        new JsonObject()
                            .put("lines", audit.tail(request.query().getInteger("limit"))))));
  }
}
