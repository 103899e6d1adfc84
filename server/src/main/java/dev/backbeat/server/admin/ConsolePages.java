package dev.backbeat.server.admin;

import dev.backbeat.server.gateway.HttpAnswers;
import dev.backbeat.server.gateway.WebFiles;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The console's files. They need no token: whatever is secret comes by the calls. */
final class ConsolePages {
  private static final String CHART_FILE = "dist/chart.umd.min.js";

  private final WebFiles files;
  private final String chartFolder;

  ConsolePages(Vertx vertx) {
    this.files = new WebFiles(vertx);
    Properties versions = new Properties();
    try (InputStream in = ConsolePages.class.getResourceAsStream("webjars.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("webjars.properties is missing from the jar", e);
    }
    chartFolder = "META-INF/resources/webjars/chart.js/" + versions.getProperty("chart.js") + '/';
  }

  void addTo(Router router) {
    router.get("/admin").handler(r -> serve(r, "adminroot/", "index.html"));
    router.get("/admin/").handler(r -> r.redirect("/admin"));
    router.get("/admin/console/chart.js").handler(r -> serve(r, chartFolder, CHART_FILE));
    router
        .get("/admin/console/*")
        .handler(
            r -> serve(r, "adminroot/", r.normalizedPath().substring("/admin/console/".length())));
  }

  private void serve(RoutingContext routing, String folder, String path) {
    files
        .find(folder, path)
        .onSuccess(
            found ->
                found.ifPresentOrElse(
                    file -> send(routing, file),
                    () -> HttpAnswers.error(routing, 404, "NOT_FOUND", "there is no such file")))
        .onFailure(routing::fail);
  }

  private static void send(RoutingContext routing, WebFiles.WebFile file) {
    routing
        .response()
        .putHeader("Content-Type", file.type())
        .putHeader("ETag", file.etag())
        .putHeader("Cache-Control", "no-cache");
    if (file.etag().equals(routing.request().getHeader("If-None-Match"))) {
      routing.response().setStatusCode(304).end();
    } else {
      routing.response().end(file.plain());
    }
  }
}
